#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/disclosure.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donor_record.hpp"
#include "furusato/domain/ticket.hpp"

namespace furusato::application {

/// A donor as a list shows him on a day.
struct ListedDonor {
    domain::DonorRecord record;
    domain::Contact contact;     // name, registered address, phone and mail on the day
    std::int64_t donations = 0;  // received ones
    domain::Yen amount;
    bool is_resident = false;  // registered in the city on the day; not told with a hidden address
    bool is_address_hidden = false;
};

struct DonorPage {
    std::vector<ListedDonor> donors;
    std::optional<domain::DonorId> next;  // cursor of the page after this one
    std::int64_t total = 0;
};

/// Received donations of a tax year.
struct DonorYear {
    std::int64_t donations = 0;
    domain::Yen amount;
};

/// A donor with everything the ledger knows of him.
struct DonorDetail {
    ListedDonor donor;
    std::vector<ListedDonation> donations;  // all of them, in order of entry
    std::map<int, DonorYear> years;         // by tax year
    std::vector<domain::Ticket> tickets;    // that are not closed
    bool told_another_address = false;      // a donation after the recorded address tells of another one
    std::vector<domain::DonorId> merged;    // whose numbers lead here
};

struct DonorRequest {
    std::string search;  // what ListDonations searches for; empty: all
    std::optional<domain::DonorId> after;
    std::int64_t limit = 100;
    domain::Date day{2000, 1, 1};
    Disclosure disclosure = Disclosure::Guarded;
};

/// Looks donors up.
class ListDonors {
public:
    ListDonors(Store& store, ListDonations donations) : store_{store}, donations_{donations} {}

    /// A page of the donors whom the search word finds, in order of their number.
    DonorPage list(const DonorRequest& request);
    /// Those of the numbers that are donors, as they stand; a merged one is not led to his survivor.
    std::vector<ListedDonor> find(
        const std::vector<domain::DonorId>& ids, const domain::Date& day, Disclosure disclosure);
    /// The number of a merged donor leads to the one he is part of. Throws Refusal{NotFound, "donor.unknown"}.
    DonorDetail show(domain::DonorId id, const domain::Date& day, Disclosure disclosure);
    /// The donor of a donation, portal order or receipt number. Throws Refusal{NotFound, "donation.unknown"}.
    domain::DonorId donor_of(const std::string& number);
    /// Who changed what, when and why, oldest first; merges of a donor are part of it, a merged one is told for himself. Throws as show().
    std::vector<RecordedChange> history(domain::DonorId id, Disclosure disclosure);

private:
    Store& store_;
    ListDonations donations_;
};

}  // namespace furusato::application
