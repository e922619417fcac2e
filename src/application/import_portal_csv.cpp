#include "furusato/application/import_portal_csv.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>

#include "application/apply_orders.hpp"
#include "application/archived_original.hpp"
#include "application/donation_digest.hpp"
#include "application/erasing_turn.hpp"
#include "application/file_coverage.hpp"
#include "application/outcome_counts.hpp"
#include "application/plan_orders.hpp"
#include "application/read_ahead.hpp"
#include "application/row_digests.hpp"
#include "application/table_of_file.hpp"
#include "application/watched_source.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using portal_import::OrderOutcome;
using portal_import::PortalFile;
using Milliseconds = std::chrono::milliseconds;

constexpr std::size_t kFirstBatch = 100;
constexpr std::size_t kSmallestBatch = 20;
constexpr std::size_t kLargestBatch = 2000;
constexpr int kFirstLoadFactor = 10;
constexpr long kLargeFile = 2'000;  // rows from which on it pays to write in another order
constexpr std::chrono::seconds kSignOfLife{10};
constexpr Milliseconds kTurnPause{200};
constexpr int kTurnsWaited = 5 * 60 * 10;  // ten minutes for another import of the same portal

void tally_facts(ImportSummary& summary, const PlannedOrder& order)
{
    const DonationFacts& donation = order.facts;
    const bool ended = donation.state == domain::DonationState::Cancelled ||
                       donation.state == domain::DonationState::Refunded;
    summary.cancelled += ended;
    summary.awaiting_payment += donation.state == domain::DonationState::AwaitingPayment;
    if (donation.state == domain::DonationState::Received) {
        ++summary.received;
        summary.received_yen += donation.amount.amount();
        summary.one_stop_requested += donation.one_stop_requested;
    }
    if (order.decision == Decision::Add && !order.already_applied) {
        order.donor.is_new ? ++summary.donors_new : ++summary.donors_matched;
        summary.donors_to_review += static_cast<std::int64_t>(order.donor.to_review.size());
    }
}

void tally(ImportSummary& summary, const PlannedOrder& order)
{
    const OrderOutcome& outcome = order.outcome;
    summary.rows.read += outcome.rows + outcome.skipped_rows;
    summary.rows.skipped += outcome.skipped_rows;
    *count_of(summary.rows, order.decision) += outcome.rows;
    summary.issues.insert(summary.issues.end(), outcome.issues.begin(), outcome.issues.end());
    if (outcome.kind == OrderOutcome::Kind::StrayRow) return;
    ++summary.orders.read;
    ++*count_of(summary.orders, order.decision);
    if (order.decision == Decision::Update && order.before && summary.updates.size() < kMostUpdatesTold) {
        summary.updates.push_back({order.before->donor, order.before->number.text(),
            order.before->order.order_number, changes_between(*order.before, outcome.draft->donation)});
    }
    const bool taken = order.decision != Decision::Held && order.decision != Decision::Error;
    if (taken) tally_facts(summary, order);
}

/// Runs batches of orders through plan and, for a real run, through the writer. While one batch is written the next is planned: no
/// order stands in two batches of a file, and donors of the batch on its way are known to the planner. The size of a batch follows
/// the time the last write took.
class BatchRun {
public:
    BatchRun(const ImportPorts& ports, OrderPlanner& planner, OrderWriter* writer, Milliseconds batch_time,
        FileCoverage* coverage, ImportSummary& summary)
        : ports_{ports},
          planner_{planner},
          writer_{writer},
          batch_time_{batch_time},
          coverage_{coverage},
          summary_{summary}
    {}

    /// Plans the next batch and starts to write it; false after the last one, when all is written.
    bool run(ReadAhead& reader)
    {
        std::vector<OrderOutcome> outcomes;
        while (outcomes.size() < size_) {
            auto outcome = reader.next();
            if (!outcome) break;
            if (coverage_ != nullptr) coverage_->add(*outcome);
            outcomes.push_back(std::move(*outcome));
        }
        if (outcomes.empty()) {
            finish_write();
            return false;
        }
        std::vector<PlannedOrder> orders = plan_or_take_up(std::move(outcomes));
        planner_.match_donors(orders);
        if (writer_ == nullptr) {
            orders_ = std::move(orders);
            count();
            return true;
        }
        OrderWriter::Prepared prepared = writer_->prepare(orders);
        finish_write();
        writer_->draw_ahead();
        orders_ = std::move(orders);
        prepared_ = std::move(prepared);
        write_ = std::async(std::launch::async, [this] { write(); });
        return true;
    }

private:
    /// What an interrupted run applied stands at the beginning of the file: its donors are to be known to the orders beside it.
    std::vector<PlannedOrder> plan_or_take_up(std::vector<OrderOutcome> outcomes)
    {
        if (writer_ == nullptr || !may_be_applied_) return plan(std::move(outcomes));
        std::vector<PlannedOrder> orders = plan(outcomes);
        may_be_applied_ = std::none_of(orders.begin(), orders.end(),
            [](const auto& order) { return order.decision == Decision::Add && !order.already_applied; });
        if (std::none_of(
                orders.begin(), orders.end(), [](const auto& order) { return order.already_applied; }))
            return orders;
        finish_write();
        writer_->take_up_again(orders);
        return plan(std::move(outcomes));
    }

