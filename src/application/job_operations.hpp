#pragma once

#include <string>
#include <vector>

#include "furusato/application/import_jobs.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

// Operations on an import that is done carry its number, so that all of them are found by it.

/// Not "clerk": fields that an import is put back to are nobody's correction.
inline constexpr auto kJobSource = "import_job";
inline constexpr auto kImportUndo = "import.undo";

inline std::string source_key_of(domain::JobId job)
{
    return "import_job:" + std::to_string(job.value);
}

/// Later operations on the job, in order.
std::vector<StoredOperation> operations_on(Records& records, const ImportJob& job);

}  // namespace furusato::application
