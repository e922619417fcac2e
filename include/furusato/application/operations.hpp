#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/anchor.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::application {

/// Who does what and why: the head of every write.
struct OperationStart {
    std::string kind;  // "import", "receipt.issue", "gift.import" …
    std::string actor;
    std::string source;  // "portal", "clerk", "system"
    std::string source_key;
    std::string reason;
    domain::Date business_date;
};

struct FieldChange {
    std::string field;
    std::string old_value;
    std::string new_value;
    std::string value_digest{};  // of what stood there before retention masked it; empty: nothing is masked
};

/// What the chain covers of a field's values, keyed: they are personal data.
std::string digest_of(const Digests& digests, const FieldChange& change);

/// One record touched by an operation: the keyed digest of the whole record afterwards, and changed fields if it was there before.
struct HistoryEntry {
    std::string entity;  // "donation", "gift", "receipt" …
    std::int64_t entity_id = 0;
    std::string action;  // "created", "changed"
    std::string digest;
    std::vector<FieldChange> fields;
};

/// One link of the audit chain as stored.
struct AuditLink {
    std::string lane;
    std::int64_t number = 0;
    domain::OperationId operation;
    std::int64_t entries = 0;
    std::string entries_digest;
    std::string previous_link;
    std::string link;
};

/// An operation as stored.
struct StoredOperation {
    domain::OperationId id;
    OperationStart start;
    std::string started_at;
    std::string finished_at{};  // empty while it is open
    std::string idempotency_key{};
};

/// What one operation did to a record.
struct RecordedChange {
    StoredOperation operation;
    std::string action;
    std::vector<FieldChange> fields;
};

/// Repository: operations, history, the chain over them and its anchors.
class Operations {
public:
    virtual ~Operations() = default;
    virtual void begin(
        domain::OperationId id, const OperationStart& start, const std::string& started_at) = 0;
    virtual void add_history(domain::OperationId id, const std::vector<HistoryEntry>& entries) = 0;
    /// Marks the operation done; from now on reports see it.
    virtual void finish(domain::OperationId id, const std::string& finished_at) = 0;
    virtual StoredOperation find(domain::OperationId id) = 0;
    virtual std::optional<StoredOperation> find_if_there(domain::OperationId id) = 0;
    /// The business date of an operation; nullopt where there is none that can be read.
    virtual std::optional<domain::Date> day_of(domain::OperationId id) = 0;
    /// The operations from `first` on that carry this key, in order.
    virtual std::vector<domain::OperationId> with_source_key(
        const std::string& source_key, domain::OperationId first) = 0;
    virtual std::vector<domain::OperationId> open_operations() = 0;

    /// The digests of an operation's entries in order of entity and id.
    virtual void for_each_digest(
        domain::OperationId id, const std::function<void(const std::string& entity, std::int64_t entity_id,
                                    const std::string& action, const std::string& digest)>& visit) = 0;
    /// The changed fields of an operation in order of entity, id and field.
    virtual void for_each_field(
        domain::OperationId id, const std::function<void(const std::string& entity, std::int64_t entity_id,
                                    const FieldChange& change)>& visit) = 0;
    /// Puts these texts, with the digest of what they replace, in place of a field's values.
    virtual void mask_field(domain::OperationId id, const std::string& entity, std::int64_t entity_id,
        const FieldChange& masked) = 0;
    /// Everything that was done to a record, oldest first (open operations included).
    virtual std::vector<RecordedChange> history_of(const std::string& entity, std::int64_t entity_id) = 0;
    /// The fields of a record that clerks set (source "clerk") and did not put back ("donation.undo").
    virtual std::set<std::string> fields_set_by_clerks(const std::string& entity, std::int64_t entity_id) = 0;
    /// The digest that each record of one kind must have now, in order of its id (open operations included), and how many entries the record
    /// has: a donation's, donor's or ticket's by the operation that it says changed it last, other records' by the one with the newest link. Records that are gone are
    /// among them; a digest that is missing is empty.
    virtual void for_each_newest_digest(const std::string& entity,
        const std::function<void(std::int64_t entity_id, const std::string& digest, int entries)>& visit) = 0;

    /// The digests that operations left of one record, in order of their links (open ones last).
    virtual std::vector<std::pair<domain::OperationId, std::string>> digests_of(
        const std::string& entity, std::int64_t entity_id) = 0;

    virtual std::optional<AuditLink> last_link(const std::string& lane) = 0;
    virtual void add_link(const AuditLink& link) = 0;
    /// All links in order of lane and number.
    virtual void for_each_link(const std::function<void(const AuditLink&)>& visit) = 0;
    /// Done operations that no link covers: each is a finding.
    virtual std::vector<domain::OperationId> done_without_link() = 0;
    /// Operations that a link covers although they are not done.
    virtual std::vector<domain::OperationId> linked_but_open() = 0;
    virtual std::optional<AuditLink> link_of_operation(domain::OperationId id) = 0;

    /// The lanes of the chain, in order.
    virtual std::vector<std::string> lanes() = 0;
    virtual std::optional<AuditLink> find_link(const std::string& lane, std::int64_t number) = 0;
    /// Links of a lane with numbers beyond `after`, up to `through`.
    virtual std::int64_t count_links(const std::string& lane, std::int64_t after, std::int64_t through) = 0;
    /// The business dates of a lane's operations with numbers beyond `after`, in order of their links; dates that cannot be read are left out.
    virtual std::vector<domain::Date> days_after(const std::string& lane, std::int64_t after) = 0;
    /// Throws DuplicateKey when the day has one.
    virtual void add_anchor(const Anchor& anchor) = 0;
    virtual std::optional<Anchor> last_anchor() = 0;
    /// The first anchor that covers a link.
    virtual std::optional<Anchor> covering_anchor(const std::string& lane, std::int64_t number) = 0;
    /// Those of these days, both ends inclusive, in the order in which they were made.
    virtual std::vector<Anchor> anchors(
        const std::optional<domain::Date>& from, const std::optional<domain::Date>& through) = 0;
};

}  // namespace furusato::application
