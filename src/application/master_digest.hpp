#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/domain/master.hpp"

namespace furusato::application {

/// Keyed digest of one master with all its versions, withdrawn ones too: what history keeps and verify recomputes.
inline std::string digest_of(
    const Digests& digests, domain::MasterKind kind, std::vector<domain::MasterVersion> versions)
{
    std::sort(versions.begin(), versions.end(),
        [](const auto& left, const auto& right) { return left.id < right.id; });
    std::string text{domain::key_of(kind)};
    for (const auto& version : versions) {
        for (const std::string& part : {std::to_string(version.id), std::to_string(version.master),
                 version.code, version.name, version.fund_code, std::to_string(version.gives_points),
                 version.valid_from.iso(), version.valid_to ? version.valid_to->iso() : std::string{}}) {
            text += '\x1f' + part;
        }
    }
    return digests.keyed_hex(text);
}

/// All versions of one identity.
inline std::vector<domain::MasterVersion> of_master(
    const std::vector<domain::MasterVersion>& versions, std::int64_t master)
{
    std::vector<domain::MasterVersion> found;
    std::copy_if(versions.begin(), versions.end(), std::back_inserter(found),
        [&](const auto& version) { return version.master == master; });
    return found;
}

}  // namespace furusato::application
