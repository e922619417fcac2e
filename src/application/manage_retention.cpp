#include "furusato/application/manage_retention.hpp"

#include <algorithm>

#include "application/apply_change.hpp"
#include "application/deletion_digest.hpp"
#include "application/disposed_archives.hpp"
#include "application/erase_person.hpp"
#include "application/erasing_turn.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;
using domain::RetentionSubject;

constexpr std::size_t kBatch = 50;               // records of one short transaction
constexpr std::int64_t kContactsAtOnce = 5'000;  // each time looks through all that may use them

std::int64_t count_of(const std::vector<DueRecord>& records)
{
    std::int64_t count = 0;
    for (const DueRecord& record : records) count += record.count;
    return count;
}

/// The last day whose looks the ledger of deletions has told of.
std::optional<domain::Date> looks_told_through(Records& records)
{
    std::optional<domain::Date> through;
    for (const Deletion& deletion : records.retention.deletions()) {
        const bool is_later = !through || *through < deletion.last_day;
        if (deletion.subject == RetentionSubject::AccessLog && is_later) through = deletion.last_day;
    }
    return through;
}

/// Erases one record inside the operation and gives how many it held; 0 when it is no longer as it was found.
std::int64_t erase_one(Records& records, PersonEraser& eraser, RetentionSubject subject,
    const DueRecord& record, const domain::Date& today, std::vector<HistoryEntry>& touched)
{
    switch (subject) {
        case RetentionSubject::GiftRecipient: return eraser.erase_recipients(record, touched) ? 1 : 0;
        case RetentionSubject::DonationContact: return eraser.erase_donation(record, touched) ? 1 : 0;
        case RetentionSubject::PaymentPayer: return eraser.erase_payer(record, touched) ? 1 : 0;
        case RetentionSubject::ParkedRows: return records.retention.blank_rows({record.id});
        case RetentionSubject::ImportArchive:
            return records.import_jobs.set_archive_disposed({record.id}, today) ? 1 : 0;
        case RetentionSubject::AccessLog:  // gone after the ledger has told it
            return looks_told_through(records) >= record.completed_on ? 0 : record.count;
    }
    return 0;
}

/// History names what was erased outside donations and payments, which tell it themselves.
void tell(RetentionSubject subject, const DueRecord& record, const Digests& digests,
    std::vector<HistoryEntry>& touched)
{
    const std::string entity = entity_of(subject);
    if (entity == "donation" || entity == "payment") return;
    touched.push_back(
        {entity, record.id, "masked", digests.keyed_hex(entity + '\x1f' + std::to_string(record.id)), {}});
}

}  // namespace

/// One call of run().
struct ManageRetention::Run {
    std::int64_t number = 0;
    const std::string& reason;
    const Caller& caller;
    const ErasingTurn& turn;
    std::int64_t done = 0;
    std::int64_t in_all = 0;
};

void ManageRetention::erase_batch(const DueOfRule& due, const std::vector<DueRecord>& batch, const Run& run)
{
    const auto ids = ports_.store.draw_ids(
        {{"deletion", 1}, {"contact", static_cast<std::int64_t>(batch.size()) * 3 + 1}});
    const domain::Date today = run.caller.business_date;
    trail_.perform({"retention.run", run.caller.actor, "clerk", "retention:" + std::to_string(run.number),
                       run.reason, today},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            run.turn.keep(records);
            PersonEraser eraser{records, ports_.digests, rules_, operation, today, ids[1]};
            std::vector<DueRecord> erased;
            std::vector<std::int64_t> erased_ids;
            for (const DueRecord& record : batch) {
                const auto count = erase_one(records, eraser, due.rule.subject, record, today, touched);
                if (count == 0) continue;
                tell(due.rule.subject, record, ports_.digests, touched);
                erased.push_back(record);
                erased.back().count = count;
                erased_ids.push_back(record.id);
            }
            if (erased.empty()) return;
            const auto [first, last] = std::minmax_element(erased.begin(), erased.end(),
                [](const auto& left, const auto& right) { return left.completed_on < right.completed_on; });
            const Deletion deletion{ids[0], operation, run.number, due.rule.code, due.rule.subject,
                due.rule.action, today, count_of(erased), first->completed_on, last->completed_on,
                digest_of_ids(ports_.digests, erased_ids)};
            records.retention.add(deletion);
            touched.push_back({"deletion", deletion.id, "created", digest_of(ports_.digests, deletion), {}});
        });
}

