#include "furusato/portal_import/profile_signatures.hpp"

#include <algorithm>
#include <string>

#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {
namespace {

/// A header that files of this layout have: its signature and the first name of each field.
HeaderIndex usual_header(const PortalProfile& profile)
{
    std::vector<std::string> headers = profile.signature;
    for (const auto& [field, aliases] : profile.aliases) {
        if (!aliases.empty()) headers.push_back(aliases.front());
    }
    return HeaderIndex{headers};
}

bool may_be_read_alike(const PortalProfile& left, const PortalProfile& right)
{
    return !left.delimiter || !right.delimiter || *left.delimiter == *right.delimiter;
}

}  // namespace

std::vector<ShadowedProfile> find_shadowed(const std::vector<PortalProfile>& profiles)
{
    std::vector<ShadowedProfile> found;
    for (const PortalProfile& profile : profiles) {
        const HeaderIndex header = usual_header(profile);
        for (const PortalProfile& other : profiles) {
            const bool is_longer = other.signature.size() >= profile.signature.size();
            if (other.id == profile.id || !is_longer || !may_be_read_alike(profile, other)) continue;
            const bool is_whole = std::all_of(other.signature.begin(), other.signature.end(),
                [&header](const std::string& name) { return header.column_of(name).has_value(); });
            if (is_whole) found.push_back({&profile, &other});
        }
    }
    return found;
}

}  // namespace furusato::portal_import
