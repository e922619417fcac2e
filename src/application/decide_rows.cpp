#include "furusato/application/decide_rows.hpp"

#include <algorithm>
#include <map>

#include "application/apply_change.hpp"
#include "application/decide_rows_task.hpp"
#include "application/erasing_turn.hpp"
#include "application/job_operations.hpp"
#include "application/table_of_file.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

using domain::Refusal;
using domain::RefusalKind;
using portal_import::OrderOutcome;
using portal_import::RecordCorrection;

namespace {

/// The table in an archived file, which may be a workbook.
class ArchivedTable final : public portal_import::ByteSource {
public:
    ArchivedTable(const PackedFiles* packed_files, std::unique_ptr<portal_import::ByteSource> archived,
        const portal_import::ImportSettings& settings)
        : archived_{std::move(archived)}, table_{packed_files, *archived_, settings}
    {}
    std::size_t read(char* buffer, std::size_t size) override { return table_.text().read(buffer, size); }
    void rewind() override { table_.text().rewind(); }
    bool counts_rows() const override { return table_.text().counts_rows(); }

private:
    std::unique_ptr<portal_import::ByteSource> archived_;
    TableOfFile table_;
};

constexpr std::size_t kBatchSize = 20;

/// The file's values count where a clerk says so; what a receipt, closed books or the state forbid, nobody decides here.
const std::set<std::string>& codes_to_decide()
{
    static const std::set<std::string> kCodes{"donation.amount_changed", "donation.gifts_changed",
        "donation.received_on_changed", "donation.clerk_corrected", kNewerFile};
    return kCodes;
}

[[noreturn]] void refuse(RefusalKind kind, const char* code, const ImportJob& job)
{
    throw Refusal{kind, code, {{"job", std::to_string(job.id.value)}, {"file", job.file_name}}};
}

std::map<long, RecordCorrection> corrections_by_line(const std::vector<CorrectedCell>& cells)
{
    std::map<long, RecordCorrection> corrections;
    for (const CorrectedCell& cell : cells) {
        if (cell.column == kDropped)
            corrections[cell.line].is_dropped = true;
        else
            corrections[cell.line].cells[static_cast<std::size_t>(cell.column)] = cell.value;
    }
    return corrections;
}

}  // namespace

std::set<long> lines_of(const OrderOutcome& outcome)
{
    std::set<long> lines;
    for (const auto& issue : outcome.issues) lines.insert(issue.line);
    if (outcome.draft) {
        lines.insert(outcome.draft->donation.file_line);
        for (const auto& gift : outcome.draft->donation.gifts) lines.insert(gift.file_line);
    }
    lines.erase(0);
    return lines;
}

ImportJob DecideRows::require_job(domain::JobId id)
{
    std::optional<ImportJob> job;
    ports_.store.read([&](Records& records) {
        refuse_while_erasing(records, ports_.processes);
        job = records.import_jobs.find(id);
    });
    if (!job) throw Refusal{RefusalKind::NotFound, "import.job_unknown", {{"job", std::to_string(id.value)}}};
    return *job;
}

DecideRows::Task DecideRows::begin(const RowsRequest& request, const char* kind)
{
    check_reason(request.reason);
    Task task;
    task.job = require_job(request.job);
    if (task.job.is_open()) refuse(RefusalKind::Conflict, "import_rows.job_open", task.job);
    if (task.job.state == "undone") refuse(RefusalKind::Conflict, "import_rows.job_undone", task.job);
    task.start = {kind, request.caller.actor, kJobSource, source_key_of(request.job), request.reason,
        request.caller.business_date};
    const std::set<long> wanted{request.rows.begin(), request.rows.end()};
    std::set<long> found;
    ports_.store.read([&](Records& records) {
        task.staged.clear();
        found.clear();
        records.import_jobs.for_each_row(request.job, [&](const StagedRow& row) {
            task.staged.push_back(row);
            const bool is_wanted = wanted.empty() ? row.is_open() : wanted.count(row.issue.row) != 0;
            if (!is_wanted) return;
            found.insert(row.issue.row);
            task.lines.insert(row.issue.line);
        });
        task.corrections = records.import_jobs.corrections_of(request.job);
    });
    for (const long row : wanted) {
        if (found.count(row) == 0)
            throw Refusal{RefusalKind::NotFound, "import_rows.unknown",
                {{"job", std::to_string(request.job.value)}, {"row", std::to_string(row)}}};
    }
    return task;
}

std::unique_ptr<portal_import::ByteSource> DecideRows::open_archive(
    const ImportJob& job, const portal_import::ImportSettings& settings) const
{
    if (job.archive_disposed_on || !ports_.archive.holds(job.archive_file))
        refuse(RefusalKind::Conflict, "import_rows.no_archive", job);
    return std::make_unique<ArchivedTable>(
        ports_.packed_files, ports_.archive.open(job.archive_file), settings);
}

portal_import::ImportSettings DecideRows::settings_of(const ImportJob& job, const domain::Date& day) const
{
    const auto encoding =
        job.encoding == "cp932" ? portal_import::Encoding::Cp932 : portal_import::Encoding::Utf8;
    return {rules_.profiles, rules_.eras, rules_.received_date_rules, rules_.folds, day, job.portal, encoding,
        rules_.limits};
}

