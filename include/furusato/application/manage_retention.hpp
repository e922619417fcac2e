#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "furusato/application/access_log.hpp"
#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/file_archive.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/application/retention.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

/// A record whose time is over.
struct DueRecord {
    std::int64_t id = 0;
    domain::Date completed_on{2000, 1, 1};
    int version = 0;
    std::int64_t count = 1;  // of what it holds: rows of a job, lines of a log
};

/// What a rule would erase on a day.
struct DueOfRule {
    domain::RetentionRule rule;
    domain::Date through{2000, 1, 1};  // last day of completion that is over
    std::vector<DueRecord> due;
    std::map<std::string, std::int64_t>
        held_back;  // why (payment_open, receipt_open, unfinished, donations_kept), how many
};

/// What a run erased by one rule, as the ledger of deletions keeps it.
struct DeletedByRule {
    std::int64_t run = 0;
    std::string rule;
    domain::RetentionSubject subject = domain::RetentionSubject::DonationContact;
    std::string action;
    domain::Date as_of{2000, 1, 1};
    std::string at;
    std::string actor;
    std::string reason;
    std::int64_t records = 0;
    domain::Date first_day{2000, 1, 1};
    domain::Date last_day{2000, 1, 1};
    std::string ids_digest;
};

struct RetentionPorts {
    Store& store;
    const Digests& digests;
    const Clock& clock;
    FileArchive& archive;
    AccessLog& access_log;
    const ProcessWatch& processes;
};

struct RetentionRules {
    std::vector<domain::RetentionRule> rules;
    const domain::EraTable& eras;
    const portal_import::NameFolds& folds;
};

class ErasingTurn;

/// 保存年限: shows what may go, erases it in short transactions, and keeps a ledger of it. Figures stay what they were.
class ManageRetention {
public:
    ManageRetention(RetentionPorts ports, RetentionRules rules)
        : ports_{ports}, rules_{std::move(rules)}, trail_{ports.store, ports.digests, ports.clock}
    {}

    using Progress = std::function<void(std::int64_t done, std::int64_t in_all)>;

    /// Changes nothing.
    std::vector<DueOfRule> preview(const domain::Date& as_of);
    /// Erases by every rule, or by one. What a stopped run left is done by the next. Throws Refusal Invalid "reason.missing",
    /// "reason.invalid"; NotFound "retention.rule_unknown"; Conflict "retention.ahead" for a business date after today,
    /// "retention.running", "retention.import_open", "retention.taken_over" where another run or an import is in the way.
    std::vector<DeletedByRule> run(const std::optional<std::string>& rule, const std::string& reason,
        const Caller& caller, const Progress& progress);
    /// Newest run first.
    std::vector<DeletedByRule> list();

private:
    struct Run;
    DueOfRule due_of(
        const domain::RetentionRule& rule, const domain::Date& as_of, const std::set<std::int64_t>& gone);
    void find_donations(Records& records, DueOfRule& found) const;
    void find_jobs(Records& records, DueOfRule& found, const std::set<std::int64_t>& gone) const;
    void erase(const DueOfRule& due, Run& run, const Progress& progress);
    void erase_batch(const DueOfRule& due, const std::vector<DueRecord>& batch, const Run& run);
    void finish_stopped_runs();
    void blank_unused_contacts(const ErasingTurn& turn);

    RetentionPorts ports_;
    RetentionRules rules_;
    AuditTrail trail_;
};

}  // namespace furusato::application
