#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/donor_matching.hpp"
#include "furusato/application/list_donors.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// A pair of donors as a clerk compares them: both sides as they stand now, a merged donor as part of the one he was merged into.
struct ListedPair {
    DonorPair pair;
    ListedDonor donor;
    ListedDonor other;
    std::string donation;  // number of the donation that was like both; empty where a clerk made the pair
};

struct PairPage {
    std::vector<ListedPair> pairs;
    std::optional<std::int64_t> next;  // cursor of the page after this one
    std::int64_t total = 0;
};

struct PairRequest {
    domain::PairState state = domain::PairState::Open;
    std::string search{};  // one of the two is found by it; empty: all
    std::int64_t after = 0;
    std::int64_t limit = 100;
    domain::Date day{2000, 1, 1};
    Disclosure disclosure = Disclosure::Guarded;
};

/// The list of donors who may be one person.
class ListDonorPairs {
public:
    ListDonorPairs(Store& store, ListDonors donors) : store_{store}, donors_{donors} {}

    PairPage list(const PairRequest& request);
    /// Throws Refusal{NotFound, "pair.unknown"}.
    ListedPair show(std::int64_t pair, const domain::Date& day, Disclosure disclosure);

private:
    PairPage found_by_word(const PairRequest& request);
    std::vector<ListedPair> with_donors(
        const std::vector<DonorPair>& pairs, const domain::Date& day, Disclosure disclosure);

    Store& store_;
    ListDonors donors_;
};

}  // namespace furusato::application
