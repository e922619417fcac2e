#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/store.hpp"
#include "furusato/portal_import/donation_draft.hpp"

namespace furusato::application {

/// The donor of one donation: known before, or new with this donation. `facts` stays valid as long as the matcher.
struct MatchedDonor {
    DonorFacts* facts = nullptr;
    bool is_new = false;
    std::vector<std::int64_t> new_keys;  // keys under which the donor was not found before
    std::vector<domain::SearchTerm> new_terms;
};

/// Recognises donors: same kind and equal folded name, and equal mail, or phone, or postal code and birth date
/// (names_and_addresses.md §4; the import issue replaces this rule by a score over the same keys). A damaged name matches nobody.
class DonorMatcher {
public:
    DonorMatcher(const Digests& digests, bool ledger_has_donors)
        : digests_{digests}, ledger_has_donors_{ledger_has_donors}
    {}

    /// Loads the ledger's donors that share a key with any of these drafts.
    void load(Records& records, const std::vector<const portal_import::DonationDraft*>& drafts);

    /// The donor of this draft; a new one is visible to the drafts that follow.
    MatchedDonor match(const portal_import::DonationDraft& draft);

    /// The key hashes under which a donor with this donation is found.
    std::vector<std::int64_t> key_hashes(const portal_import::DonationDraft& draft) const
    {
        return keys_of(draft).all();
    }
    /// What a donor with this donation is compared by; without his numbers.
    DonorFacts facts_of(const portal_import::DonationDraft& draft) const;

private:
    struct Keys {
        std::int64_t mail = 0;
        std::int64_t phone = 0;
        std::int64_t name_postal = 0;
        std::int64_t kana_birth = 0;
        std::vector<std::int64_t> all() const;
    };
    Keys keys_of(const portal_import::DonationDraft& draft) const;
    std::int64_t hashed(const char* kind, const std::string& text) const;
    DonorFacts* find(const Keys& keys, const DonorFacts& wanted);
    void remember(DonorFacts* donor, const std::vector<std::int64_t>& keys);

    const Digests& digests_;
    bool ledger_has_donors_;
    std::deque<DonorFacts> donors_;
    std::unordered_map<std::int64_t, DonorFacts*> stored_;  // by donor id
    std::unordered_map<std::int64_t, std::vector<DonorFacts*>> by_key_;
};

}  // namespace furusato::application
