#include "cli/instants.hpp"

#include <cstdlib>

#include "furusato/domain/date.hpp"

namespace furusato::cli {

std::string in_japan(const std::string& instant)
{
    constexpr int kOffset = 9;
    const auto day = domain::Date::parse_iso(instant.substr(0, 10));
    if (!day || instant.size() < 16) return instant;
    const int hour = std::atoi(instant.substr(11, 2).c_str()) + kOffset;
    const std::string digits = std::to_string(100 + hour % 24).substr(1);
    return day->plus_days(hour / 24).iso() + " " + digits + instant.substr(13, 3);
}

}  // namespace furusato::cli
