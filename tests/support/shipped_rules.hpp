#pragma once

#include <filesystem>
#include <vector>

#include "furusato/application/import_portal_csv.hpp"
#include "furusato/application/match_payments.hpp"
#include "furusato/application/receipt_wording.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::tests {

/// A folder or file of the source tree.
std::filesystem::path source_path(const std::filesystem::path& relative);

/// Profiles, law and folds as they ship in etc/, read once.
application::ImportRules shipped_import_rules();
const domain::EraTable& shipped_eras();
std::vector<application::ReceiptWording> shipped_wordings();
const std::vector<application::PaymentProfile>& shipped_payment_profiles();

}  // namespace furusato::tests
