#pragma once

#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/application/targets.hpp"

namespace furusato::application {

/// Masters of a city as read from files: what a new ledger starts with.
struct CityMasters {
    std::vector<CitySetting> settings;
    std::vector<DutyAssignment> duties;
    std::vector<Fund> funds;
    std::vector<Purpose> purposes;
    std::vector<domain::Campaign> campaigns;
    std::vector<Target> targets;
};

/// What of it was not there yet.
struct LoadedCity {
    std::int64_t settings = 0;
    std::int64_t purposes = 0;
    std::int64_t campaigns = 0;
    std::int64_t targets = 0;
    std::int64_t total() const { return settings + purposes + campaigns + targets; }
};

/// Brings masters into a ledger: only what is missing, never over what staff has changed. Also binds the ledger to its key.
class LoadCity {
public:
    LoadCity(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}
    {}

    LoadedCity execute(const CityMasters& masters, const Caller& caller);

    /// Throws Refusal{Conflict, "database.key_mismatch"} when the ledger was made with another key than this data folder's.
    void check_key();

private:
    static void refuse_demo_in_use(Records& records, const CityMasters& masters);
    void load_settings(Records& records, const CityMasters& masters, domain::OperationId operation,
        std::vector<HistoryEntry>& touched, LoadedCity& loaded) const;
    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
};

}  // namespace furusato::application
