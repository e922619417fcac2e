#pragma once

#include <map>
#include <string>
#include <vector>

#include "furusato/application/catalogue.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/application/store.hpp"
#include "furusato/application/targets.hpp"

namespace furusato::application {

// What history keeps of settings, duties, gifts, suppliers, campaigns, targets and import jobs, and verify recomputes.

/// The entry of a setting or a duty as it is written, with the value in force before; its id stands for name (or portal and duty) and day.
HistoryEntry entry_of(const Digests& digests, const CitySetting& setting, const std::string& before);
HistoryEntry entry_of(const Digests& digests, const DutyAssignment& duty, const std::string& before);
HistoryEntry entry_of(const Digests& digests, const Target& target);
/// The entry of a campaign with its gifts, as they are stored now.
HistoryEntry entry_of(const Digests& digests, const domain::Campaign& campaign, const char* action,
    std::vector<FieldChange> fields = {});
/// The entry of a gift or a supplier with all its versions, as they are stored now.
HistoryEntry entry_of(
    const Digests& digests, const std::vector<GiftVersion>& versions_of_gift, const char* action);
HistoryEntry entry_of(
    const Digests& digests, const std::vector<SupplierVersion>& versions_of_supplier, const char* action);
/// The entry of a job that is done, with what was wrong in its file.
HistoryEntry entry_of(Records& records, const Digests& digests, const ImportJob& job);

/// Versions in the order of their identities, those of each one together.
template <class Version, class IdOf>
std::vector<std::vector<Version>> grouped(const std::vector<Version>& versions, const IdOf& id_of)
{
    std::map<std::int64_t, std::vector<Version>> groups;
    for (const Version& version : versions) groups[id_of(version)].push_back(version);
    std::vector<std::vector<Version>> found;
    found.reserve(groups.size());
    for (auto& [id, group] : groups) found.push_back(std::move(group));
    return found;
}

}  // namespace furusato::application
