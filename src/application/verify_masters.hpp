#pragma once

#include <functional>
#include <string>

#include "furusato/application/digests.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Says a finding: its code and what it is about.
using AddFinding = std::function<void(const std::string& code, const std::string& subject)>;

/// Masters against their history: every version as it was entered, no day with two names, nothing gone.
void check_masters(Records& records, const Digests& digests, const AddFinding& add);

}  // namespace furusato::application
