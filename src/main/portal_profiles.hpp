#pragma once

#include <filesystem>
#include <vector>

#include "furusato/portal_import/portal_profile.hpp"

namespace furusato::composition {

/// All profiles of a folder (etc/portals/*.json), sorted by file name; the words of their value tables are
/// folded. Throws domain::Refusal{Invalid, "profile.invalid"} naming the file, the key and the reason.
std::vector<portal_import::PortalProfile> read_portal_profiles(const std::filesystem::path& folder);

/// One profile, from its file.
portal_import::PortalProfile read_portal_profile(const std::filesystem::path& file);

}  // namespace furusato::composition
