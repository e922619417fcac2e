#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace furusato::domain {

/// A valid day of the Gregorian calendar in Japan (JST), 1873 to 9999.
class Date {
public:
    /// Throws std::out_of_range for a day that does not exist.
    Date(int year, int month, int day);

    /// The day with these parts, nullopt when there is none (2026-02-30).
    static std::optional<Date> of(int year, int month, int day);

    /// Reads "YYYY-MM-DD" only; nullopt for anything else.
    static std::optional<Date> parse_iso(std::string_view text);

    /// The day that lies this many days after 1970-01-01.
    static Date from_day_number(std::int64_t days);

    int year() const { return year_; }
    int month() const { return month_; }
    int day() const { return day_; }

    /// Days since 1970-01-01.
    std::int64_t day_number() const;
    /// 0 = Sunday … 6 = Saturday.
    int weekday() const;
    Date plus_days(std::int64_t days) const { return from_day_number(day_number() + days); }
    std::string iso() const;
    /// "YYYY-MM".
    std::string iso_month() const;

    friend auto operator<=>(const Date&, const Date&) = default;

private:
    std::int16_t year_;
    std::int8_t month_;
    std::int8_t day_;
};

}  // namespace furusato::domain
