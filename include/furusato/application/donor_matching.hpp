#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "furusato/domain/donor_likeness.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/search_term.hpp"

namespace furusato::application {

/// Why a donation was given to a donor whom the ledger knew. A donation that made its donor, or was moved to one by a clerk, has none.
struct DonorMatch {
    domain::DonationId donation;
    int score = 0;
    domain::DonorLikeness likeness;
};

/// Two donors who may be one person, and what a clerk decided.
struct DonorPair {
    std::int64_t id = 0;
    domain::DonorId donor;  // the lower number
    domain::DonorId other;
    domain::DonationId donation;  // that was like both; 0 for a pair that a clerk made
    int score = 0;
    domain::DonorLikeness likeness;
    domain::PairState state = domain::PairState::Open;
    int version = 1;
    domain::OperationId created_by;
    domain::OperationId changed_by;
};

/// Two donors made one; the merged one's number leads to the survivor for as long as it is not undone.
struct DonorMerge {
    std::int64_t id = 0;
    domain::DonorId survivor;
    domain::DonorId merged;
    bool is_undone = false;
    std::vector<std::string> taken{};  // fields that the survivor's record had not and took from the other's
    std::set<std::int64_t> words{};  // key hashes and hashes of search terms of both, which an unmerge leaves
    int version = 1;
    domain::OperationId created_by;
    domain::OperationId changed_by;
};

/// Repository: how donations came to their donors, pairs to be decided, and merges.
class DonorMatching {
public:
    virtual ~DonorMatching() = default;
    virtual void add_matches(const std::vector<DonorMatch>& matches) = 0;
    /// What the link of a donation to its donor was decided by; nullopt where the donation made its donor, or a clerk decided.
    virtual std::optional<DonorMatch> match_of(domain::DonationId donation) = 0;
    virtual void remove_match(domain::DonationId donation) = 0;

    /// Those of the pairs that nobody has proposed before.
    virtual std::vector<DonorPair> unknown_ones(const std::vector<DonorPair>& pairs) = 0;
    virtual void add_pairs(const std::vector<DonorPair>& pairs) = 0;
    virtual std::optional<DonorPair> find_pair(std::int64_t id) = 0;
    virtual std::optional<DonorPair> find_pair(domain::DonorId one, domain::DonorId other) = 0;
    /// Stores the pair, whose version is one more than the stored one's; false when somebody else was first.
    virtual bool update(const DonorPair& pair) = 0;
    /// In order of id from the one after `after` on; those of open operations are left out.
    virtual std::vector<DonorPair> pairs(domain::PairState state, std::int64_t after, std::int64_t limit) = 0;
    virtual std::int64_t count_pairs(domain::PairState state) = 0;
    virtual std::int64_t count_pairs_created_by(domain::OperationId operation) = 0;
    virtual std::vector<DonorPair> pairs_of(domain::DonorId donor) = 0;
    virtual void for_each_pair(const std::function<void(const DonorPair&)>& visit) = 0;

    /// Stores the merge and lets the merged donor's number lead to the survivor.
    virtual void add(const DonorMerge& merge) = 0;
    /// Stores that it was undone, and lets the merged donor's number stand for itself again; false when somebody else was first.
    virtual bool undo(const DonorMerge& merge) = 0;
    /// The merge by which a donor's number leads to another one's.
    virtual std::optional<DonorMerge> standing_merge_of(domain::DonorId merged) = 0;
    /// Merges that a donor was part of, undone ones too, in order of id.
    virtual std::vector<DonorMerge> merges_of(domain::DonorId donor) = 0;
    virtual void for_each_merge(const std::function<void(const DonorMerge&)>& visit) = 0;
    /// Where the donor's number leads: himself, unless he was merged.
    virtual domain::DonorId survivor_of(domain::DonorId donor) = 0;
    /// The donor, first, and all whose numbers lead to him, over as many merges as it may be.
    virtual std::vector<domain::DonorId> group_of(domain::DonorId donor) = 0;
    /// The donors who were made one with another one directly, each with that one.
    virtual std::vector<std::pair<domain::DonorId, domain::DonorId>> merged_donors() = 0;
    /// The donors whose numbers lead to another one's, each with that one: a look through all donors, for verify.
    virtual std::vector<std::pair<domain::DonorId, domain::DonorId>> led_elsewhere() = 0;
    /// Merged donors who have donations or tickets of their own, which must not be.
    virtual std::vector<domain::DonorId> merged_with_donations() = 0;

    /// Those of the keys and terms by which the donor is not found yet.
    virtual std::vector<std::int64_t> missing_keys(
        domain::DonorId donor, const std::set<std::int64_t>& keys) = 0;
    virtual std::vector<domain::SearchTerm> missing_terms(
        domain::DonorId donor, const std::set<domain::SearchTerm>& terms) = 0;
};

}  // namespace furusato::application
