#include "persistence/base64.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::ImportJob;
using application::ParkedRow;
using domain::JobId;
using portal_import::IssueWeight;
using portal_import::RowIssue;

namespace {

constexpr auto kJobColumns =
    "SELECT id, operation_id, portal, state, file_name, sha256, bytes, encoding, forced_encoding, business_date, archive_file, owner, "
    "owner_seen_at, started_at, finished_at, summary, archive_disposed_on FROM import_jobs ";

ImportJob job_of(const Row& row)
{
    return {.id = row.id<JobId>("id"),
        .operation = row.id<domain::OperationId>("operation_id"),
        .portal = row.text("portal"),
        .state = row.text("state"),
        .file_name = row.text("file_name"),
        .sha256 = row.text("sha256"),
        .bytes = row.integer("bytes"),
        .encoding = row.text("encoding"),
        .forced_encoding = row.flag("forced_encoding"),
        .business_date = row.date("business_date"),
        .archive_file = row.text("archive_file"),
        .owner = row.text("owner"),
        .owner_seen_at = row.text("owner_seen_at"),
        .started_at = row.text("started_at"),
        .finished_at = row.text("finished_at"),
        .summary = row.text("summary"),
        .archive_disposed_on = row.optional_date("archive_disposed_on")};
}

std::optional<ImportJob> first_of(const std::vector<Row>& rows)
{
    if (rows.empty()) return std::nullopt;
    return job_of(rows.front());
}

}  // namespace

