#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// One calendar month, e.g. 2026-04.
class Month {
public:
    /// Throws std::out_of_range for a month outside 1 to 12 or a year outside 1873 to 9999.
    Month(int year, int month);
    static Month of(const Date& date) { return Month{date.year(), date.month()}; }
    /// Reads "YYYY-MM" only; nullopt for anything else.
    static std::optional<Month> parse_iso(std::string_view text);

    int year() const { return year_; }
    int month() const { return month_; }
    Month plus_months(int months) const;
    Date first_day() const { return Date{year_, month_, 1}; }
    Date last_day() const;
    std::string iso() const;

    friend auto operator<=>(const Month&, const Month&) = default;

private:
    int year_;
    int month_;
};

}  // namespace furusato::domain
