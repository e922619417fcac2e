#include "furusato/domain/one_stop_limit.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace furusato::domain {

OneStopLimits::OneStopLimits(std::vector<OneStopLimitRule> rules, OpeningDays days)
    : rules_{std::move(rules)}, days_{std::move(days)}
{
    if (rules_.empty()) throw std::invalid_argument{"no limit for one-stop requests"};
    std::sort(rules_.begin(), rules_.end(),
        [](const auto& left, const auto& right) { return left.first_tax_year > right.first_tax_year; });
    const auto same = std::adjacent_find(rules_.begin(), rules_.end(),
        [](const auto& left, const auto& right) { return left.first_tax_year == right.first_tax_year; });
    if (same != rules_.end()) throw std::invalid_argument{"two limits from one tax year"};
}

Date OneStopLimits::of(TaxYear year) const
{
    const auto found = std::find_if(
        rules_.begin(), rules_.end(), [&](const auto& rule) { return rule.first_tax_year <= year.value(); });
    const OneStopLimitRule& rule = found == rules_.end() ? rules_.back() : *found;
    const Date day{year.value() + 1, rule.month, rule.day};
    return rule.is_shifted ? days_.first_open_from(day) : day;
}

}  // namespace furusato::domain
