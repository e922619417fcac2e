#include "main/system_clock.hpp"

#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>
#include <sstream>
#include <thread>

namespace furusato::composition {
namespace {

constexpr std::time_t kJapanOffset = 9L * 60 * 60;
constexpr std::time_t kSilence =
    120;  // after two minutes without a sign a process on another machine counts as gone

std::string host_name()
{
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

/// Start time of a process in clock ticks since boot (field 22 of /proc/PID/stat); empty when there is no such process.
std::string start_time_of(const std::string& pid)
{
    std::ifstream stat{"/proc/" + pid + "/stat"};
    std::string text;
    std::getline(stat, text);
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream fields{text.substr(name_end + 1)};
    std::string field;
    constexpr int kStartTimeAfterName = 20;
    for (int i = 0; i < kStartTimeAfterName; ++i) fields >> field;
    return field;
}

std::time_t instant_of(const std::string& utc)
{
    std::tm parts{};
    if (::strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return 0;
    return ::timegm(&parts);
}

}  // namespace

domain::Date SystemClock::today() const
{
    const std::time_t now = std::time(nullptr) + kJapanOffset;
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    return {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}

std::string SystemClock::now_utc() const
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

std::string SystemProcesses::self() const
{
    const std::string pid = std::to_string(::getpid());
    return host_name() + ":" + pid + ":" + start_time_of(pid);
}

bool SystemProcesses::is_alive(const std::string& owner, const std::string& seen_at_utc) const
{
    const auto first = owner.find(':');
    const auto second = owner.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) return false;
    if (owner.substr(0, first) != host_name())
        return instant_of(clock_.now_utc()) - instant_of(seen_at_utc) < kSilence;
    const std::string started = start_time_of(owner.substr(first + 1, second - first - 1));
    return !started.empty() && started == owner.substr(second + 1);
}

void SystemProcesses::wait(std::chrono::milliseconds pause) const
{
    std::this_thread::sleep_for(pause);
}

}  // namespace furusato::composition
