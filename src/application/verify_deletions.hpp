#pragma once

#include "application/verify_masters.hpp"

namespace furusato::application {

/// The ledger of deletions against history: no row changed or gone, and each names as many records as its operation erased.
void check_deletions(Records& records, const Digests& digests, const AddFinding& add);

}  // namespace furusato::application
