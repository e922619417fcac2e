#include "furusato/application/audit_trail.hpp"

#include "application/make_anchor.hpp"
#include "furusato/domain/retention.hpp"

namespace furusato::application {
namespace {

// The command line writes one lane; a service process will have lanes of its own, so that they never wait for each other's head.
constexpr auto kLane = "cli";
constexpr char kSeparator = '\x1f';

}  // namespace

std::string digest_of(const Digests& digests, const FieldChange& change)
{
    const auto is_nothing = [](const std::string& value) {
        return value.empty() || value == domain::kMaskedText;
    };
    // The digest counts only where the values are gone: nobody hides another value behind it.
    if (!change.value_digest.empty() && is_nothing(change.old_value) && is_nothing(change.new_value))
        return change.value_digest;
    std::string text = change.field + kSeparator + change.old_value + kSeparator + change.new_value;
    if (!change.value_digest.empty()) text += kSeparator + change.value_digest;  // where none belongs
    return digests.keyed_hex(text);
}

domain::OperationId AuditTrail::perform(const OperationStart& start, const Work& work)
{
    const domain::OperationId operation{store_.draw_ids("operation", 1)};
    store_.write(Durability::Confirmed, [&](Records& records) {
        std::vector<HistoryEntry> touched;
        records.operations.begin(operation, start, clock_.now_utc());
        Work from_its_start = work;  // after a conflict it runs again: what it holds by value is as it was
        from_its_start(records, operation, touched);
        records.operations.add_history(operation, touched);
        close(records, operation, seal(records, operation));
    });
    return operation;
}

EntriesSeal AuditTrail::seal(
    Records& records, domain::OperationId operation, const std::vector<HistoryEntry>& to_come) const
{
    const auto digest = digests_.sha256();
    EntriesSeal seal;
    const auto add = [&](const std::string& entity, std::int64_t id, const std::string& action,
                         const std::string& entry) {
        ++seal.entries;
        digest->add(
            entity + kSeparator + std::to_string(id) + kSeparator + action + kSeparator + entry + "\n");
    };
    records.operations.for_each_digest(operation, add);
    for (const HistoryEntry& entry : to_come) add(entry.entity, entry.entity_id, entry.action, entry.digest);
    // Values of fields are personal data: only their keyed digests enter the chain.
    records.operations.for_each_field(
        operation, [&](const std::string& entity, std::int64_t id, const FieldChange& change) {
            digest->add(
                entity + kSeparator + std::to_string(id) + kSeparator + digest_of(digests_, change) + "\n");
        });
    seal.digest = digest->hex();
    return seal;
}

std::string AuditTrail::link_of(const std::string& previous_link, const StoredOperation& operation,
    const EntriesSeal& seal, const std::string& lane) const
{
    const OperationStart& start = operation.start;
    std::string text = previous_link;
    for (const std::string& part : {std::to_string(operation.id.value), start.kind, start.actor, start.source,
             start.source_key, start.reason, start.business_date.iso(), operation.started_at,
             std::to_string(seal.entries), seal.digest}) {
        text += kSeparator + part;
    }
    // Each only where there is one: the text of what has none stays what it was.
    if (!operation.finished_at.empty()) text += kSeparator + ("finished " + operation.finished_at);
    if (!operation.idempotency_key.empty()) text += kSeparator + ("key " + operation.idempotency_key);
    if (lane != kLane) text += kSeparator + ("lane " + lane);
    return digests_.sha256_hex(text);
}

void AuditTrail::close(Records& records, domain::OperationId operation, const EntriesSeal& seal) const
{
    const auto last = records.operations.last_link(kLane);
    StoredOperation stored = records.operations.find(operation);
    stored.finished_at = clock_.now_utc();
    if (last) seal_day_before(records, digests_, *last, stored, clock_.today());
    const std::string previous = last ? last->link : std::string(64, '0');
    const std::string link = link_of(previous, stored, seal, kLane);
    records.operations.add_link(
        {kLane, last ? last->number + 1 : 1, operation, seal.entries, seal.digest, previous, link});
    records.operations.finish(operation, stored.finished_at);
}

}  // namespace furusato::application
