#pragma once

#include <functional>
#include <optional>
#include <string>

#include "furusato/application/caller.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::application {

/// A donation with everything the ledger knows of it.
struct DonationDetail {
    ListedDonation listed;
    std::vector<RevenueEntry> entries;
    std::optional<ImportJob> job;  // where it came from
};

/// Looks donations up.
class ListDonations {
public:
    ListDonations(Store& store, const domain::EraTable& eras) : store_{store}, eras_{eras} {}

    /// Streams what the filter leaves, in order of entry; `before_first` gets the exact total of the filter without cursor and limit.
    /// The search word may be any number or part of a name, in any width.
    void execute(DonationFilter filter, const std::function<void(std::int64_t total)>& before_first,
        const std::function<void(const ListedDonation&)>& visit);

    /// By donation number, portal order number or receipt number. Throws Refusal{NotFound, "donation.unknown"}.
    DonationDetail show(const std::string& number);
    /// Who changed what, when and why, oldest first. Throws as show().
    std::vector<RecordedChange> history(const std::string& number);

private:
    void understand_search(DonationFilter& filter) const;
    Store& store_;
    const domain::EraTable& eras_;
};

}  // namespace furusato::application
