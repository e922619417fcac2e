#pragma once

#include <array>
#include <deque>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "application/donor_blocks.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donor_likeness.hpp"
#include "furusato/portal_import/donation_draft.hpp"

namespace furusato::application {

/// What an import keeps in memory of every donor of its file and of those whom the ledger knows: DonorFacts without their texts.
struct KnownDonor {
    domain::DonorId id;  // of one who came with this import: given while it is written
    domain::ContactId contact;
    std::int64_t contact_hash = 0;
    std::int64_t name_hash = 0;
    std::int64_t kana_hash = 0;
    std::int64_t address_hash = 0;
    std::int32_t birth_date = 0;   // 0: not known
    std::int32_t postal_code = 0;  // 0: not known
    bool is_stored = false;        // before this import
};

/// A donor with whom a donation was compared.
struct ComparedDonor {
    KnownDonor* donor = nullptr;
    domain::DonorLikeness likeness;
    int score = 0;
};

/// The donor of one donation: known before, or new with this donation. `donor` stays valid as long as the matcher.
struct MatchedDonor {
    KnownDonor* donor = nullptr;
    bool is_new = false;
    DonorFacts facts{};              // of a new one, without ids
    domain::DonorLikeness likeness;  // to the known one
    int score = 0;
    std::vector<ComparedDonor> to_review;  // who may be the same person, not asked before: a clerk decides
    std::vector<std::int64_t> new_keys;    // keys under which the donor was not found before
    std::vector<domain::SearchTerm> new_terms;
};

/// What a donation is looked up by: keyed hashes of mail, phone, name with postal code, reading with birth date; 0 where it tells nothing.
struct DonorKeyHashes {
    std::int64_t mail = 0;
    std::int64_t phone = 0;
    std::int64_t name_postal = 0;
    std::int64_t kana_birth = 0;

    /// Those that are there.
    std::vector<std::int64_t> all() const;
};
/// What a donor made by this donation is compared by; without ids.
DonorFacts donor_facts_of(const Digests& digests, const portal_import::DonationDraft& draft);
DonorKeyHashes key_hashes_of(const Digests& digests, const portal_import::DonationDraft& draft);

/// Recognises donors (names_and_addresses.md §4): whoever shares a key with the donation is compared field by field, and the rule says
/// whose it is, surely or perhaps. Only hashes are compared. A damaged name counts as unknown.
class DonorMatcher {
public:
    DonorMatcher(const Digests& digests, const domain::DonorMatchRule& rule, bool ledger_has_donors)
        : digests_{digests},
          rule_{rule},
          ledger_has_donors_{ledger_has_donors},
          blocks_{static_cast<std::size_t>(rule.largest_block)}
    {}

    /// Loads the ledger's donors that share a key with any of these drafts.
    void load(Records& records, const std::vector<const portal_import::DonationDraft*>& drafts);

    /// The donor of this draft; a new one is visible to the drafts that follow.
    MatchedDonor match(const portal_import::DonationDraft& draft);

private:
    using Number = DonorBlocks::Donor;
    struct Found {
        Number donor = 0;
        domain::DonorLikeness likeness;
    };

    void gather(const DonorKeyHashes& keys);
    void put_in_order();
    void compare(const KnownDonor& wanted);
    std::optional<Number> choose(MatchedDonor& matched);
    void load_pairs(Records& records);
    bool is_new_pair(Number one, Number other);
    Number add_donor(const KnownDonor& donor);

    const Digests& digests_;
    const domain::DonorMatchRule& rule_;
    bool ledger_has_donors_;
    std::deque<KnownDonor> donors_;                    // by Number
    std::unordered_map<std::int64_t, Number> stored_;  // by donor id
    DonorBlocks blocks_;
    std::set<std::pair<std::int64_t, std::int64_t>> known_pairs_;  // that the ledger has, by donor ids
    std::set<std::pair<Number, Number>> proposed_;                 // by this import
    bool has_pairs_ = false;
    std::unordered_map<const portal_import::DonationDraft*, DonorKeyHashes>
        keys_;                  // of the drafts loaded last
    std::vector<Found> found_;  // of the draft at hand, kept for its memory
};

}  // namespace furusato::application
