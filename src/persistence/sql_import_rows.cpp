#include "persistence/base64.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::CorrectedCell;
using application::StagedRow;
using domain::JobId;
using portal_import::IssueWeight;

namespace {

constexpr std::size_t kListSize = 100;

IssueWeight weight_of(const Row& row, JobId job)
{
    const std::string& weight = row.text("weight");
    if (weight == "held") return IssueWeight::Held;
    if (weight == "error") return IssueWeight::Error;
    throw application::StorageError{
        "database.unreadable", "unknown weight of an issue, import_job " + std::to_string(job.value)};
}

}  // namespace

void SqlImportJobs::for_each_row(JobId id, const std::function<void(const StagedRow&)>& visit)
{
    connection_.for_each_row(R"sql(
        SELECT i.issue_number AS issue_number, i.weight AS weight, i.file_line AS file_line, i.file_row AS file_row,
               i.column_name AS column_name, i.code AS code, i.cell_value AS cell_value, i.parked_id AS parked_id,
               p.record_base64 AS record_base64, p.state AS state, p.decided_by AS decided_by
          FROM import_issues i
          LEFT JOIN parked_rows p ON p.id = i.parked_id
         WHERE i.job_id = ?
         ORDER BY i.file_line, i.issue_number
    )sql",
        {id.value}, [&](const Row& row) {
            StagedRow staged;
            staged.number = row.integer("issue_number");
            staged.parked = row.is_null("parked_id") ? 0 : row.integer("parked_id");
            staged.issue = {static_cast<long>(row.integer("file_line")),
                static_cast<long>(row.integer("file_row")), row.text("column_name"), row.text("code"),
                row.text("cell_value"), weight_of(row, id), from_base64(row.text("record_base64"))};
            if (!row.is_null("state")) staged.state = row.text("state");
            if (!row.is_null("decided_by")) staged.decided_by = row.id<domain::OperationId>("decided_by");
            visit(staged);
        });
}

void SqlImportJobs::set_rows_state(
    const std::vector<std::int64_t>& parked, const std::string& state, domain::OperationId operation)
{
    for (const std::int64_t id : parked) {
        connection_.execute(
            "UPDATE parked_rows SET state = ?, decided_by = ? WHERE id = ?", {state, operation.value, id});
    }
}

void SqlImportJobs::replace_issues(
    JobId id, const std::vector<std::int64_t>& issue_numbers, const std::vector<StagedRow>& rows)
{
    const auto last =
        connection_.query("SELECT MAX(issue_number) AS last FROM import_issues WHERE job_id = ?", {id.value});
    std::int64_t number = last.front().is_null("last") ? 0 : last.front().integer("last");
    in_lists_of<std::int64_t>(kListSize, issue_numbers, [&](Connection::Values list) {
        list.insert(list.begin(), id.value);
        connection_.execute("DELETE FROM import_issues WHERE job_id = ? AND issue_number IN (" +
                                placeholders(kListSize) + ")",
            list);
    });
    Connection::Values issues;
    for (const StagedRow& row : rows) {
        const std::string weight = row.issue.weight == IssueWeight::Held ? "held" : "error";
        append(issues, id.value, ++number, weight, std::int64_t{row.issue.line}, std::int64_t{row.issue.row},
            row.issue.column, row.issue.code, row.issue.value, row.parked == 0 ? Value{} : Value{row.parked});
    }
    connection_.insert_rows("import_issues",
        {"job_id", "issue_number", "weight", "file_line", "file_row", "column_name", "code", "cell_value",
            "parked_id"},
        issues);
}

void SqlImportJobs::put_corrections(
    JobId id, const std::vector<CorrectedCell>& cells, domain::OperationId operation)
{
    Connection::Values rows;
    for (const CorrectedCell& cell : cells) {
        connection_.execute(
            "DELETE FROM import_corrections WHERE job_id = ? AND file_line = ? AND column_number = ?",
            {id.value, std::int64_t{cell.line}, std::int64_t{cell.column}});
        append(
            rows, id.value, std::int64_t{cell.line}, std::int64_t{cell.column}, cell.value, operation.value);
    }
    connection_.insert_rows(
        "import_corrections", {"job_id", "file_line", "column_number", "cell_value", "operation_id"}, rows);
}

std::vector<CorrectedCell> SqlImportJobs::corrections_of(JobId id)
{
    std::vector<CorrectedCell> cells;
    connection_.for_each_row(
        "SELECT file_line, column_number, cell_value FROM import_corrections WHERE job_id = ? "
        "ORDER BY file_line, column_number",
        {id.value}, [&](const Row& row) {
            cells.push_back({static_cast<long>(row.integer("file_line")),
                static_cast<long>(row.integer("column_number")), row.text("cell_value")});
        });
    return cells;
}

}  // namespace furusato::persistence