void ManageRetention::erase(const DueOfRule& due, Run& run, const Progress& progress)
{
    for (std::size_t start = 0; start < due.due.size(); start += kBatch) {
        const std::size_t end = std::min(start + kBatch, due.due.size());
        const std::vector<DueRecord> batch{due.due.begin() + static_cast<std::ptrdiff_t>(start),
            due.due.begin() + static_cast<std::ptrdiff_t>(end)};
        erase_batch(due, batch, run);
        run.done += static_cast<std::int64_t>(batch.size());
        progress(run.done, run.in_all);
    }
}

/// What stands outside the ledger goes once the ledger has told it: files of the archive, looks of the access log. Whoever was stopped
/// between the two has told it already, so it is not told twice.
void ManageRetention::finish_stopped_runs()
{
    std::set<std::string> disposed;
    std::set<std::string> kept;
    std::optional<domain::Date> looks_through;
    ports_.store.read([&](Records& records) {
        disposed.clear();
        kept.clear();
        const auto told = disposed_archives(records);
        for (const ImportJob& job : records.import_jobs.list(std::nullopt))
            (told.count(job.id.value) != 0 ? disposed : kept).insert(job.archive_file);
        looks_through = looks_told_through(records);
    });
    for (const std::string& file : disposed) {
        if (kept.count(file) == 0 && ports_.archive.holds(file)) ports_.archive.remove(file);
    }
    if (looks_through) ports_.access_log.remove_through(*looks_through);
}

/// Contacts that only erased donations had, and those that were corrected long ago. What is found unused may be used a moment later by
/// whoever writes just now, so the emptying asks once more.
void ManageRetention::blank_unused_contacts(const ErasingTurn& turn)
{
    for (;;) {
        std::vector<domain::ContactId> contacts;
        ports_.store.read(
            [&](Records& records) { contacts = records.retention.unused_contacts(kContactsAtOnce); });
        if (contacts.empty()) return;
        ports_.store.write(Durability::Confirmed, [&](Records& records) {
            turn.keep(records);
            records.retention.blank_unused_contacts(contacts.front(), contacts.back());
        });
    }
}

std::vector<DeletedByRule> ManageRetention::run(const std::optional<std::string>& rule,
    const std::string& reason, const Caller& caller, const Progress& progress)
{
    require_reason(reason);
    check_reason(reason);
    if (caller.business_date > ports_.clock.today())
        throw Refusal{RefusalKind::Conflict, "retention.ahead", {{"day", caller.business_date.iso()}}};
    auto rules = domain::retention_rules_on(rules_.rules, caller.business_date);
    if (rule) std::erase_if(rules, [&](const auto& other) { return other.code != *rule; });
    if (rules.empty())
        throw Refusal{RefusalKind::NotFound, "retention.rule_unknown", {{"rule", rule.value_or("")}}};
    const ErasingTurn turn{ports_.store, ports_.processes, ports_.clock};
    finish_stopped_runs();
    Run run{0, reason, caller, turn};
    for (const auto& each : rules) {
        const DueOfRule due = due_of(each, caller.business_date, {});
        if (due.due.empty()) continue;
        if (run.number == 0) run.number = ports_.store.draw_ids("retention_run", 1);
        run.in_all += static_cast<std::int64_t>(due.due.size());
        erase(due, run, progress);
    }
    finish_stopped_runs();
    blank_unused_contacts(turn);
    auto deleted = list();
    std::erase_if(deleted, [&](const auto& other) { return other.run != run.number; });
    return deleted;
}

std::vector<DeletedByRule> ManageRetention::list()
{
    std::vector<DeletedByRule> found;
    ports_.store.read([&](Records& records) {
        found.clear();
        for (const Deletion& deletion : records.retention.deletions()) {
            const bool goes_on =
                !found.empty() && found.back().run == deletion.run && found.back().rule == deletion.rule;
            if (!goes_on) {
                const StoredOperation operation = records.operations.find(deletion.operation);
                found.push_back({deletion.run, deletion.rule, deletion.subject, deletion.action,
                    deletion.as_of, operation.started_at, operation.start.actor, operation.start.reason, 0,
                    deletion.first_day, deletion.last_day, ""});
            }
            DeletedByRule& line = found.back();
            line.records += deletion.records;
            line.first_day = std::min(line.first_day, deletion.first_day);
            line.last_day = std::max(line.last_day, deletion.last_day);
            // One digest over those of the short transactions, in their order.
            line.ids_digest = line.ids_digest.empty()
                                  ? deletion.ids_digest
                                  : ports_.digests.sha256_hex(line.ids_digest + deletion.ids_digest);
        }
    });
    std::reverse(found.begin(), found.end());
    return found;
}

}  // namespace furusato::application
