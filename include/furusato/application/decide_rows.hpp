#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/change_donation.hpp"
#include "furusato/application/import_portal_csv.hpp"
#include "furusato/portal_import/corrected_source.hpp"

namespace furusato::application {

struct PlannedOrder;

/// What became of the orders that were taken again.
struct DecidedRows {
    domain::OperationId first;  // 0 when nothing was stored
    OutcomeCounts orders;
    std::vector<portal_import::RowIssue> issues;  // of those that are held or in error still
    std::vector<UpdatedDonation> updates;
    std::vector<std::string> added;  // donation numbers
};

/// Which of both a clerk holds to be right.
enum class RightValue { File, Ours };

struct RowsRequest {
    domain::JobId job;
    std::vector<long> rows;  // numbers after the header
    std::string reason;
    Caller caller;
};

/// Takes problem rows of a done import again: with what masters, settings and donations say by now, with corrected cells, or with a
/// clerk's decision. Each is an operation of its own on the job, which `import undo` takes back with it; the archived bytes stay.
class DecideRows {
public:
    DecideRows(const ImportPorts& ports, const ImportRules& rules) : ports_{ports}, rules_{rules} {}

    /// All open rows, or those of the request. Throws Refusal: NotFound "import.job_unknown", "import_rows.unknown"; Conflict
    /// "import_rows.job_open", "import_rows.job_undone", "import_rows.no_archive", "import_rows.changed_meanwhile".
    DecidedRows retry(const RowsRequest& request);
    /// One row with other cells, by header. Throws also Refusal Invalid "import_rows.column_unknown", "correction.invalid",
    /// "correction.not_in_encoding", "entry.individual_number".
    DecidedRows fix(
        const RowsRequest& request, const std::vector<std::pair<std::string, std::string>>& cells);
    /// The file's values or ours, or which records of a contradictory order count; needs a reason. Throws also Refusal Conflict
    /// "import_rows.nothing_to_choose", and what stands against the change (ChangeDonation::edit).
    DecidedRows choose(const RowsRequest& request, RightValue right);
    /// Nothing is to be done about these rows; needs a reason.
    void dismiss(const RowsRequest& request);

    /// Writes the records of these rows as CSV in the file's encoding: the original columns, then reasons under headers of their own, which
    /// no import reads. Corrected in a spreadsheet, the file is imported again. Throws Refusal "import_rows.no_archive".
    using Reasons = std::function<std::vector<std::string>(const StagedRow&)>;
    void write_csv(domain::JobId job, const std::vector<StagedRow>& rows,
        const std::vector<std::string>& reason_headers, const Reasons& reasons, std::ostream& out);
    /// All problem rows of a job in order of line.
    std::vector<StagedRow> rows_of(domain::JobId job);

private:
    struct Task;
    struct Plan;
    struct Rows;

    Task begin(const RowsRequest& request, const char* kind);
    ImportJob require_job(domain::JobId id);
    std::unique_ptr<portal_import::ByteSource> open_archive(
        const ImportJob& job, const portal_import::ImportSettings& settings) const;
    portal_import::ImportSettings settings_of(const ImportJob& job, const domain::Date& day) const;
    /// The orders of the task's rows as the corrected file tells them.
    std::vector<portal_import::OrderOutcome> read_again(const Task& task) const;
    DecidedRows run(const Task& task);
    void run_batch(
        const Task& task, const std::vector<portal_import::OrderOutcome>& batch, DecidedRows& done);
    std::unique_ptr<Plan> plan(Records& records, const Task& task,
        const std::vector<portal_import::OrderOutcome>& batch, domain::OperationId operation) const;
    void write(Records& records, const Task& task, std::vector<PlannedOrder>& orders, Rows& rows) const;
    void add(const Task& task, PlannedOrder& order, Rows& rows) const;
    void update(Records& records, const Task& task, const PlannedOrder& order, Rows& rows) const;
    void keep_ours(Records& records, const PlannedOrder& order, Rows& rows) const;
    void settle(Records& records, const Task& task, const PlannedOrder& order, Rows& rows) const;
    void finish(Records& records, const Task& task, Rows& rows) const;

    ImportPorts ports_;
    ImportRules rules_;
};

}  // namespace furusato::application
