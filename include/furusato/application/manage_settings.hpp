#pragma once

#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/settings.hpp"

namespace furusato::application {

/// Dated facts of the city (mayor, seal, section) and who does what per portal.
class ManageSettings {
public:
    ManageSettings(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}
    {}

    std::vector<CitySetting> list();
    std::vector<DutyAssignment> duties();
    /// Throws Refusal{NotFound, "setting.unknown"} for a name that no city has, Refusal{Invalid, "setting.word_unknown"} for a
    /// value that is none of the setting's words, Refusal{Conflict, "setting.receipts_issued"} when
    /// receipts that hold were issued with another value on days for which it would count.
    void set(const CitySetting& setting, const Caller& caller, const std::string& reason = {});
    /// Who issues receipts for days that are over needs a reason, because others may have issued them. Throws Refusal{Invalid,
    /// "reason.missing", "duty.nothing_changed"}.
    void set_duty(const DutyAssignment& assignment, const Caller& caller, const std::string& reason = {});

private:
    static void check_receipts(Records& records, const CitySetting& setting);
    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
};

}  // namespace furusato::application
