#include <cstdlib>

#include "furusato/persistence/database_tools.hpp"
#include "persistence/connect.hpp"

namespace furusato::persistence {
namespace {

constexpr std::int64_t kLittleSpace = 1LL << 30;  // bytes

std::string fact(const std::vector<application::DatabaseFact>& facts, const std::string& name)
{
    for (const auto& known : facts) {
        if (known.name == name) return known.value;
    }
    return {};
}

/// Seconds between two instants of one day, as "YYYY-MM-DDTHH:MM:SSZ"; a day apart counts as a day.
std::int64_t seconds_between(const std::string& left, const std::string& right)
{
    const auto of_day = [](const std::string& text) {
        const auto two = [&](std::size_t at) { return std::atoll(text.substr(at, 2).c_str()); };
        return two(11) * 3600 + two(14) * 60 + two(17);
    };
    if (left.size() < 19 || right.size() < 19) return 0;
    const std::int64_t apart = std::llabs(of_day(left) - of_day(right));
    return std::min<std::int64_t>(apart, 86'400 - apart);  // also right across midnight
}

}  // namespace

application::DatabaseCheck check_database(const StoreAddress& address, const application::Clock& clock)
{
    const auto connection = connect(address.url);
    application::DatabaseCheck check;
    check.facts = connection->describe();
    const std::string now = fact(check.facts, "now_utc");
    if (!now.empty()) {
        const std::int64_t apart = seconds_between(now, clock.now_utc());
        check.facts.push_back({"clock_difference_seconds", std::to_string(apart)});
        if (apart > 5) check.findings.emplace_back("database.clock_differs");
    }
    const std::string space = fact(check.facts, "free_bytes");
    if (!space.empty() && std::atoll(space.c_str()) < kLittleSpace)
        check.findings.emplace_back("database.little_space");
    if (fact(check.facts, "read_only") == "1") check.findings.emplace_back("database.read_only");
    const std::string charset = fact(check.facts, "schema_charset");
    if (!charset.empty() && charset != "utf8mb4 utf8mb4_bin")
        check.findings.emplace_back("database.schema_charset");
    if (fact(check.facts, "flush_log_at_commit") != "" && fact(check.facts, "flush_log_at_commit") != "1")
        check.findings.emplace_back("database.commit_not_durable");
    return check;
}

}  // namespace furusato::persistence
