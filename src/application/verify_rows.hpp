#pragma once

#include "application/verify_masters.hpp"

namespace furusato::application {

// Rows against what history says that was written last; what has no history, and what history alone knows, are findings too.

void check_settings(Records& records, const Digests& digests, const AddFinding& add);
void check_duties(Records& records, const Digests& digests, const AddFinding& add);
void check_gifts(Records& records, const Digests& digests, const AddFinding& add);
void check_suppliers(Records& records, const Digests& digests, const AddFinding& add);
void check_campaigns(Records& records, const Digests& digests, const AddFinding& add);
void check_targets(Records& records, const Digests& digests, const AddFinding& add);
/// Jobs that are done, with their issues.
void check_import_jobs(Records& records, const Digests& digests, const AddFinding& add);

}  // namespace furusato::application
