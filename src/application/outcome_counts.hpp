#pragma once

#include "application/plan_orders.hpp"
#include "furusato/application/import_portal_csv.hpp"

namespace furusato::application {

/// The count that a decision belongs to.
inline std::int64_t* count_of(OutcomeCounts& counts, Decision decision)
{
    switch (decision) {
        case Decision::Add: return &counts.added;
        case Decision::Update: return &counts.updated;
        case Decision::Unchanged: return &counts.unchanged;
        case Decision::Held: return &counts.held;
        case Decision::Error: return &counts.error;
    }
    return &counts.error;
}

}  // namespace furusato::application
