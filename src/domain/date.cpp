#include "furusato/domain/date.hpp"

#include <chrono>
#include <stdexcept>

#include "domain/ascii.hpp"

namespace furusato::domain {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kFirstYear = 1873;  // Japan counts Gregorian days since 1873-01-01
constexpr int kLastYear = 9999;

constexpr year_month_day calendar_day(int year, int month, int day)
{
    return {std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}};
}

constexpr std::int64_t day_number_of(const year_month_day& day)
{
    return sys_days{day}.time_since_epoch().count();
}

bool exists(int year, int month, int day)
{
    if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > 31) return false;
    return calendar_day(year, month, day).ok();
}

}  // namespace

Date::Date(int year, int month, int day)
    : year_{static_cast<std::int16_t>(year)},
      month_{static_cast<std::int8_t>(month)},
      day_{static_cast<std::int8_t>(day)}
{
    if (!exists(year, month, day)) throw std::out_of_range{"date"};
}

std::optional<Date> Date::of(int year, int month, int day)
{
    if (!exists(year, month, day)) return std::nullopt;
    return Date{year, month, day};
}

std::optional<Date> Date::parse_iso(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits_value(text.substr(0, 4));
    const auto month = digits_value(text.substr(5, 2));
    const auto day = digits_value(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return of(static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day));
}

Date Date::from_day_number(std::int64_t days)
{
    constexpr auto first = day_number_of(calendar_day(kFirstYear, 1, 1));
    constexpr auto last = day_number_of(calendar_day(kLastYear, 12, 31));
    if (days < first || days > last) throw std::out_of_range{"day number"};
    const year_month_day day{sys_days{std::chrono::days{days}}};
    return Date{static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
        static_cast<int>(static_cast<unsigned>(day.day()))};
}

std::int64_t Date::day_number() const
{
    return day_number_of(calendar_day(year_, month_, day_));
}

int Date::weekday() const
{
    const std::chrono::weekday weekday{sys_days{calendar_day(year_, month_, day_)}};
    return static_cast<int>(weekday.c_encoding());
}

std::string Date::iso() const
{
    std::string text = "0000-00-00";
    const auto write = [&text](std::size_t end, int number) {
        for (; number > 0; number /= 10) text[--end] = static_cast<char>('0' + number % 10);
    };
    write(4, year_);
    write(7, month_);
    write(10, day_);
    return text;
}

std::string Date::iso_month() const
{
    return iso().substr(0, 7);
}

}  // namespace furusato::domain
