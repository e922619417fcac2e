#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donor_record.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

/// Two donors who are one person: the second becomes part of the first.
struct MergeRequest {
    domain::DonorId survivor;
    domain::DonorId merged;
    std::string reason;
    std::optional<int> version{};       // of the survivor's record; refused when it has another one by now
    std::optional<int> pair_version{};  // of the pair on the clerk's screen, likewise
    Caller caller;
};

/// What a merge moved or an unmerge moved back.
struct MovedDonor {
    domain::DonorId survivor;
    domain::DonorId merged;
    std::vector<std::string> donations{};  // numbers
    std::size_t tickets = 0;
    std::vector<std::string> taken{};  // fields of the record that went along, or back
    std::vector<std::string>
        stayed{};  // after an unmerge: donations that the survivor got since, or that moved on
    std::vector<std::string> kept{};  // after an unmerge: fields of the record that somebody changed since
    domain::OperationId operation{};
};

/// Donations that are somebody else's: given to a new donor, or to one who is there.
struct SeparateRequest {
    std::vector<std::string> donations;  // numbers
    std::optional<domain::DonorId> to{};
    std::string reason;
    Caller caller;
};

struct SeparatedDonations {
    domain::DonorId from;
    domain::DonorId to;
    bool is_new = false;
    std::vector<std::string> donations;
    domain::OperationId operation;
};

/// Makes two donors one, takes that back, and tells donations apart that were given to one donor by mistake. Donations keep their own
/// snapshot of names and addresses; nothing is ever copied over it.
class MergeDonors {
public:
    MergeDonors(Store& store, const Digests& digests, const Clock& clock, const ProcessWatch& processes,
        const domain::EraTable& eras, const portal_import::NameFolds& folds)
        : store_{store},
          digests_{digests},
          clock_{clock},
          processes_{processes},
          trail_{store, digests, clock},
          eras_{eras},
          folds_{folds}
    {}

    /// Donations, tickets and what the donor is found by go to the survivor, whose record takes what it had not itself; 支援措置 of either
    /// holds for both. Throws Refusal: NotFound "donor.unknown"; Invalid "reason.missing", "reason.invalid", "merge.same_donor",
    /// "merge.kinds_differ"; Conflict "donor.merged", "donor.erased", "donor.changed_elsewhere", "pair.changed_meanwhile",
    /// "merge.import_open", "merge.retention_running".
    MovedDonor merge(const MergeRequest& request);
    /// Gives back what the merge took, as far as nobody changed it since; what came since stays and is named. The pair is never proposed
    /// again. Throws Refusal as merge(), and Conflict "unmerge.not_merged", "unmerge.later_first".
    MovedDonor unmerge(domain::DonorId merged, const std::string& reason, const Caller& caller);
    /// Throws Refusal as merge(); NotFound "donation.unknown"; Invalid "separate.several_donors", "separate.same_donor",
    /// "separate.all_donations"; Conflict "separate.protected".
    SeparatedDonations separate(const SeparateRequest& request);

    /// Pairs that a clerk looked at. Throws NotFound "pair.unknown"; Conflict "pair.changed_meanwhile", "pair.merged".
    DonorPair decide(std::int64_t pair, domain::PairState state, const std::string& reason,
        std::optional<int> version, const Caller& caller);

private:
    Store& store_;
    const Digests& digests_;
    const Clock& clock_;
    const ProcessWatch& processes_;
    AuditTrail trail_;
    const domain::EraTable& eras_;
    const portal_import::NameFolds& folds_;
};

}  // namespace furusato::application