    std::vector<PlannedOrder> plan(std::vector<OrderOutcome> outcomes)
    {
        std::vector<PlannedOrder> orders;
        if (!ports_.store.may_read_again()) {
            ports_.store.read(
                [&](Records& records) { orders = planner_.plan(records, std::move(outcomes)); });
            return orders;
        }
        // On a lost connection: until the reads are through nothing is moved and nobody is matched.
        ports_.store.read([&](Records& records) { orders = planner_.plan(records, outcomes); });
        return orders;
    }

    void finish_write()
    {
        if (!write_.valid()) return;
        write_.get();
        count();
    }

    void count()
    {
        for (const auto& order : orders_) tally(summary_, order);
    }

    void write()
    {
        const bool nothing = std::all_of(orders_.begin(), orders_.end(), [](const auto& order) {
            return order.outcome.issues.empty() &&
                   (order.decision == Decision::Unchanged || order.already_applied);
        });
        if (nothing) return show_life();
        const auto start = std::chrono::steady_clock::now();
        writer_->apply(prepared_, orders_, ports_.clock.now_utc());
        const auto taken =
            std::max<std::int64_t>(1, (std::chrono::steady_clock::now() - start) / Milliseconds{1});
        const auto wanted = static_cast<std::int64_t>(orders_.size()) * batch_time_.count() / taken;
        size_ = static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, kSmallestBatch, kLargestBatch));
    }

    void show_life()
    {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_sign_ < kSignOfLife) return;
        writer_->touch(ports_.clock.now_utc());
        last_sign_ = now;
    }

    const ImportPorts& ports_;
    OrderPlanner& planner_;
    OrderWriter* writer_;
    const Milliseconds batch_time_;
    FileCoverage* coverage_;  // nullptr where no donation can have vanished
    ImportSummary& summary_;
    std::vector<PlannedOrder> orders_;  // the batch on its way
    OrderWriter::Prepared prepared_;    // and its rows
    bool may_be_applied_ = true;        // by an interrupted run, as far as was read
    std::atomic<std::size_t> size_ = kFirstBatch;
    std::chrono::steady_clock::time_point last_sign_ = std::chrono::steady_clock::now();
    std::future<void> write_;  // last, so that it ends before what it works on
};

[[noreturn]] void refuse_portal(const ImportJob& job, const char* code)
{
    throw domain::Refusal{domain::RefusalKind::Conflict, code,
        {{"portal", job.portal}, {"job", std::to_string(job.id.value)}, {"file", job.file_name}}};
}

[[noreturn]] void refuse_stopped(const ImportJob& job, const ImportSummary& summary)
{
    throw domain::Refusal{domain::RefusalKind::Conflict,
        job.id.value == 0 ? "import.preview_stopped" : "import.stopped",
        {{"job", std::to_string(job.id.value)}, {"file", job.file_name},
            {"rows", std::to_string(summary.rows.read)}}};
}

/// The first of them by number, one a line.
std::string numbers_text(const std::vector<VanishedDonation>& vanished)
{
    constexpr std::size_t kMostKept = 500;
    std::string text;
    for (std::size_t i = 0; i < std::min(kMostKept, vanished.size()); ++i)
        text += kVanishedNumber + vanished[i].number + "=1\n";
    return text;
}

std::string summary_text(const ImportSummary& summary)
{
    const auto counts = [](const char* name, const OutcomeCounts& c) {
        const std::string start = name;
        return start + ".read=" + std::to_string(c.read) + "\n" + start + ".new=" + std::to_string(c.added) +
               "\n" + start + ".updated=" + std::to_string(c.updated) + "\n" + start +
               ".unchanged=" + std::to_string(c.unchanged) + "\n" + start +
               ".skipped=" + std::to_string(c.skipped) + "\n" + start + ".held=" + std::to_string(c.held) +
               "\n" + start + ".error=" + std::to_string(c.error) + "\n";
    };
    return counts("rows", summary.rows) + counts("orders", summary.orders) +
           "donations.received=" + std::to_string(summary.received) +
           "\ndonations.received_yen=" + std::to_string(summary.received_yen) +
           "\nvanished=" + std::to_string(summary.vanished.size()) + "\n" + numbers_text(summary.vanished);
}

}  // namespace