void SqlImportJobs::add(const ImportJob& job)
{
    connection_.execute(R"sql(
        INSERT INTO import_jobs (id, operation_id, portal, running_portal, state, file_name, sha256, bytes, encoding, forced_encoding,
                                 business_date, archive_file, owner, owner_seen_at, started_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql",
        {job.id.value, job.operation.value, job.portal, job.portal, job.state, job.file_name, job.sha256,
            job.bytes, job.encoding, std::int64_t{job.forced_encoding}, job.business_date.iso(),
            job.archive_file, job.owner, job.owner_seen_at, job.started_at});
}

void SqlImportJobs::set_state(JobId id, const std::string& state)
{
    connection_.execute("UPDATE import_jobs SET state = ? WHERE id = ?", {state, id.value});
}

void SqlImportJobs::finish(JobId id, const std::string& finished_at, const std::string& summary)
{
    connection_.execute(
        "UPDATE import_jobs SET state = 'done', running_portal = NULL, finished_at = ?, summary = ? WHERE id = ?",
        {finished_at, summary, id.value});
}

void SqlImportJobs::set_undone(JobId id, const std::string& summary)
{
    connection_.execute(
        "UPDATE import_jobs SET state = 'undone', summary = ? WHERE id = ? AND state IN ('done', 'undone')",
        {summary, id.value});
}

bool SqlImportJobs::take_over(
    JobId id, const std::string& previous, const std::string& owner, const std::string& seen_at)
{
    return connection_.execute(
               "UPDATE import_jobs SET owner = ?, owner_seen_at = ? WHERE id = ? AND owner = ? AND state IN ('planned', 'applying')",
               {owner, seen_at, id.value, previous}) == 1;
}

bool SqlImportJobs::touch(JobId id, const std::string& owner, const std::string& seen_at)
{
    // Asked first: an UPDATE that changes nothing counts 0 on MySQL.
    if (connection_.query("SELECT id FROM import_jobs WHERE id = ? AND owner = ?", {id.value, owner}).empty())
        return false;
    connection_.execute("UPDATE import_jobs SET owner_seen_at = ? WHERE id = ?", {seen_at, id.value});
    return true;
}

void SqlImportJobs::release(JobId id, const std::string& owner)
{
    connection_.execute("UPDATE import_jobs SET owner = '' WHERE id = ? AND owner = ?", {id.value, owner});
}

std::optional<ImportJob> SqlImportJobs::find(JobId id)
{
    return first_of(connection_.query(std::string{kJobColumns} + "WHERE id = ?", {id.value}));
}

std::optional<ImportJob> SqlImportJobs::running_of(const std::string& portal)
{
    return first_of(connection_.query(std::string{kJobColumns} + "WHERE running_portal = ?", {portal}));
}

std::vector<ImportJob> SqlImportJobs::unfinished()
{
    std::vector<ImportJob> jobs;
    for (const Row& row :
        connection_.query(std::string{kJobColumns} + "WHERE running_portal IS NOT NULL ORDER BY id")) {
        jobs.push_back(job_of(row));
    }
    return jobs;
}

std::optional<ImportJob> SqlImportJobs::done_with_sha256(const std::string& sha256)
{
    return first_of(connection_.query(
        std::string{kJobColumns} + "WHERE sha256 = ? AND state = 'done' ORDER BY id DESC LIMIT 1", {sha256}));
}

std::vector<ImportJob> SqlImportJobs::list(std::optional<std::int64_t> limit)
{
    std::vector<ImportJob> jobs;
    connection_.for_each_row(std::string{kJobColumns} + "ORDER BY id DESC LIMIT ?",
        {limit.value_or(INT64_MAX)}, [&](const Row& row) { jobs.push_back(job_of(row)); });
    return jobs;
}

bool SqlImportJobs::set_archive_disposed(JobId id, const domain::Date& day)
{
    return connection_.execute(
               "UPDATE import_jobs SET archive_disposed_on = ? WHERE id = ? AND archive_disposed_on IS NULL",
               {day.iso(), id.value}) == 1;
}

void SqlImportJobs::clear_issues(JobId id)
{
    connection_.execute("DELETE FROM import_issues WHERE job_id = ?", {id.value});
}

void SqlImportJobs::add_issues(
    const ImportJob& job, std::int64_t first_number, const std::vector<ParkedRow>& rows)
{
    Connection::Values issues;
    for (const ParkedRow& row : rows) {
        const auto known = connection_.query(
            "SELECT id FROM parked_rows WHERE portal = ? AND fingerprint = ?", {job.portal, row.fingerprint});
        // A conflict that comes back after it was taken is another one.
        if (!known.empty() && row.issue.weight == IssueWeight::Held) {
            connection_.execute("UPDATE parked_rows SET state = NULL WHERE id = ? AND state = 'taken'",
                {known.front().integer("id")});
        }
        if (known.empty()) {
            connection_.execute(R"sql(
                INSERT INTO parked_rows (id, portal, fingerprint, first_job_id, file_line, file_row, record_base64)
                VALUES (?, ?, ?, ?, ?, ?, ?)
            )sql",
                {row.id, job.portal, row.fingerprint, job.id.value, std::int64_t{row.issue.line},
                    std::int64_t{row.issue.row}, base64(row.issue.raw)});
        }
        const std::int64_t parked = known.empty() ? row.id : known.front().integer("id");
        const std::string weight = row.issue.weight == IssueWeight::Held ? "held" : "error";
        append(issues, job.id.value, first_number++, weight, std::int64_t{row.issue.line},
            std::int64_t{row.issue.row}, row.issue.column, row.issue.code, row.issue.value, parked);
    }
    connection_.insert_rows("import_issues",
        {"job_id", "issue_number", "weight", "file_line", "file_row", "column_name", "code", "cell_value",
            "parked_id"},
        issues);
}

void SqlImportJobs::for_each_issue(JobId id, const std::function<void(const RowIssue&)>& visit)
{
    for_each_row(id, [&](const application::StagedRow& row) { visit(row.issue); });
}

std::int64_t SqlImportJobs::parked_count(const std::string& portal)
{
    return connection_.query("SELECT COUNT(*) AS parked FROM parked_rows WHERE portal = ?", {portal})
        .front()
        .integer("parked");
}

}  // namespace furusato::persistence
