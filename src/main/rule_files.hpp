#pragma once

#include <filesystem>
#include <vector>

#include "furusato/domain/corporate_scheme.hpp"
#include "furusato/domain/donor_likeness.hpp"
#include "furusato/domain/one_stop_limit.hpp"
#include "furusato/domain/received_date_rule.hpp"
#include "furusato/domain/retention.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::composition {

/// etc/rules/eras.json. Each reader throws domain::Refusal{Invalid, "rules.invalid"} naming the file and the
/// reason.
domain::EraTable read_eras(const std::filesystem::path& file);

/// etc/rules/received_date.json.
domain::ReceivedDateRules read_received_date_rules(const std::filesystem::path& file);

/// etc/rules/one_stop.json, and the public holidays of etc/reference/holidays.csv.
domain::OneStopLimits read_one_stop_limits(
    const std::filesystem::path& file, const std::filesystem::path& holidays);

/// etc/rules/corporate_scheme.json.
domain::CorporateScheme read_corporate_scheme(const std::filesystem::path& file);

/// etc/rules/donor_matching.json.
domain::DonorMatchRules read_donor_match_rules(const std::filesystem::path& file);

/// etc/rules/retention.json.
std::vector<domain::RetentionRule> read_retention_rules(const std::filesystem::path& file);

/// etc/reference/kanji_variants.csv.
portal_import::NameFolds read_name_folds(const std::filesystem::path& file);

}  // namespace furusato::composition
