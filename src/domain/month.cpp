#include "furusato/domain/month.hpp"

#include <cstdint>
#include <stdexcept>

#include "domain/ascii.hpp"

namespace furusato::domain {

Month::Month(int year, int month) : year_{year}, month_{month}
{
    if (!Date::of(year, month, 1)) throw std::out_of_range{"month"};
}

std::optional<Month> Month::parse_iso(std::string_view text)
{
    const auto day = Date::parse_iso(std::string{text} + "-01");
    if (!day) return std::nullopt;
    return of(*day);
}

Month Month::plus_months(int months) const
{
    const std::int64_t count = std::int64_t{year_} * 12 + (month_ - 1) + months;
    return Month{static_cast<int>(count / 12), static_cast<int>(count % 12) + 1};
}

Date Month::last_day() const
{
    constexpr int shortest_month = 28;
    int day = shortest_month;
    while (Date::of(year_, month_, day + 1)) ++day;
    return Date{year_, month_, day};
}

std::string Month::iso() const
{
    return zero_padded(year_, 4) + "-" + zero_padded(month_, 2);
}

}  // namespace furusato::domain