portal_import::ImportSettings ImportPortalCsv::settings_for(const std::optional<std::string>& portal,
    const std::optional<portal_import::Encoding>& encoding, const domain::Date& day) const
{
    return {rules_.profiles, rules_.eras, rules_.received_date_rules, rules_.folds, day, portal, encoding,
        rules_.limits};
}

bool ImportPortalCsv::is_at_work(const ImportJob& job) const
{
    return !job.owner.empty() && ports_.processes.is_alive(job.owner, job.owner_seen_at);
}

std::optional<ImportJob> ImportPortalCsv::claim_portal(
    const std::string& portal, const std::string& sha256, const Waiting& waiting)
{
    std::optional<ImportJob> last;
    for (int turn = 0; turn < kTurnsWaited; ++turn) {
        std::optional<ImportJob> running;
        ports_.store.read([&](Records& records) { running = records.import_jobs.running_of(portal); });
        if (!running) return std::nullopt;
        last = running;
        if (is_at_work(*running)) {
            if (turn == 0) waiting(*running);
            ports_.processes.wait(kTurnPause);
            continue;
        }
        if (running->sha256 != sha256) {
            // Its process may have finished it and gone between the two questions: look once more.
            std::optional<ImportJob> still;
            ports_.store.read([&](Records& records) { still = records.import_jobs.running_of(portal); });
            if (!still || still->id != running->id) continue;
            refuse_portal(*running, "import.interrupted");
        }
        bool mine = false;
        ports_.store.write(Durability::Confirmed, [&](Records& records) {
            mine = records.import_jobs.take_over(
                running->id, running->owner, ports_.processes.self(), ports_.clock.now_utc());
        });
        if (mine) {
            running->owner = ports_.processes.self();
            return running;
        }
    }
    refuse_portal(*last, "import.running");
}

ImportPortalCsv::OpenedJob ImportPortalCsv::open_job(
    const ImportRequest& request, const PortalFile& file, const std::string& sha256, std::int64_t bytes)
{
    const std::string portal = file.profile().id;
    for (;;) {
        if (auto interrupted = claim_portal(portal, sha256, request.waiting)) return {*interrupted, true};
        const std::string now = ports_.clock.now_utc();
        ImportJob job;
        job.id = {ports_.store.draw_ids("import_job", 1)};
        job.operation = {ports_.store.draw_ids("operation", 1)};
        job.portal = portal;
        job.state = "planned";
        job.file_name = request.file_name;
        job.sha256 = sha256;
        job.bytes = bytes;
        job.encoding = name_of(file.encoding());
        job.forced_encoding = request.encoding.has_value();
        job.business_date = request.caller.business_date;
        job.archive_file = sha256 + ".gz";
        job.owner = ports_.processes.self();
        job.owner_seen_at = now;
        job.started_at = now;
        try {
            ports_.store.write(Durability::Confirmed, [&](Records& records) {
                require_nobody_erases(records, ports_.processes, now);
                records.operations.begin(job.operation,
                    {"import", request.caller.actor, "portal", portal, "", request.caller.business_date},
                    now);
                records.import_jobs.add(job);
            });
            return {job};
        } catch (const DuplicateKey&) {
            // Another import of the portal was faster: wait for its end.
        }
    }
}

