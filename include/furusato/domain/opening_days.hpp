#pragma once

#include <set>

#include "furusato/domain/date.hpp"

namespace furusato::domain {

/// Days on which the city's offices are open: not on Saturdays, Sundays, public holidays and from 29 December to 3 January (rules.md 8.7;
/// 地方自治法4条の2).
class OpeningDays {
public:
    /// `holidays` as etc/reference/holidays.csv tells them; days beyond its last year know only weekends and the turn of the year.
    explicit OpeningDays(std::set<Date> holidays) : holidays_{std::move(holidays)} {}

    bool is_open(const Date& day) const;
    /// The day itself or the next open one: where the end of a limit moves to (地方税法20条の5).
    Date first_open_from(Date day) const;
    /// Whether the public holidays of the day's year are known.
    bool covers(const Date& day) const;

private:
    std::set<Date> holidays_;
};

}  // namespace furusato::domain
