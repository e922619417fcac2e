#pragma once

#include <nlohmann/json_fwd.hpp>

#include "furusato/portal_import/portal_profile.hpp"
#include "main/profile_faults.hpp"

namespace furusato::composition {

/// Reads the document of one profile (keys: etc/portals/README.md). Every fault is told; only a profile without any may be used.
portal_import::PortalProfile read_profile_document(const nlohmann::json& document, ProfileFaults& faults);

}  // namespace furusato::composition
