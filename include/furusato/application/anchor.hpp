#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/domain/date.hpp"

namespace furusato::application {

/// How far a lane of the audit chain had come: how many links, the number of the newest, and its digest.
struct LaneHead {
    std::string lane;
    std::int64_t links = 0;
    std::int64_t last_number = 0;
    std::string link;
    friend bool operator==(const LaneHead&, const LaneHead&) = default;
};

/// The seal of a day: the heads of all lanes under a keyed digest, which also covers the anchor before.
struct Anchor {
    domain::Date day{2000, 1, 1};
    std::int64_t number = 0;      // 1, 2, 3 … as they were made
    std::int64_t operations = 0;  // links of all lanes together
    std::string made_at;          // instant in UTC
    std::string actor;
    std::vector<LaneHead> lanes;  // in order of their names
    std::string previous_digest;  // 64 zeros for the first
    std::string digest;
};

/// The digest that the facts of an anchor must have under the ledger's key.
std::string digest_of(const Digests& digests, const Anchor& anchor);

}  // namespace furusato::application
