#pragma once

#include <compare>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// 指定対象期間: October to September, named by the year in which it starts (rules.md 4.2). Cost ceilings.
class DesignationPeriod {
public:
    constexpr explicit DesignationPeriod(int start_year) : start_year_{start_year} {}
    static DesignationPeriod of(const Date& date)
    {
        return DesignationPeriod{date.month() >= 10 ? date.year() : date.year() - 1};
    }

    constexpr int value() const { return start_year_; }
    Date first_day() const { return Date{start_year_, 10, 1}; }
    Date last_day() const { return Date{start_year_ + 1, 9, 30}; }

    friend constexpr auto operator<=>(DesignationPeriod, DesignationPeriod) = default;

private:
    int start_year_;
};

}  // namespace furusato::domain
