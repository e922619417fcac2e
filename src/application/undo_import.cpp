#include "furusato/application/undo_import.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "application/apply_change.hpp"
#include "application/closed_books.hpp"
#include "application/donation_digest.hpp"
#include "application/erasing_turn.hpp"
#include "application/find_versions.hpp"
#include "application/job_figures.hpp"
#include "application/job_operations.hpp"
#include "application/row_digests.hpp"
#include "application/undo_steps.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/receipts.hpp"

namespace furusato::application {

using domain::Donation;
using domain::DonationId;
using domain::DonationState;
using domain::Refusal;
using domain::RefusalKind;
using Outcome = UndoneItem::Outcome;

/// One donation with what the job did to it.
struct UndoImport::Touched {
    DonationId id;
    bool is_added = false;
    std::vector<FieldChange> changes;  // of one that was there: first value before, last value after
};

/// What all batches share.
struct UndoImport::Run {
    ImportJob job;
    std::set<std::int64_t> operations;  // of the job
    OperationStart start{{}, {}, {}, {}, {}, domain::Date{2000, 1, 1}};
    bool is_preview = false;
    UndoCounts counts;
};

namespace {

constexpr std::size_t kBatchSize = 50;  // about 40 ms of the ledger's only writer
constexpr auto kOrderNumber = "portal_order_number";
constexpr auto kNoReason = "取込の取り消し";

/// Lines of gifts and contacts may come back that are not there now.
IdDemands ids_for(const std::vector<Donation>& before, const std::vector<Donation>& after)
{
    std::int64_t lines = 0;
    for (const auto& donations : {before, after}) {
        for (const Donation& donation : donations) lines += static_cast<std::int64_t>(donation.gifts.size());
    }
    const auto count = static_cast<std::int64_t>(before.size());
    return {{"contact", count + lines}, {"gift_line", lines}, {"revenue_entry", kEntriesPerChange * count}};
}

}  // namespace

UndoImport::Run UndoImport::begin(const UndoRequest& request)
{
    check_reason(request.reason);
    Run run;
    run.is_preview = request.is_preview;
    run.start = {kImportUndo, request.caller.actor, kJobSource, source_key_of(request.job),
        request.reason.empty() ? kNoReason : request.reason, request.caller.business_date};
    std::optional<ImportJob> job;
    store_.read([&](Records& records) {
        refuse_while_erasing(records, processes_);
        job = records.import_jobs.find(request.job);
    });
    const std::string number = std::to_string(request.job.value);
    if (!job) throw Refusal{RefusalKind::NotFound, "import.job_unknown", {{"job", number}}};
    if (job->is_open()) {
        if (!job->owner.empty() && processes_.is_alive(job->owner, job->owner_seen_at))
            throw Refusal{RefusalKind::Conflict, "import_undo.running",
                {{"job", number}, {"file", job->file_name}, {"portal", job->portal}}};
        if (!run.is_preview) end_interrupted(*job);
    }
    store_.read([&](Records& records) { run.job = records.import_jobs.find(request.job).value_or(*job); });
    return run;
}

/// Nobody goes on with it: what it stored becomes visible, to be taken back like that of any other job.
void UndoImport::end_interrupted(const ImportJob& job)
{
    const std::string finished_at = clock_.now_utc();
    ImportJob ended = job;
    ended.state = "done";
    ended.finished_at = finished_at;
    ended.summary = "stopped=1\n";
    std::vector<HistoryEntry> done;
    EntriesSeal seal;
    bool is_mine = false;
    store_.write(Durability::Confirmed, [&](Records& records) {
        is_mine = records.import_jobs.take_over(job.id, job.owner, processes_.self(), finished_at);
    });
    if (!is_mine)
        throw Refusal{RefusalKind::Conflict, "import_undo.running",
            {{"job", std::to_string(job.id.value)}, {"file", job.file_name}, {"portal", job.portal}}};
    store_.read([&](Records& records) {
        done = {entry_of(records, digests_, ended)};
        seal = trail_.seal(records, job.operation, done);
    });
    store_.write(Durability::Confirmed, [&](Records& records) {
        records.operations.add_history(job.operation, done);
        records.import_jobs.finish(job.id, finished_at, ended.summary);
        trail_.close(records, job.operation, seal);
    });
}

std::vector<UndoImport::Touched> UndoImport::touched_by(Records& records, Run& run) const
{
    std::set<std::int64_t> undone;
    std::vector<domain::OperationId> operations{run.job.operation};
    for (const StoredOperation& operation : operations_on(records, run.job)) {
        if (operation.start.kind != kImportUndo) operations.push_back(operation.id);
        if (operation.start.kind != kImportUndo) continue;
        records.operations.for_each_digest(operation.id,
            [&](const std::string& entity, std::int64_t id, const std::string&, const std::string&) {
                if (entity == "donation") undone.insert(id);
            });
    }
    run.counts.undone_before = static_cast<std::int64_t>(undone.size());
    std::map<std::int64_t, Touched> touched;
    for (const domain::OperationId operation : operations) {
        run.operations.insert(operation.value);
        records.operations.for_each_digest(operation,
            [&](const std::string& entity, std::int64_t id, const std::string& action, const std::string&) {
                if (entity != "donation" || undone.count(id) != 0) return;
                Touched& donation = touched[id];
                donation.id = {id};
                donation.is_added = donation.is_added || action == "created";
            });
        records.operations.for_each_field(
            operation, [&](const std::string& entity, std::int64_t id, const FieldChange& change) {
                if (entity == "donation" && undone.count(id) == 0) join(touched[id].changes, change);
            });
    }
    std::vector<Touched> all;
    all.reserve(touched.size());
    for (auto& [id, donation] : touched) all.push_back(std::move(donation));
    return all;
}

void UndoImport::check(Records& records, const Donation& before, const Donation& after, const Run& run) const
{
    require_no_payment(records, before, after);
    if (after.state == DonationState::Withdrawn) require_no_papers(records, before);
    try {
        check_change(records, before, after, rules_, {run.start.reason, run.start.business_date});
    } catch (const Refusal& refusal) {
        // What came after the close of its year was not in the year's account: taking it back restores that.
        const auto came_later = [&](const std::optional<domain::Date>& day) {
            return !day || are_books_closed(*day, run.job.business_date);
        };
        const bool is_after_close = came_later(before.received_on) && came_later(after.received_on);
        if (refusal.code() != "books.closed" || !is_after_close) throw;
        if (records.receipts.has_valid_original(before.id))
            throw Refusal{
                RefusalKind::Conflict, "import_undo.receipt_issued", {{"number", before.number.text()}}};
    }
}

UndoneItem UndoImport::try_one(
    Records& records, const Donation& before, const Touched& touched, const Run& run, Donation& after) const
{
    UndoneItem item{Outcome::Nothing, before.number.text(), before.order.order_number, before.contact.name,
        before.amount, {}};
    if (before.state == DonationState::Withdrawn) return item;
    try {
        // A preview looks into the operation of an interrupted job, which is open still.
        if (before.changed_by != run.job.operation) require_finished(records, before);
        after = before;
        if (touched.is_added) {
            require_unchanged(records, before, run.operations);
            withdraw(after, run.start.business_date);
        } else {
            put_back(records, after, touched.changes);
            find_gift_versions(records, after);
        }
        item.changes = changes_between(before, after);
        if (item.changes.empty()) return item;
        after.content_hash = 0;  // the next file is compared field by field
        check(records, before, after, run);
        item.outcome = touched.is_added ? Outcome::Withdrawn : Outcome::Restored;
    } catch (const Refusal& refusal) {
        item.outcome = Outcome::Kept;
        item.kept_because = refusal;
    }
    return item;
}

void UndoImport::run_batch(const std::vector<Touched>& batch, Run& run, const Visit& visit)
{
    std::vector<DonationId> ids;
    ids.reserve(batch.size());
    for (const Touched& touched : batch) ids.push_back(touched.id);
    std::vector<UndoneItem> items;
    std::vector<Donation> donations;
    std::vector<Donation> afters;
    const auto try_all = [&](Records& records, const std::function<void(const Donation&, Donation)>& write) {
        items.clear();
        afters.clear();
        donations = records.donations.find_all(ids);
        const AddressGuard guard{records, Disclosure::Guarded};
        for (const Donation& before : donations) {
            const auto touched = std::find_if(
                batch.begin(), batch.end(), [&](const Touched& one) { return one.id == before.id; });
            Donation after;
            items.push_back(try_one(records, before, *touched, run, after));
            const bool is_changed =
                items.back().outcome == Outcome::Withdrawn || items.back().outcome == Outcome::Restored;
            if (is_changed) {
                afters.push_back(after);
                write(before, std::move(after));
            }
            guard.guard(before.donor, items.back().changes);
        }
    };
    store_.read([&](Records& records) { try_all(records, [](const Donation&, const Donation&) {}); });
    if (!run.is_preview && !afters.empty()) {
        const auto first = store_.draw_ids(ids_for(donations, afters));
        const auto operation = trail_.perform(
            run.start, [&](Records& records, domain::OperationId id, std::vector<HistoryEntry>& touched) {
                DonationIds next = ids_from(first);
                const DonationWriter writer{digests_, id, run.start.business_date};
                try_all(records, [&](const Donation& before, Donation after) {
                    const std::string number = before.order.order_number;
                    const bool is_freed = after.order.order_number != number;
                    write_change(records, writer, before, std::move(after), id, rules_.folds, next, touched);
                    if (is_freed) touched.back().fields.push_back({kOrderNumber, number, ""});
                });
            });
        if (run.counts.first.value == 0) run.counts.first = operation;
    }
    for (const UndoneItem& item : items) {
        run.counts.withdrawn += item.outcome == Outcome::Withdrawn;
        run.counts.restored += item.outcome == Outcome::Restored;
        run.counts.kept += item.outcome == Outcome::Kept;
        if (item.outcome == Outcome::Withdrawn) run.counts.withdrawn_yen += item.amount;
        if (item.outcome != Outcome::Nothing) visit(item);
    }
}

void UndoImport::mark_undone(const Run& run)
{
    if (run.job.state == "undone" && run.counts.first.value == 0) return;
    trail_.perform(run.start, [&](Records& records, domain::OperationId, std::vector<HistoryEntry>& touched) {
        ImportJob job = records.import_jobs.find(run.job.id).value_or(run.job);
        const FieldChange change{"state", job.state, "undone"};
        auto figures = figures_of(job.summary);
        job.state = "undone";
        job.summary =
            with_figures(job.summary, {{"undo.withdrawn", figures["undo.withdrawn"] + run.counts.withdrawn},
                                          {"undo.restored", figures["undo.restored"] + run.counts.restored},
                                          {"undo.kept", run.counts.kept}});
        records.import_jobs.set_undone(job.id, job.summary);
        HistoryEntry entry = entry_of(records, digests_, job);
        entry.action = "changed";
        entry.fields = {change};
        touched.push_back(std::move(entry));
    });
}

UndoCounts UndoImport::execute(const UndoRequest& request, const Visit& visit)
{
    Run run = begin(request);
    std::vector<Touched> all;
    store_.read([&](Records& records) {
        run.operations.clear();
        all = touched_by(records, run);
    });
    for (std::size_t at = 0; at < all.size(); at += kBatchSize) {
        if (request.is_stop_wanted()) {
            run.counts.is_stopped = true;
            return run.counts;
        }
        const auto end = std::min(all.size(), at + kBatchSize);
        const std::vector<Touched> batch{
            all.begin() + static_cast<std::ptrdiff_t>(at), all.begin() + static_cast<std::ptrdiff_t>(end)};
        run_batch(batch, run, visit);
        request.progress(static_cast<std::int64_t>(end), static_cast<std::int64_t>(all.size()));
    }
    if (!run.is_preview) mark_undone(run);
    return run.counts;
}

}  // namespace furusato::application