ImportSummary ImportPortalCsv::run(
    const ImportJob& job, PortalFile& file, const Progress& progress, const StopWanted& is_stop_wanted)
{
    ImportSummary summary;
    const bool dry_run = job.id.value == 0;
    std::unique_ptr<MasterNames> names;
    std::unique_ptr<CorporateSchemeCheck> scheme;
    bool has_donors = false;
    bool is_first_load = false;
    ports_.store.read([&](Records& records) {
        names = std::make_unique<MasterNames>(
            records.catalogue.gift_versions(), records.catalogue.purpose_versions());
        scheme = std::make_unique<CorporateSchemeCheck>(rules_.corporate_scheme, records.settings.all());
        has_donors = !records.donors.is_empty();
        is_first_load = !dry_run && records.donations.is_empty();
    });
    OrderPlanner planner{ports_.digests, *names, *scheme, rules_.donor_matching.on(job.business_date),
        job.operation, job.business_date, has_donors};
    const bool is_large = file.rows() >= kLargeFile;
    OrderWriter writer{
        ports_.store, ports_.digests, job, is_large ? KeyWriting::InRuns : KeyWriting::WithEachBatch};
    if (!dry_run) {
        ports_.store.write(Durability::Confirmed, [&](Records& records) {
            records.import_jobs.set_state(job.id, "applying");
            records.import_jobs.clear_issues(job.id);
        });
    }
    is_first_load = is_first_load && is_large;
    if (is_first_load) ports_.store.leave_indexes_out();
    // In a ledger without donors no clerk waits for the write lock, and larger batches touch each page of an index less often.
    const Milliseconds batch_time = ports_.store.batch_time() * (has_donors ? 1 : kFirstLoadFactor);
    FileCoverage coverage;
    BatchRun batches{
        ports_, planner, dry_run ? nullptr : &writer, batch_time, has_donors ? &coverage : nullptr, summary};
    ReadAhead reader{file};
    bool goes_on = true;
    while (goes_on) {
        goes_on = batches.run(reader);
        progress(summary.rows.read, file.rows());
        if (goes_on && is_stop_wanted()) refuse_stopped(job, summary);
    }
    if (!dry_run) writer.finish();
    if (is_first_load) ports_.store.make_indexes();

    std::stable_sort(summary.issues.begin(), summary.issues.end(),
        [](const auto& left, const auto& right) { return left.line < right.line; });
    summary.unmatched_gifts = planner.unmatched_gifts;
    summary.unmatched_purposes = planner.unmatched_purposes;
    summary.maybe_corporate_scheme = static_cast<std::int64_t>(planner.maybe_corporate_scheme.size());
    summary.portal = file.profile().id;
    summary.encoding = name_of(file.encoding());
    summary.reading = file.reading();
    ports_.store.read([&](Records& records) {
        if (has_donors) summary.vanished = coverage.find_vanished(records, summary.portal, job.operation);
        const AddressGuard guard{records, Disclosure::Guarded};
        for (auto& update : summary.updates) guard.guard(update.donor, update.changes);
    });
    if (!dry_run) finish_job(job, summary);
    return summary;
}

void ImportPortalCsv::finish_job(const ImportJob& job, ImportSummary& summary)
{
    std::vector<UnmatchedName> unmatched;
    for (const auto& code : summary.unmatched_gifts) unmatched.push_back({"gift", job.portal, code});
    for (const auto& text : summary.unmatched_purposes) unmatched.push_back({"purpose", job.portal, text});
    const AuditTrail trail{ports_.store, ports_.digests, ports_.clock};
    // What takes long is read before the last transaction.
    const std::string finished_at = ports_.clock.now_utc();
    std::vector<HistoryEntry> done;
    EntriesSeal seal;
    ports_.store.read([&](Records& records) {
        ImportJob ended = records.import_jobs.find(job.id).value_or(job);
        ended.state = "done";
        ended.finished_at = finished_at;
        ended.summary = summary_text(summary);
        done = {entry_of(records, ports_.digests, ended)};
        seal = trail.seal(records, job.operation, done);
    });
    ports_.store.write(Durability::Confirmed, [&](Records& records) {
        records.catalogue.add_unmatched(unmatched, job.operation);
        records.operations.add_history(job.operation, done);
        records.import_jobs.finish(job.id, finished_at, summary_text(summary));
        trail.close(records, job.operation, seal);
    });
    summary.job = job.id;
}

ImportSummary ImportPortalCsv::run_or_release(
    const ImportJob& job, PortalFile& file, const Progress& progress, const StopWanted& is_stop_wanted)
{
    try {
        return run(job, file, progress, is_stop_wanted);
    } catch (...) {
        // Nobody is to wait for a job that this process gave up. If even that cannot be written, the end of the process says so.
        try {
            ports_.store.write(Durability::Confirmed,
                [&](Records& records) { records.import_jobs.release(job.id, ports_.processes.self()); });
            ports_.store.make_indexes();
        } catch (const StorageError&) {
        }
        throw;
    }
}

portal_import::ImportSettings ImportPortalCsv::settings_of(const ImportJob& job) const
{
    std::optional<portal_import::Encoding> encoding;
    if (job.forced_encoding) {
        encoding = job.encoding == "cp932" ? portal_import::Encoding::Cp932 : portal_import::Encoding::Utf8;
    }
    return settings_for(job.portal, encoding, job.business_date);
}