std::vector<OrderOutcome> DecideRows::read_again(const Task& task) const
{
    const auto settings = settings_of(task.job, task.start.business_date);
    const auto archive = open_archive(task.job, settings);
    std::unique_ptr<portal_import::CorrectedSource> corrected;
    std::vector<CorrectedCell> cells = task.corrections;
    cells.insert(cells.end(), task.new_cells.begin(), task.new_cells.end());
    if (!cells.empty()) {
        const auto file = portal_import::find_raw_records(*archive, settings, {});
        corrected = std::make_unique<portal_import::CorrectedSource>(
            *archive, file, corrections_by_line(cells), rules_.limits.record_max_bytes);
    }
    std::map<long, long> rows;
    for (const StagedRow& row : task.staged) rows[row.issue.line] = row.issue.row;
    portal_import::ByteSource& source =
        corrected ? static_cast<portal_import::ByteSource&>(*corrected) : *archive;
    portal_import::PortalFile file{source, settings};
    std::vector<OrderOutcome> outcomes;
    while (auto outcome = file.next()) {
        const auto lines = lines_of(*outcome);
        const bool is_wanted =
            std::any_of(lines.begin(), lines.end(), [&](long line) { return task.lines.count(line) != 0; });
        if (!is_wanted) continue;
        // A record that was dropped counts no row; those behind it keep theirs.
        for (auto& issue : outcome->issues) {
            if (rows.count(issue.line) != 0) issue.row = rows[issue.line];
        }
        if (outcome->draft && rows.count(outcome->draft->donation.file_line) != 0)
            outcome->draft->donation.file_row = rows[outcome->draft->donation.file_line];
        outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
}

DecidedRows DecideRows::run(const Task& task)
{
    const auto outcomes = read_again(task);
    DecidedRows done;
    for (std::size_t at = 0; at < outcomes.size(); at += kBatchSize) {
        const auto end = std::min(outcomes.size(), at + kBatchSize);
        run_batch(task,
            {outcomes.begin() + static_cast<std::ptrdiff_t>(at),
                outcomes.begin() + static_cast<std::ptrdiff_t>(end)},
            done);
    }
    ports_.store.read([&](Records& records) {
        const AddressGuard guard{records, Disclosure::Guarded};
        for (auto& update : done.updates) guard.guard(update.donor, update.changes);
    });
    return done;
}

DecidedRows DecideRows::retry(const RowsRequest& request)
{
    return run(begin(request, "import.retry"));
}

DecidedRows DecideRows::fix(
    const RowsRequest& request, const std::vector<std::pair<std::string, std::string>>& cells)
{
    Task task = begin(request, "import.fix");
    const auto settings = settings_of(task.job, request.caller.business_date);
    const auto archive = open_archive(task.job, settings);
    const auto file = portal_import::find_raw_records(*archive, settings, task.lines);
    for (const auto& [header, value] : cells) {
        const std::string wanted = portal_import::fold_word(header);
        const auto column = std::find_if(file.headers.begin(), file.headers.end(),
            [&](const std::string& each) { return portal_import::fold_word(each) == wanted; });
        if (column == file.headers.end())
            throw Refusal{RefusalKind::Invalid, "import_rows.column_unknown", {{"column", header}}};
        const bool is_line = portal_import::is_plain_text(value) && value.find('\n') == std::string::npos;
        if (!is_line) throw Refusal{RefusalKind::Invalid, "correction.invalid", {{"column", header}}};
        // Telephone and order numbers may have twelve digits; the file's own check looks at the columns once more.
        for (const auto& record : file.records)
            task.new_cells.push_back({record.line, column - file.headers.begin(), value});
    }
    return run(task);
}

DecidedRows DecideRows::choose(const RowsRequest& request, RightValue right)
{
    require_reason(request.reason);
    Task task = begin(request, "import.choose");
    // All rows of the order tell what it is about, whichever of them was named.
    std::set<long> lines = task.lines;
    for (const auto& outcome : read_again(task)) {
        if (outcome.kind != OrderOutcome::Kind::StrayRow) lines.merge(lines_of(outcome));
    }
    std::set<std::string> codes;
    for (const StagedRow& row : task.staged) {
        if (lines.count(row.issue.line) != 0) codes.insert(row.issue.code);
    }
    if (codes.count("order.contradictory") != 0 && right == RightValue::File) {
        // The records chosen are the order; the others of it do not count.
        for (const long line : lines) {
            if (task.lines.count(line) == 0) task.new_cells.push_back({line, kDropped, ""});
        }
        return run(task);
    }
    const bool can_decide = std::any_of(codes.begin(), codes.end(),
        [](const std::string& code) { return codes_to_decide().count(code) != 0; });
    if (!can_decide) refuse(RefusalKind::Conflict, "import_rows.nothing_to_choose", task.job);
    if (right == RightValue::File) task.decided = codes_to_decide();
    task.keeps_ours = right == RightValue::Ours;
    return run(task);
}

void DecideRows::dismiss(const RowsRequest& request)
{
    require_reason(request.reason);
    const Task task = begin(request, "import.dismiss");
    std::vector<std::int64_t> parked;
    for (const StagedRow& row : task.staged) {
        if (task.lines.count(row.issue.line) != 0 && row.parked != 0) parked.push_back(row.parked);
    }
    AuditTrail trail{ports_.store, ports_.digests, ports_.clock};
    trail.perform(
        task.start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            decide_about(records, ports_.digests, parked, "dismissed", operation, touched);
        });
}

std::vector<StagedRow> DecideRows::rows_of(domain::JobId id)
{
    require_job(id);
    std::vector<StagedRow> rows;
    ports_.store.read([&](Records& records) {
        rows.clear();
        records.import_jobs.for_each_row(id, [&](const StagedRow& row) { rows.push_back(row); });
    });
    return rows;
}

}  // namespace furusato::application
