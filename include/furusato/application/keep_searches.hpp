#pragma once

#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Searches that the office uses again and again, each under a name of its own.
class KeepSearches {
public:
    KeepSearches(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}
    {}

    /// In order of their names.
    std::vector<SavedSearch> list();
    /// Throws Refusal{NotFound, "search.unknown"}.
    SavedSearch find(const std::string& name);
    /// Keeps the filter (options as they are typed, one a line) under the name; one of that name is replaced. Throws Refusal{Invalid,
    /// "search.name_invalid"} for a name of nothing or more than 20 characters, "search.filter_empty" where nothing is filtered; Conflict
    /// "search.saved_meanwhile" when somebody else saved one of that name in this moment.
    void save(const std::string& name, const std::string& filter, const Caller& caller);
    /// Throws as find().
    void forget(const std::string& name, const Caller& caller);

private:
    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
};

}  // namespace furusato::application
