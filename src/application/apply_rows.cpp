#include <algorithm>

#include "application/apply_change.hpp"
#include "application/decide_rows_task.hpp"
#include "application/donation_digest.hpp"
#include "application/outcome_counts.hpp"
#include "application/row_digests.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

using domain::Donation;
using domain::Refusal;
using domain::RefusalKind;
using portal_import::OrderOutcome;

void decide_about(Records& records, const Digests& digests, const std::vector<std::int64_t>& parked,
    const std::string& state, domain::OperationId operation, std::vector<HistoryEntry>& touched)
{
    const std::set<std::int64_t> each_once{parked.begin(), parked.end()};
    records.import_jobs.set_rows_state({each_once.begin(), each_once.end()}, state, operation);
    for (const std::int64_t id : each_once) {
        touched.push_back({"parked_row", id, "changed",
            digests.keyed_hex("parked_row " + std::to_string(id) + " " + state), {{"state", "", state}}});
    }
}

namespace {

/// A later import changed the donation: the row that is taken again is the older word.
bool has_newer_file(Records& records, const ImportJob& job, domain::DonationId donation)
{
    const auto history = records.operations.history_of("donation", donation.value);
    return std::any_of(history.begin(), history.end(), [&](const RecordedChange& change) {
        return change.operation.start.kind == "import" && change.operation.id.value > job.operation.value;
    });
}

void hold(PlannedOrder& order, const char* code)
{
    const Donation& donation = order.outcome.draft->donation;
    order.decision = Decision::Held;
    order.outcome.issues.push_back(
        {donation.file_line, donation.file_row, "", code, "", portal_import::IssueWeight::Held, {}});
}

bool is_written(const PlannedOrder& order)
{
    return order.decision == Decision::Add || order.decision == Decision::Update;
}

bool is_same(const portal_import::RowIssue& left, const portal_import::RowIssue& right)
{
    return left.line == right.line && left.column == right.column && left.code == right.code &&
           left.value == right.value && left.weight == right.weight;
}

/// The job's stored issues on the records of an order.
std::vector<const StagedRow*> staged_of(
    const std::vector<StagedRow>& staged, const portal_import::OrderOutcome& outcome)
{
    const auto lines = lines_of(outcome);
    std::vector<const StagedRow*> rows;
    for (const StagedRow& row : staged) {
        if (lines.count(row.issue.line) != 0) rows.push_back(&row);
    }
    return rows;
}

/// Whether what is wrong with an order is what is stored already.
bool is_told(const std::vector<const StagedRow*>& stored, const std::vector<portal_import::RowIssue>& issues)
{
    return std::equal(stored.begin(), stored.end(), issues.begin(), issues.end(),
        [](const StagedRow* row, const auto& issue) { return is_same(row->issue, issue); });
}

constexpr std::int64_t kMostPairsPerDonor =
    64;  // as many as share a key; the plan inside the transaction may find more

/// Numbers that the written orders of a batch need: those of the years follow in their order.
IdDemands ids_for(const std::vector<PlannedOrder>& orders, std::map<int, std::int64_t>& years)
{
    std::int64_t lines = 0;
    std::int64_t all = 0;
    std::int64_t added = 0;
    for (const PlannedOrder& order : orders) {
        if (!order.outcome.draft) continue;
        lines += static_cast<std::int64_t>(order.outcome.draft->donation.gifts.size());
        ++all;
        if (order.decision != Decision::Add) continue;
        ++added;
        ++years[domain::FiscalYear::of(order.outcome.draft->donation.applied_on).value()];
    }
    IdDemands demands{{"contact", all + lines}, {"gift_line", lines},
        {"revenue_entry", kEntriesPerChange * all}, {"donor", added}, {"donation", added},
        {"donor_pair", kMostPairsPerDonor * added}};
    for (const auto& [year, count] : years)
        demands.push_back({"donation_number:" + std::to_string(year), count});
    return demands;
}

}  // namespace

