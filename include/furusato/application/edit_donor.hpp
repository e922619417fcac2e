#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donor_record.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

/// What a clerk changes of a donor, from which day on, and why.
struct DonorChange {
    domain::DonorId donor;
    /// Fields by key (editable_donor_fields) and what was typed.
    std::vector<std::pair<std::string, std::string>> fields{};
    std::vector<domain::AddressKind> ended{};  // delivery or documents addresses that there are no longer
    std::optional<domain::Date> valid_from{};  // for names and addresses; default: the business date
    std::optional<domain::Date> valid_to{};  // for something passing; what held before holds again afterwards
    std::string reason;
    std::optional<int> version{};  // refused when the donor has another one by now
    Caller caller;
};

struct ChangedDonor {
    domain::DonorRecord record;
    std::vector<FieldChange> changes;
    domain::OperationId operation;
};

/// "name", "kana", "phone", "mail", "mail_opt_out", "address_protected", "remark", and "registered.city" and the like for the parts of the
/// three addresses.
const std::vector<std::string>& editable_donor_fields();

/// Changes what clerks keep of a donor. Names and addresses hold from a day on; donations and receipts keep what they were given with
/// (rules.md 1.8).
class EditDonor {
public:
    EditDonor(Store& store, const Digests& digests, const Clock& clock, const domain::EraTable& eras,
        const portal_import::NameFolds& folds)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}, eras_{eras}, folds_{folds}
    {}

    /// Throws Refusal: NotFound "donor.unknown"; Invalid "field.unknown", "field.invalid", "reason.missing", "reason.invalid",
    /// "donor.nothing_changed", "donor.period"; Conflict "donor.changed_meanwhile" (with both values), "donor.changed_elsewhere",
    /// "donor.erased".
    ChangedDonor execute(const DonorChange& change);

private:
    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
    const domain::EraTable& eras_;
    const portal_import::NameFolds& folds_;
};

}  // namespace furusato::application
