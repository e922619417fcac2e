#pragma once

#include <compare>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// 年分: January to December of the day of receipt (rules.md 1.6). Receipts and one-stop requests.
class TaxYear {
public:
    constexpr explicit TaxYear(int year) : year_{year} {}
    static TaxYear of(const Date& date) { return TaxYear{date.year()}; }

    constexpr int value() const { return year_; }
    Date first_day() const { return Date{year_, 1, 1}; }
    Date last_day() const { return Date{year_, 12, 31}; }

    friend constexpr auto operator<=>(TaxYear, TaxYear) = default;

private:
    int year_;
};

}  // namespace furusato::domain
