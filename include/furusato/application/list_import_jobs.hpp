#pragma once

#include <optional>
#include <vector>

#include "furusato/application/import_jobs.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// One import with everything that was wrong with its file.
struct ImportJobDetail {
    ImportJob job;
    std::vector<portal_import::RowIssue> issues;  // in order of line
};

/// Looks imports up.
class ListImportJobs {
public:
    explicit ListImportJobs(Store& store) : store_{store} {}
    /// Newest first.
    std::vector<ImportJob> execute(std::optional<std::int64_t> limit);
    /// Throws Refusal{NotFound, "import.job_unknown"}.
    ImportJobDetail show(domain::JobId id);

private:
    Store& store_;
};

}  // namespace furusato::application