std::unique_ptr<DecideRows::Plan> DecideRows::plan(Records& records, const Task& task,
    const std::vector<OrderOutcome>& batch, domain::OperationId operation) const
{
    auto plan = std::make_unique<Plan>(
        MasterNames{records.catalogue.gift_versions(), records.catalogue.purpose_versions()},
        CorporateSchemeCheck{rules_.corporate_scheme, records.settings.all()}, ports_.digests,
        rules_.donor_matching.on(task.start.business_date), operation, task.start.business_date,
        !records.donors.is_empty());
    plan->planner.decided = task.decided;
    plan->orders = plan->planner.plan(records, batch);
    for (PlannedOrder& order : plan->orders) {
        if (order.decision == Decision::Update && task.decided.count(kNewerFile) == 0 &&
            has_newer_file(records, task.job, order.before->id))
            hold(order, kNewerFile);
    }
    plan->planner.match_donors(plan->orders);
    return plan;
}

void DecideRows::add(const Task& task, PlannedOrder& order, Rows& rows) const
{
    Donation donation = order.outcome.draft->donation;
    const auto year = domain::FiscalYear::of(donation.applied_on);
    if (rows.donations_left-- == 0 || rows.next_number.count(year.value()) == 0)
        throw Refusal{RefusalKind::Conflict, "import_rows.changed_meanwhile"};
    donation.id = {rows.next_donation++};
    donation.number = {year, rows.next_number[year.value()]++};
    donation.created_by = donation.changed_by = rows.operation;
    donation.job = task.job.id;
    rows.writer.add_with_donor(std::move(donation), order.donor, rows.next, rows.donations);
}

void DecideRows::update(Records& records, const Task& task, const PlannedOrder& order, Rows& rows) const
{
    const ChangeRules rules{
        rules_.eras, rules_.received_date_rules, rules_.folds, rules_.limits.donation_max_yen};
    const Donation& after = order.outcome.draft->donation;
    // What a clerk decides is checked as what he types.
    if (!task.decided.empty())
        check_change(records, *order.before, after, rules, {task.start.reason, task.start.business_date});
    rows.writer.change(
        *order.before, after, records.revenue.entries_of(order.before->id), rows.next, rows.donations);
}

/// The same record of a later file is no conflict any more: it is the one that was looked at.
void DecideRows::keep_ours(Records& records, const PlannedOrder& order, Rows& rows) const
{
    const auto stored = records.donations.find(order.conflicting);
    if (!stored || stored->content_hash == order.outcome.draft->donation.content_hash) return;
    Donation after = *stored;
    after.content_hash = order.outcome.draft->donation.content_hash;
    ++after.version;
    after.changed_by = rows.operation;
    rows.writer.change(*stored, after, records.revenue.entries_of(stored->id), rows.next, rows.donations);
}

/// The order's rows as they stand now: taken, or with what is wrong still.
void DecideRows::settle(Records& records, const Task& task, const PlannedOrder& order, Rows& rows) const
{
    const auto old = staged_of(task.staged, order.outcome);
    const bool is_kept = task.keeps_ours && order.decision == Decision::Held && order.conflicting.value != 0;
    if (is_kept) keep_ours(records, order, rows);
    if (is_kept || order.decision == Decision::Unchanged || is_written(order)) {
        for (const StagedRow* row : old) (is_kept ? rows.kept : rows.taken).push_back(row->parked);
        return;
    }
    const auto& issues = order.outcome.issues;
    if (old.empty() || is_told(old, issues)) return;
    for (const StagedRow* row : old) rows.old_issues.push_back(row->number);
    for (const auto& issue : issues) {
        const auto same_line = std::find_if(
            old.begin(), old.end(), [&](const StagedRow* row) { return row->issue.line == issue.line; });
        rows.new_issues.push_back(
            {0, (same_line == old.end() ? old.front() : *same_line)->parked, issue, {}, {}});
    }
}

