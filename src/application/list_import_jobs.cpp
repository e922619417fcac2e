#include "furusato/application/list_import_jobs.hpp"

#include "furusato/domain/refusal.hpp"

namespace furusato::application {

std::vector<ImportJob> ListImportJobs::execute(std::optional<std::int64_t> limit)
{
    std::vector<ImportJob> jobs;
    store_.read([&](Records& records) { jobs = records.import_jobs.list(limit); });
    return jobs;
}

ImportJobDetail ListImportJobs::show(domain::JobId id)
{
    std::optional<ImportJob> job;
    std::vector<portal_import::RowIssue> issues;
    store_.read([&](Records& records) {
        issues.clear();
        job = records.import_jobs.find(id);
        records.import_jobs.for_each_issue(
            id, [&](const portal_import::RowIssue& issue) { issues.push_back(issue); });
    });
    if (!job)
        throw domain::Refusal{
            domain::RefusalKind::NotFound, "import.job_unknown", {{"job", std::to_string(id.value)}}};
    return {*job, std::move(issues)};
}

}  // namespace furusato::application
