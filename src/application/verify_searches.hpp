#pragma once

#include "application/verify_masters.hpp"

namespace furusato::application {

/// Saved searches against their history: each as it was saved, none gone that nobody forgot.
void check_searches(Records& records, const Digests& digests, const AddFinding& add);

}  // namespace furusato::application
