#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/donor_record.hpp"
#include "furusato/domain/search_term.hpp"
#include "furusato/portal_import/donation_draft.hpp"

namespace furusato::application {

/// The fields of a donation's history that name a person or say how to reach him.
const std::set<std::string>& contact_fields();

/// The donation as it is and as it was before each change of its contact: a donor is found by everything ever written for him.
std::vector<domain::Donation> donation_and_past(
    const domain::Donation& donation, const std::vector<RecordedChange>& history);
/// Each of the donations with its past.
std::vector<domain::Donation> donations_and_past(
    Records& records, const std::vector<domain::Donation>& donations);

/// A stored donation as an import would compare it.
portal_import::DonationDraft draft_of(domain::Donation donation, const portal_import::NameFolds& folds);

/// What a donor is found and compared by.
struct DonorTraces {
    std::set<domain::SearchTerm> terms;
    std::set<std::int64_t> keys;

    /// What these donations leave.
    DonorTraces(const std::vector<domain::Donation>& donations, const Digests& digests,
        const portal_import::NameFolds& folds);
    /// With what clerks recorded of the donor: he stays found by it as long as it is shown.
    void add(const std::optional<domain::DonorRecord>& record, const portal_import::NameFolds& folds);
};

template <class Item>
std::vector<Item> without(const std::set<Item>& items, const std::set<Item>& kept)
{
    std::vector<Item> left;
    for (const Item& item : items) {
        if (kept.count(item) == 0) left.push_back(item);
    }
    return left;
}

}  // namespace furusato::application
