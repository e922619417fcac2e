#include "cli/progress_bar.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace furusato::cli {

std::function<void(std::int64_t done, std::int64_t in_all)> progress_bar(
    std::ostream& err, const std::string& unit)
{
    if (::isatty(STDERR_FILENO) == 0) return [](std::int64_t, std::int64_t) {};
    const auto start = std::chrono::steady_clock::now();
    return [&err, start, unit](std::int64_t done, std::int64_t all) {
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
        const auto part = all > 0 ? static_cast<std::size_t>(30 * done / all) : 30;
        const auto left = rate > 0 ? static_cast<std::int64_t>(static_cast<double>(all - done) / rate) : 0;
        err << "\r[" << std::string(part, '#') << std::string(30 - std::min<std::size_t>(part, 30), '.')
            << "] " << done << "/" << all << " " << unit << "  " << static_cast<std::int64_t>(rate) << " "
            << unit << "/秒  残り " << left << " 秒   " << std::flush;
        if (done >= all) err << "\r" << std::string(78, ' ') << "\r" << std::flush;
    };
}

}  // namespace furusato::cli
