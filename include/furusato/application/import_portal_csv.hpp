#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/file_archive.hpp"
#include "furusato/application/import_changes.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/packed_files.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/corporate_scheme.hpp"
#include "furusato/domain/donor_likeness.hpp"
#include "furusato/portal_import/pipeline.hpp"

namespace furusato::application {

/// Counts of records or orders by what became of them: read = new + updated + unchanged + skipped + held + error.
struct OutcomeCounts {
    std::int64_t read = 0;
    std::int64_t added = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t skipped = 0;
    std::int64_t held = 0;
    std::int64_t error = 0;
    friend bool operator==(const OutcomeCounts&, const OutcomeCounts&) = default;
};

/// What an import did or, as a dry run, would do (interfaces.md `import --json`).
struct ImportSummary {
    std::optional<domain::JobId> job;
    std::string file;
    std::string sha256;
    std::string portal;
    std::string encoding;
    portal_import::FileReading reading;
    bool dry_run = false;
    OutcomeCounts rows;
    OutcomeCounts orders;
    std::int64_t cancelled = 0;
    std::int64_t awaiting_payment = 0;
    std::int64_t received = 0;
    std::int64_t received_yen = 0;
    std::int64_t donors_new = 0;
    std::int64_t donors_matched = 0;
    std::int64_t donors_to_review = 0;  // pairs that a clerk has to look at
    std::int64_t one_stop_requested = 0;
    std::set<std::string> unmatched_gifts;
    std::set<std::string> unmatched_purposes;
    std::int64_t maybe_corporate_scheme =
        0;  // new ones that may belong to 企業版: to be asked (rules.md 5.10)
    std::vector<portal_import::RowIssue> issues;  // in order of line
    std::vector<UpdatedDonation> updates;         // the first kMostUpdatesTold, in order of the file
    std::vector<VanishedDonation> vanished;       // in order of their days
    double seconds = 0;
    std::optional<domain::JobId> same_file_as;  // an earlier done job with the same bytes
    bool resumed = false;  // finished what an interrupted import of the same file had begun
};

struct ImportRequest {
    std::string file_name;  // as shown; never holds personal data in our files, kept as given
    std::optional<std::string> portal;
    std::optional<portal_import::Encoding> encoding;
    bool dry_run = false;
    Caller caller;
    std::function<void(const ImportJob&)> waiting = [](const ImportJob&) {
    };  // told once when another import has the portal
    std::function<bool()> is_stop_wanted = [] { return false; };  // asked between two batches
};

/// A job whose process is gone: finished now, or the code of the refusal that kept it from it.
struct InterruptedJob {
    domain::JobId id;
    std::string refusal;
};

class WatchedSource;

/// Law, profiles and folds that imports go by.
struct ImportRules {
    const std::vector<portal_import::PortalProfile>& profiles;
    const domain::EraTable& eras;
    const domain::ReceivedDateRules& received_date_rules;
    const portal_import::NameFolds& folds;
    const domain::CorporateScheme& corporate_scheme;
    const domain::DonorMatchRules& donor_matching;
    portal_import::ImportLimits limits{};
};

/// The ports an import needs.
struct ImportPorts {
    Store& store;
    FileArchive& archive;
    const Digests& digests;
    const Clock& clock;
    const ProcessWatch& processes;
    const PackedFiles* packed_files = nullptr;  // without it only text is read
};

/// Takes one portal file into the ledger: reads and checks it whole, then applies it in short batches under one job.
/// A kill at any instant leaves a job that reports ignore and that the next import finishes from the archived bytes.
class ImportPortalCsv {
public:
    using Progress = std::function<void(std::int64_t rows_done, std::int64_t rows_in_all)>;

    ImportPortalCsv(const ImportPorts& ports, const ImportRules& rules) : ports_{ports}, rules_{rules} {}

    /// Throws Refusal for a file that must not be taken (nothing is stored), Conflict "import.retention_running" while people are being
    /// erased, Conflict "import.stopped" when somebody wanted it (the job is left as by an interruption), and StorageError when the store fails
    /// (the job stays interrupted and is finished by a later import).
    ImportSummary execute(
        const ImportRequest& request, portal_import::ByteSource& source, const Progress& progress);

    /// Finishes the jobs of processes that are gone, except one of the file with this digest (its own import resumes it).
    std::vector<InterruptedJob> finish_interrupted(const std::string& except_sha256 = {});

private:
    portal_import::ImportSettings settings_for(const std::optional<std::string>& portal,
        const std::optional<portal_import::Encoding>& encoding, const domain::Date& day) const;
    portal_import::ImportSettings settings_of(const ImportJob& job) const;
    bool is_at_work(const ImportJob& job) const;
    struct OpenedJob {
        ImportJob job;
        bool is_taken_over = false;  // another run began it, on its own business date and encoding
    };
    OpenedJob open_job(const ImportRequest& request, const portal_import::PortalFile& file,
        const std::string& sha256, std::int64_t bytes);
    using Waiting = std::function<void(const ImportJob&)>;
    std::optional<ImportJob> claim_portal(
        const std::string& portal, const std::string& sha256, const Waiting& waiting);
    ImportSummary take(const ImportRequest& request, WatchedSource& source,
        portal_import::PortalFile& examined, const Progress& progress);
    using StopWanted = std::function<bool()>;
    ImportSummary run(const ImportJob& job, portal_import::PortalFile& file, const Progress& progress,
        const StopWanted& is_stop_wanted);
    ImportSummary run_or_release(const ImportJob& job, portal_import::PortalFile& file,
        const Progress& progress, const StopWanted& is_stop_wanted);
    void finish_job(const ImportJob& job, ImportSummary& summary);

    ImportPorts ports_;
    ImportRules rules_;
};

}  // namespace furusato::application
