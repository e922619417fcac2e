#pragma once

#include <compare>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// 年度: April to March, named by the year in which it starts (地方自治法208条; rules.md 8.2). Revenue and targets.
class FiscalYear {
public:
    constexpr explicit FiscalYear(int start_year) : start_year_{start_year} {}
    static FiscalYear of(const Date& date)
    {
        return FiscalYear{date.month() >= 4 ? date.year() : date.year() - 1};
    }

    constexpr int value() const { return start_year_; }
    Date first_day() const { return Date{start_year_, 4, 1}; }
    Date last_day() const { return Date{start_year_ + 1, 3, 31}; }
    /// The last day of 出納整理期間, 31 May (地方自治法235条の5; rules.md 5.1).
    Date books_close_on() const { return Date{start_year_ + 1, 5, 31}; }

    friend constexpr auto operator<=>(FiscalYear, FiscalYear) = default;

private:
    int start_year_;
};

}  // namespace furusato::domain
