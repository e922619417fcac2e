#pragma once

#include <nlohmann/json.hpp>

#include "cli/context.hpp"

namespace furusato::cli {

/// A donation as programs read it, in lists and by itself (interfaces.md "donation list").
nlohmann::json donation_json(const Context& context, const application::ListedDonation& listed);

}  // namespace furusato::cli
