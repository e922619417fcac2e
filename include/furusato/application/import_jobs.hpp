#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/portal_import/row_issue.hpp"

namespace furusato::application {

/// One import of one file. `owner` is the process that works on it; a dead owner's job is taken over.
struct ImportJob {
    domain::JobId id;
    domain::OperationId operation;
    std::string portal;
    std::string state;  // planned, applying, done; undone when it was taken back
    std::string file_name;
    std::string sha256;
    std::int64_t bytes = 0;
    std::string encoding;
    bool forced_encoding = false;
    domain::Date business_date{2000, 1, 1};
    std::string archive_file;
    std::string owner;
    std::string owner_seen_at;
    std::string started_at;
    std::string finished_at;
    std::string summary;                                // canonical text of the figures, empty until done
    std::optional<domain::Date> archive_disposed_on{};  // 保存期間満了: the original bytes are gone

    /// Not at its end: nobody sees what it stored yet.
    bool is_open() const { return state == "planned" || state == "applying"; }
};

/// A record that could not be taken, parked once per portal.
struct ParkedRow {
    std::int64_t id = 0;
    std::int64_t fingerprint = 0;
    portal_import::RowIssue issue;
};

/// One issue of a job with what became of its record.
struct StagedRow {
    std::int64_t number = 0;  // of the issue within the job
    std::int64_t parked = 0;
    portal_import::RowIssue issue;
    std::string state;  // empty: open; taken, kept (the ledger's values stay) or dismissed
    domain::OperationId decided_by;

    bool is_open() const { return state.empty(); }
};

/// A cell that a clerk corrected; column −1: the record does not count.
struct CorrectedCell {
    long line = 0;
    long column = 0;
    std::string value;
};

/// Repository: import jobs, their issues, parked records.
class ImportJobs {
public:
    virtual ~ImportJobs() = default;
    /// Throws DuplicateKey while another job of the portal is not done.
    virtual void add(const ImportJob& job) = 0;
    virtual void set_state(domain::JobId id, const std::string& state) = 0;
    virtual void finish(domain::JobId id, const std::string& finished_at, const std::string& summary) = 0;
    /// A done job was taken back, whole or but for what others had worked on.
    virtual void set_undone(domain::JobId id, const std::string& summary) = 0;
    /// Makes `owner` the job's owner if it still belongs to `previous`; false when somebody else was faster.
    virtual bool take_over(domain::JobId id, const std::string& previous, const std::string& owner,
        const std::string& seen_at) = 0;
    /// A sign of life; false when the job has been taken over by another process and this one must stop.
    virtual bool touch(domain::JobId id, const std::string& owner, const std::string& seen_at) = 0;
    /// Leaves the job to whoever comes next.
    virtual void release(domain::JobId id, const std::string& owner) = 0;
    virtual std::optional<ImportJob> find(domain::JobId id) = 0;
    virtual std::optional<ImportJob> running_of(const std::string& portal) = 0;
    virtual std::vector<ImportJob> unfinished() = 0;
    /// The newest done job with these bytes.
    virtual std::optional<ImportJob> done_with_sha256(const std::string& sha256) = 0;
    /// Newest first; at most `limit`.
    virtual std::vector<ImportJob> list(std::optional<std::int64_t> limit) = 0;

    /// The original bytes are to go; false when they are to go or gone already.
    virtual bool set_archive_disposed(domain::JobId id, const domain::Date& day) = 0;

    /// Forgets the issues a stopped run of the job had stored.
    virtual void clear_issues(domain::JobId id) = 0;
    /// Stores issues from `first_number` on; records are parked unless the portal has them parked already.
    virtual void add_issues(
        const ImportJob& job, std::int64_t first_number, const std::vector<ParkedRow>& rows) = 0;
    virtual void for_each_issue(
        domain::JobId id, const std::function<void(const portal_import::RowIssue&)>& visit) = 0;
    /// All issues in order of line, with their records.
    virtual void for_each_row(domain::JobId id, const std::function<void(const StagedRow&)>& visit) = 0;
    /// Decides about parked records.
    virtual void set_rows_state(
        const std::vector<std::int64_t>& parked, const std::string& state, domain::OperationId operation) = 0;
    /// These issues give way to others of the same records (their `parked` is set).
    virtual void replace_issues(domain::JobId id, const std::vector<std::int64_t>& issue_numbers,
        const std::vector<StagedRow>& rows) = 0;
    /// Adds cells or puts them in place of earlier ones.
    virtual void put_corrections(
        domain::JobId id, const std::vector<CorrectedCell>& cells, domain::OperationId operation) = 0;
    virtual std::vector<CorrectedCell> corrections_of(domain::JobId id) = 0;
    /// How many of these fingerprints the portal has parked already.
    virtual std::int64_t parked_count(const std::string& portal) = 0;
};

}  // namespace furusato::application
