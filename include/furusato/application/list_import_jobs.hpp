#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/import_changes.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

using Figures = std::map<std::string, std::int64_t>;

/// The figures of a job's summary ("rows.new=12" a line).
Figures figures_of(const std::string& summary);

/// One import with everything that was wrong with its file.
struct ImportJobDetail {
    ImportJob job;
    std::vector<portal_import::RowIssue> issues;  // in order of line
    std::vector<UpdatedDonation> updates;         // the first kMostUpdatesTold, in order of entry
    std::vector<std::string> vanished;            // the first numbers
};

/// What came from one portal on one day.
struct PortalToday {
    enum class State { Imported, Empty, NotYet };
    std::string portal;
    State state = State::NotYet;
    std::vector<ImportJob> jobs;            // of the day, oldest first
    std::optional<domain::Date> last_on{};  // of the newest job before the day
};

/// Looks imports up.
class ListImportJobs {
public:
    explicit ListImportJobs(Store& store) : store_{store} {}
    /// Newest first.
    std::vector<ImportJob> execute(std::optional<std::int64_t> limit);
    /// The portals expected on a day: those with an import on it or in the days before it, and those that the setting "expected_portals"
    /// names; in order of their keys.
    std::vector<PortalToday> today(const domain::Date& day, int days_before);
    /// Throws Refusal{NotFound, "import.job_unknown"}.
    ImportJobDetail show(domain::JobId id);

private:
    Store& store_;
};

}  // namespace furusato::application
