#include "furusato/domain/corporate_scheme.hpp"

#include <algorithm>

namespace furusato::domain {

bool CorporateScheme::may_cover(DonorKind kind, Yen amount, const Date& applied_on, bool is_in_the_city) const
{
    if (kind != DonorKind::Corporation || is_in_the_city) return false;
    return std::any_of(rules_.begin(), rules_.end(), [&](const CorporateSchemeRule& rule) {
        return rule.from <= applied_on && applied_on <= rule.through && amount >= rule.minimum;
    });
}

}  // namespace furusato::domain
