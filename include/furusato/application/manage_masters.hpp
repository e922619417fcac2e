#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/masters.hpp"

namespace furusato::application {

/// Where a version stands on the business date. Standard: a portal or payment method that nobody has named yet.
enum class MasterStatus { Past, InForce, Planned, Withdrawn, Standard };

inline constexpr std::array<std::string_view, 5> kMasterStatusKeys{
    "past", "in_force", "planned", "withdrawn", "standard"};
constexpr std::string_view key_of(MasterStatus status)
{
    return kMasterStatusKeys[static_cast<std::size_t>(status)];
}

struct ListedMaster {
    domain::MasterKind kind = domain::MasterKind::Purpose;
    domain::MasterVersion version;
    MasterStatus status = MasterStatus::InForce;
    bool is_prohibited = false;  // gives points after portals that do may no longer solicit (rules.md 4.15)
};

struct MasterDetail {
    std::vector<ListedMaster> versions;
    std::vector<RecordedChange> history;
};

/// A new master, or one that ended and begins again.
struct MasterAddition {
    domain::MasterKind kind = domain::MasterKind::Purpose;
    std::string code;
    std::string name;
    std::string fund_code;
    bool gives_points = false;
    domain::Date from{2000, 1, 1};
    std::optional<domain::Date> through;
    std::string reason;
};

/// What is different from a day on; empty members stay as they are.
struct MasterChange {
    domain::MasterKind kind = domain::MasterKind::Purpose;
    std::string code;
    std::optional<std::string> name;
    std::optional<std::string> fund_code;
    std::optional<bool> gives_points;
    domain::Date from{2000, 1, 1};
    std::string reason;
};

/// Keys that the program itself knows, and what rules say of them.
struct MasterRules {
    std::map<std::string, std::string> portals;  // key and standard name of each profile
    std::optional<domain::Date> points_prohibited_from;
};

/// Purposes, funds, portals, payment methods, sections: dated versions. What an earlier day shows never changes: a version is never
/// edited, only followed, ended or (before anything shows it) withdrawn.
class ManageMasters {
public:
    ManageMasters(Store& store, const Digests& digests, const Clock& clock, MasterRules rules)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}, rules_{std::move(rules)}
    {}

    /// All versions of the kind, or of every kind, as they stand on the day.
    std::vector<ListedMaster> list(std::optional<domain::MasterKind> kind, const domain::Date& day);
    /// Whether the word stands in the text, in any width; every text has the empty word.
    static bool has_word(const std::string& text, const std::string& word);
    /// Throws Refusal{NotFound, "master.unknown"}.
    MasterDetail show(domain::MasterKind kind, const std::string& code, const domain::Date& day);
    /// Throws Refusal Invalid "master.name_invalid", "master.code_invalid", "master.ends_before_start", "master.field_not_of_kind";
    /// NotFound "master.key_unknown", "master.fund_unknown"; Conflict "master.overlaps", "master.gap", "master.name_taken",
    /// "master.fund_ends".
    void add(const MasterAddition& addition, const Caller& caller);
    /// Ends the version in force the day before and opens another. Throws as add(), and NotFound "master.unknown", "master.standard_only"
    /// (a portal or payment method that has its standard name alone); Conflict
    /// "master.planned", "master.not_in_force", "master.in_use",
    /// "master.import_unfinished"; Invalid "reason.missing", "master.nothing_changed".
    void set(const MasterChange& change, const Caller& caller);
    /// `last` is the last day, earlier or later than one that was set before. Throws as set(), and Conflict "master.fund_in_use".
    void end(domain::MasterKind kind, const std::string& code, const domain::Date& last,
        const std::string& reason, const Caller& caller);
    /// Takes the newest version back, as long as no donation shows it: what `set` divided goes on as one version, what `add` let begin again
    /// stays ended as before. Throws Refusal as set() and end(), and Conflict "master.not_withdrawable".
    void withdraw(
        domain::MasterKind kind, const std::string& code, const std::string& reason, const Caller& caller);

private:
    MasterStatus status_of(const domain::MasterVersion& version, const domain::Date& day) const;
    bool is_prohibited(domain::MasterKind kind, const domain::MasterVersion& version) const;
    std::string key_of_code(domain::MasterKind kind, const std::string& code) const;
    void check_addition(
        Records& records, domain::MasterKind kind, const domain::MasterVersion& version) const;
    HistoryEntry entry_of(Records& records, domain::MasterKind kind, std::int64_t master, const char* action,
        std::vector<FieldChange> fields) const;

    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
    MasterRules rules_;
};

}  // namespace furusato::application
