#pragma once

#include <string>

#include "furusato/application/anchor.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Stores the anchor of a day over everything that is linked at this moment, inside the present transaction. The day must be later
/// than that of the last anchor.
Anchor make_anchor(Records& records, const Digests& digests, const domain::Date& day,
    const std::string& made_at, const std::string& actor);

/// Before the first operation of a day is linked: seals the day of the operation before it, unless that has an anchor. `newest` is the
/// lane's newest link, `today` the day of the clock: days that are still to come are never sealed.
void seal_day_before(Records& records, const Digests& digests, const AuditLink& newest,
    const StoredOperation& next, const domain::Date& today);

}  // namespace furusato::application
