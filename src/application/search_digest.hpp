#pragma once

#include <string>

#include "furusato/application/digests.hpp"
#include "furusato/application/settings.hpp"

namespace furusato::application {

/// Keyed digest of a saved search: what history keeps and verify recomputes.
inline std::string digest_of(const Digests& digests, const SavedSearch& search)
{
    return digests.keyed_hex(search.name + '\x1f' + search.filter);
}

/// What history keeps of one that was forgotten.
inline std::string digest_of_forgotten(const Digests& digests)
{
    return digests.keyed_hex("forgotten");
}

}  // namespace furusato::application