void DecideRows::write(
    Records& records, const Task& task, std::vector<PlannedOrder>& orders, Rows& rows) const
{
    for (PlannedOrder& order : orders) {
        if (order.decision == Decision::Add) add(task, order, rows);
        if (order.decision == Decision::Update) update(records, task, order, rows);
        settle(records, task, order, rows);
    }
    finish(records, task, rows);
}

void DecideRows::finish(Records& records, const Task& task, Rows& rows) const
{
    rows.touched.insert(rows.touched.end(), rows.donations.history.begin(), rows.donations.history.end());
    rows.donations.history.clear();
    rows.writer.write(records, rows.donations);
    decide_about(records, ports_.digests, rows.taken, "taken", rows.operation, rows.touched);
    decide_about(records, ports_.digests, rows.kept, "kept", rows.operation, rows.touched);
    std::vector<std::int64_t> dropped;
    for (const CorrectedCell& cell : task.new_cells) {
        for (const StagedRow& row : task.staged) {
            if (cell.column == kDropped && row.issue.line == cell.line) dropped.push_back(row.parked);
        }
    }
    decide_about(records, ports_.digests, dropped, "dismissed", rows.operation, rows.touched);
    if (!task.new_cells.empty())
        records.import_jobs.put_corrections(task.job.id, task.new_cells, rows.operation);
    if (rows.old_issues.empty() && task.new_cells.empty()) return;
    records.import_jobs.replace_issues(task.job.id, rows.old_issues, rows.new_issues);
    HistoryEntry entry =
        entry_of(records, ports_.digests, records.import_jobs.find(task.job.id).value_or(task.job));
    entry.action = "changed";
    rows.touched.push_back(std::move(entry));
}

void DecideRows::run_batch(const Task& task, const std::vector<OrderOutcome>& batch, DecidedRows& done)
{
    std::unique_ptr<Plan> planned;
    ports_.store.read([&](Records& records) { planned = plan(records, task, batch, {}); });
    const bool changes =
        !task.new_cells.empty() || task.keeps_ours ||
        std::any_of(planned->orders.begin(), planned->orders.end(), [&](const PlannedOrder& order) {
            return is_written(order) || order.decision == Decision::Unchanged ||
                   !is_told(staged_of(task.staged, order.outcome), order.outcome.issues);
        });
    if (changes) {
        std::map<int, std::int64_t> years;
        std::vector<std::string> added;
        const auto first = ports_.store.draw_ids(ids_for(planned->orders, years));
        AuditTrail trail{ports_.store, ports_.digests, ports_.clock};
        const auto operation = trail.perform(
            task.start, [&](Records& records, domain::OperationId id, std::vector<HistoryEntry>& touched) {
                Rows rows{id, DonationWriter{ports_.digests, id, task.start.business_date},
                    {.donor = first[3],
                        .contact = first[0],
                        .gift_line = first[1],
                        .entry = first[2],
                        .pair = first[5]},
                    first[4], 0, {}, touched};
                std::size_t at = 6;
                for (const auto& [year, count] : years) {
                    rows.next_number[year] = first[at++];
                    rows.donations_left += count;
                }
                planned = plan(records, task, batch, id);
                write(records, task, planned->orders, rows);
                added.clear();
                for (const Donation& donation : rows.donations.added) added.push_back(donation.number.text());
            });
        done.added.insert(done.added.end(), added.begin(), added.end());
        if (done.first.value == 0) done.first = operation;
    }
    for (const PlannedOrder& order : planned->orders) {
        const bool is_kept =
            task.keeps_ours && order.decision == Decision::Held && order.conflicting.value != 0;
        ++done.orders.read;
        ++*count_of(done.orders, is_kept ? Decision::Unchanged : order.decision);
        if (order.decision == Decision::Update) {
            done.updates.push_back(
                {order.before->donor, order.before->number.text(), order.before->order.order_number,
                    changes_between(*order.before, order.outcome.draft->donation)});
        }
        if (!is_kept)
            done.issues.insert(done.issues.end(), order.outcome.issues.begin(), order.outcome.issues.end());
    }
}

}  // namespace furusato::application
