#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/change_donation.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

/// The same change of everything that a filter leaves: fields, or one event (Cancel, Refund, Refuse).
struct BulkChange {
    DonationFilter filter;
    std::vector<TypedField> fields;
    std::optional<domain::PaymentEvent> event{};
    std::string reason;
    Caller caller;
};

/// What becomes, or would become, of one donation.
struct BulkItem {
    std::string number;
    std::string name;
    domain::Yen amount;
    std::vector<FieldChange> changes;
    std::optional<domain::Refusal> refusal{};  // stays as it is, because
};

struct BulkCounts {
    domain::OperationId
        first;  // the number under which all of it can be undone; 0 for a preview or when nothing changed
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;
    std::int64_t refused = 0;
};

/// Changes many donations at once, in operations of a few donations each that carry one number: shown before it is done, and undone
/// by that number. A kill in the middle leaves whole operations; doing or undoing it again does the rest.
class ChangeDonations {
public:
    using Visit = std::function<void(const BulkItem&)>;  // changed and refused ones, in order of entry

    ChangeDonations(Store& store, const Digests& digests, const Clock& clock, ChangeRules rules)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}, rules_{rules}
    {}

    /// Throws Refusal{Invalid}: "bulk.everything" for a filter that leaves out nothing, "field.unknown", "field.invalid",
    /// "reason.missing", "bulk.two_things"; what stands against single donations is told with them.
    BulkCounts preview(const BulkChange& change, const Visit& visit);
    BulkCounts apply(const BulkChange& change, const Visit& visit);

    /// Takes back a change by the number of its operation, a bulk change by that of any of its operations; what was taken back once
    /// stays as it is. A donation whose fields somebody
    /// changed since stays and is told with "undo.changed_since". Throws Refusal: NotFound "undo.unknown", Conflict "undo.not_possible",
    /// Invalid "reason.missing".
    BulkCounts undo(
        domain::OperationId operation, const std::string& reason, const Caller& caller, const Visit& visit);

private:
    using Change = std::function<void(Records&, domain::Donation&)>;
    /// A donation with what is to be done to it.
    struct Item {
        domain::DonationId id;
        std::shared_ptr<const Change> change;
    };
    struct Run;

    std::vector<Item> select(const BulkChange& change);
    std::vector<Item> changes_to_undo(domain::OperationId first);
    BulkItem try_change(Records& records, const domain::Donation& before, const Change& change,
        const Run& run, domain::Donation& after) const;
    BulkCounts run_all(const std::vector<Item>& items, const Run& run, const Visit& visit);
    void run_batch(const std::vector<Item>& batch, const Run& run, BulkCounts& counts, const Visit& visit);

    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
    ChangeRules rules_;
};

}  // namespace furusato::application
