#pragma once

#include "application/verify_masters.hpp"
#include "furusato/application/file_archive.hpp"
#include "furusato/application/process_watch.hpp"

namespace furusato::application {

/// The ledger of deletions against history: no row changed or gone, and each names as many records as its operation erased.
void check_deletions(Records& records, const Digests& digests, const AddFinding& add);

/// The import jobs' archived files against the ledger of deletions: what it tells of is marked so and gone, nothing else is marked.
void check_archives(
    Records& records, const FileArchive& archive, const ProcessWatch& processes, const AddFinding& add);

}  // namespace furusato::application
