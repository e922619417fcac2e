#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/targets.hpp"

namespace furusato::application {

/// 目標額 and 歳入予算額 of a fiscal year, by the year or by the month; earlier entries stay, the latest holds.
class ManageTargets {
public:
    ManageTargets(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}
    {}

    std::vector<Target> list(std::optional<domain::FiscalYear> year);
    /// Throws Refusal{Invalid, "target.invalid"} for a month outside the year or a negative amount. Gives it as stored.
    Target set(Target target, const Caller& caller);

private:
    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
};

/// What the year's target says per month (interfaces.md): monthly entries as entered, the rest of the annual figure spread evenly
/// over the other months with the remainder in the last of them; nullopt without any target.
std::optional<std::vector<domain::Yen>> monthly_targets(
    const std::vector<Target>& entries, domain::FiscalYear year);

}  // namespace furusato::application
