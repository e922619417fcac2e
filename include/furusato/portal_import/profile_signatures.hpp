#pragma once

#include <vector>

#include "furusato/portal_import/portal_profile.hpp"

namespace furusato::portal_import {

/// A layout whose files would be taken for those of another one.
struct ShadowedProfile {
    const PortalProfile* profile = nullptr;
    const PortalProfile* by = nullptr;
};

/// Pairs of profiles of different ids where the columns that one names hold the whole signature of the other, which is not shorter.
std::vector<ShadowedProfile> find_shadowed(const std::vector<PortalProfile>& profiles);

}  // namespace furusato::portal_import
