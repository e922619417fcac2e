#pragma once

#include "furusato/portal_import/portal_profile.hpp"
#include "main/json_part.hpp"

namespace furusato::composition {

/// Reads the key "values": which words of the portal mean what.
void read_profile_values(const JsonPart& values, portal_import::PortalProfile& profile);

/// {"yes": ["○"], "no": ["×"]} turned round.
std::map<std::string, bool> read_yes_and_no(const JsonPart& table);

}  // namespace furusato::composition
