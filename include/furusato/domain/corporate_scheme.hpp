#pragma once

#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/donor.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::domain {

/// From when to when corporations can give under 企業版, and how much at least: one line of etc/rules/corporate_scheme.json.
struct CorporateSchemeRule {
    Date from;
    Date through;
    Yen minimum;
};

/// 企業版ふるさと納税 is a scheme with a ledger of its own, never mixed into this one's figures (rules.md 5.10).
class CorporateScheme {
public:
    explicit CorporateScheme(std::vector<CorporateSchemeRule> rules) : rules_{std::move(rules)} {}

    /// Whether a donation may belong there and somebody has to ask: of a corporation whose head office lies outside the city, of the
    /// least amount of its day of application or more. Nothing else ever does.
    bool may_cover(DonorKind kind, Yen amount, const Date& applied_on, bool is_in_the_city) const;
    const std::vector<CorporateSchemeRule>& rules() const { return rules_; }

private:
    std::vector<CorporateSchemeRule> rules_;
};

}  // namespace furusato::domain