ImportSummary ImportPortalCsv::take(
    const ImportRequest& request, WatchedSource& source, PortalFile& examined, const Progress& progress)
{
    const std::string sha256 = source.sha256();
    const std::int64_t bytes = source.bytes();
    ports_.store.read([&](Records& records) { refuse_while_erasing(records, ports_.processes); });
    finish_interrupted(sha256);
    const std::string archive_file = sha256 + ".gz";
    OpenedJob opened;
    try {
        keep_original(ports_, source, archive_file, sha256);
        opened = open_job(request, examined, sha256, bytes);
    } catch (...) {
        drop_unclaimed(ports_, archive_file);  // a refused file leaves nothing behind
        throw;
    }
    // An import of the same file that was refused a moment ago took the copy along before this job claimed it.
    if (!ports_.archive.holds(archive_file)) keep_original(ports_, source, archive_file, sha256);
    // From here on the archived copy is read: it alone is what an interruption would go on with.
    source.go_on_from(ports_.archive.open(archive_file));
    if (!opened.is_taken_over) return run_or_release(opened.job, examined, progress, request.is_stop_wanted);
    // An older job keeps its own business date and encoding.
    TableOfFile table{ports_.packed_files, source, settings_of(opened.job)};
    PortalFile file{table.text(), settings_of(opened.job)};
    ImportSummary summary = run_or_release(opened.job, file, progress, request.is_stop_wanted);
    summary.resumed = true;
    ports_.store.read([&](Records& records) {
        summary.donors_new = records.donors.count_created_by(opened.job.operation);
        summary.donors_to_review = records.donor_matching.count_pairs_created_by(opened.job.operation);
    });
    summary.donors_matched = summary.orders.added - summary.donors_new;
    return summary;
}

ImportSummary ImportPortalCsv::execute(
    const ImportRequest& request, portal_import::ByteSource& source, const Progress& progress)
{
    const auto start = std::chrono::steady_clock::now();
    WatchedSource watched{source, ports_.digests};
    const auto settings = settings_for(request.portal, request.encoding, request.caller.business_date);
    TableOfFile table{ports_.packed_files, watched, settings};
    PortalFile file{table.text(), settings};
    const std::string sha256 = watched.sha256();
    std::optional<ImportJob> earlier;
    ports_.store.read([&](Records& records) { earlier = records.import_jobs.done_with_sha256(sha256); });
    if (earlier && earlier->archive_disposed_on)
        throw domain::Refusal{domain::RefusalKind::Conflict, "file.retention_over",
            {{"file", request.file_name}, {"day", earlier->archive_disposed_on->iso()}}};
    ImportSummary summary;
    if (request.dry_run) {
        ImportJob nothing;
        nothing.business_date = request.caller.business_date;
        summary = run(nothing, file, progress, request.is_stop_wanted);
    } else {
        summary = take(request, watched, file, progress);
    }
    table.add_notes(summary.reading);
    summary.file = request.file_name;
    summary.sha256 = sha256;
    summary.dry_run = request.dry_run;
    if (earlier) summary.same_file_as = earlier->id;
    summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary;
}

std::vector<InterruptedJob> ImportPortalCsv::finish_interrupted(const std::string& except_sha256)
{
    std::vector<ImportJob> jobs;
    ports_.store.read([&](Records& records) { jobs = records.import_jobs.unfinished(); });
    std::vector<InterruptedJob> found;
    for (ImportJob& job : jobs) {
        if (job.sha256 == except_sha256 || is_at_work(job)) continue;
        // One that cannot be finished (its profile was changed, its archived file is gone) must not stop the others.
        try {
            if (!is_sound(ports_, job.archive_file, job.sha256)) refuse_portal(job, "import.interrupted");
            const auto source = ports_.archive.open(job.archive_file);
            TableOfFile table{ports_.packed_files, *source, settings_of(job)};
            PortalFile file{table.text(), settings_of(job)};
            bool mine = false;
            ports_.store.write(Durability::Confirmed, [&](Records& records) {
                mine = records.import_jobs.take_over(
                    job.id, job.owner, ports_.processes.self(), ports_.clock.now_utc());
            });
            if (!mine) continue;
            job.owner = ports_.processes.self();
            run_or_release(
                job, file, [](std::int64_t, std::int64_t) {}, [] { return false; });
            found.push_back({job.id, {}});
        } catch (const domain::Refusal& refusal) {
            found.push_back({job.id, refusal.code()});
        }
    }
    return found;
}

}  // namespace furusato::application
