#include "support/shipped_rules.hpp"

#include "main/payment_profiles.hpp"
#include "main/portal_profiles.hpp"
#include "main/receipt_wording_file.hpp"
#include "main/rule_files.hpp"

namespace furusato::tests {

std::filesystem::path source_path(const std::filesystem::path& relative)
{
    return std::filesystem::path{FURUSATO_SOURCE_DIR} / relative;
}

application::ImportRules shipped_import_rules()
{
    static const auto kProfiles = composition::read_portal_profiles(source_path("etc/portals"));
    static const auto kDates =
        composition::read_received_date_rules(source_path("etc/rules/received_date.json"));
    static const auto kFolds = composition::read_name_folds(source_path("etc/reference/kanji_variants.csv"));
    static const auto kScheme =
        composition::read_corporate_scheme(source_path("etc/rules/corporate_scheme.json"));
    static const auto kMatching =
        composition::read_donor_match_rules(source_path("etc/rules/donor_matching.json"));
    return {kProfiles, shipped_eras(), kDates, kFolds, kScheme, kMatching};
}

const domain::EraTable& shipped_eras()
{
    static const auto kEras = composition::read_eras(source_path("etc/rules/eras.json"));
    return kEras;
}

const std::vector<application::PaymentProfile>& shipped_payment_profiles()
{
    static const auto kProfiles = composition::read_payment_profiles(source_path("etc/payments"));
    return kProfiles;
}

std::vector<application::ReceiptWording> shipped_wordings()
{
    return composition::read_receipt_wordings(source_path("etc/rules/receipt_wording.json"));
}

}  // namespace furusato::tests
