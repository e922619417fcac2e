#pragma once

#include <optional>
#include <string>

#include "furusato/application/anchor.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// What was linked after the last anchor.
struct Unsealed {
    std::optional<domain::Date> first_day;  // the earliest business date
    bool is_overdue =
        false;  // a day among it was over when later work was linked: its seal was never made, or is gone
};
Unsealed find_unsealed(Operations& operations, const domain::Date& today);

/// Stores the anchor of a day over everything that is linked at this moment, inside the present transaction. The day must have none.
Anchor make_anchor(Records& records, const Digests& digests, const domain::Date& day,
    const std::string& made_at, const std::string& actor);

/// Before the first operation of a day is linked: seals the latest day before it that was worked on since the last anchor. `newest` is the
/// lane's newest link, `today` the day of the clock: days that are still to come are never sealed.
void seal_day_before(Records& records, const Digests& digests, const AuditLink& newest,
    const StoredOperation& next, const domain::Date& today);

}  // namespace furusato::application
