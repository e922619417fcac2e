#pragma once

#include <string>

#include "cli/context.hpp"

namespace furusato::cli {

/// The paper that proves one donation (証跡一式), section by section.
application::Paper paper_of(
    const Context& context, const application::DonationEvidence& evidence, const std::string& purpose);

}  // namespace furusato::cli
