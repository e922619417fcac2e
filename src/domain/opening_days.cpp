#include "furusato/domain/opening_days.hpp"

namespace furusato::domain {
namespace {

bool is_turn_of_the_year(const Date& day)
{
    return (day.month() == 12 && day.day() >= 29) || (day.month() == 1 && day.day() <= 3);
}

}  // namespace

bool OpeningDays::is_open(const Date& day) const
{
    constexpr int kSunday = 0;
    constexpr int kSaturday = 6;
    const bool is_weekend = day.weekday() == kSunday || day.weekday() == kSaturday;
    return !is_weekend && !is_turn_of_the_year(day) && holidays_.count(day) == 0;
}

Date OpeningDays::first_open_from(Date day) const
{
    while (!is_open(day)) day = day.plus_days(1);
    return day;
}

bool OpeningDays::covers(const Date& day) const
{
    return !holidays_.empty() && day.year() >= holidays_.begin()->year() &&
           day.year() <= holidays_.rbegin()->year();
}

}  // namespace furusato::domain
