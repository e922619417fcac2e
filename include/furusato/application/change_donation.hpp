#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/payment_event.hpp"
#include "furusato/domain/received_date_rule.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

/// Which donation, why, and which version the clerk was looking at.
struct DonationChange {
    std::string number;  // donation, portal order or receipt number
    std::string reason;
    std::optional<int> version;  // refused when the donation has another one by now
    Caller caller;
};

/// The fields of a donation that clerks may set, by column name.
const std::vector<std::string>& editable_fields();

/// A field by its column name, and what the clerk typed.
using TypedField = std::pair<std::string, std::string>;

/// A gift line that is put right: `text` is "SN002", "SN002x2" or, with its part of the donation, "SN002x2:8000".
struct GiftEdit {
    enum class Kind { Replace, Add, Remove };
    Kind kind = Kind::Replace;
    int line = 0;  // its number; 0 in Replace and Remove: the only one there is
    std::string text{};
};

struct GiftEdits {
    std::vector<GiftEdit> edits{};
    bool accepts_less = false;  // the donation may be less than the gifts require (必要寄附金額)
};

/// Money that came in.
struct PaymentFacts {
    std::optional<domain::Date>
        paid_on{};  // default: the business date, where the rule needs a day of payment
    std::optional<domain::Date> received_on{};  // instead of the rule's day; needs a reason
    std::optional<domain::Yen> amount{};        // where it differs from the donation's; needs a reason
};

struct ChangedDonation {
    domain::Donation donation;
    std::vector<FieldChange> changes;
    domain::OperationId operation;
};

/// What a change is checked against.
struct ChangeRules {
    const domain::EraTable& eras;
    const domain::ReceivedDateRules& received_date_rules;
    const portal_import::NameFolds& folds;
    std::int64_t donation_max_yen = 100'000'000;
};

/// Changes that clerks make, each one an operation with its reason, history and revenue entries; nothing is erased.
class ChangeDonation {
public:
    ChangeDonation(Store& store, const Digests& digests, const Clock& clock, ChangeRules rules)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}, rules_{rules}
    {}

    /// Sets fields. Throws Refusal: Invalid "field.unknown", "field.invalid", "reason.missing", "donation.nothing_changed"; Conflict
    /// "edit.changed_meanwhile" (with both values), "edit.changed_elsewhere", "edit.receipt_issued", "books.closed", "donation.state",
    /// "donation.purposes_several";
    /// NotFound "donation.unknown". Gifts need a reason, and may be refused with Invalid "gift.typed_wrong", "entry.gift_unknown",
    /// "gift.line_unknown", "gift.line_missing", "gift.amounts_differ" (the lines' yen must add up), Conflict "gift.on_its_way",
    /// "gift.not_offered", "gift.exceeds_donation" (a question).
    ChangedDonation edit(
        const DonationChange& change, const std::vector<TypedField>& fields, const GiftEdits& gifts = {});
    /// awaiting_payment → received, on the day of the dated rule (rules.md 1.5) or with a reason on another one.
    ChangedDonation pay(const DonationChange& change, const PaymentFacts& facts);
    /// The former system's receipt no longer holds: the donation may be changed and gets one of ours. Needs a reason. Throws Refusal as
    /// edit(), and NotFound "receipt.unknown".
    ChangedDonation void_former_receipt(const DonationChange& change);
    /// Cancels gifts that are not on their way yet, as those of residents (rules.md 5.9); donation and receipt stay. Needs a reason.
    ChangedDonation drop_gifts(const DonationChange& change);
    /// Cancel, Refund, Refuse or TakeBack on a day (default: the business date). All need a reason.
    ChangedDonation end(
        const DonationChange& change, domain::PaymentEvent event, std::optional<domain::Date> day);

private:
    using Apply = std::function<void(Records& records, domain::Donation& donation)>;
    ChangedDonation perform(const std::string& kind, const DonationChange& change,
        const std::vector<TypedField>& fields, const Apply& apply, std::int64_t new_lines = 0);

    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
    ChangeRules rules_;
};

}  // namespace furusato::application
