#pragma once

#include <vector>

#include "furusato/domain/opening_days.hpp"
#include "furusato/domain/tax_year.hpp"

namespace furusato::domain {

/// Until when one-stop requests of a tax year must have arrived: one line of etc/rules/one_stop.json.
struct OneStopLimitRule {
    int first_tax_year = 0;
    int month = 1;  // of the next year
    int day = 10;
    bool is_shifted = true;  // to the next open day; cities differ
};

/// 申請書の提出期限 (地方税法附則7条, 20条の5; rules.md 2.7, 2.8).
class OneStopLimits {
public:
    /// Throws std::invalid_argument without a rule or with two of the same year.
    OneStopLimits(std::vector<OneStopLimitRule> rules, OpeningDays days);

    /// The last day on which a request of that year counts; the earliest rule also holds for years before it.
    Date of(TaxYear year) const;

private:
    std::vector<OneStopLimitRule> rules_;  // latest first
    OpeningDays days_;
};

}  // namespace furusato::domain
