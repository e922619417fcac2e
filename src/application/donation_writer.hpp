#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "application/match_donors.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// All rows that new and changed donations write: themselves, donors, revenue entries, daily sums and history.
struct DonationRows {
    std::vector<NewContact> contacts;
    std::vector<NewDonor> donors;
    std::vector<std::pair<domain::DonorId, std::int64_t>> donor_keys;
    std::vector<DonorTerm> donor_terms;
    std::vector<DonorMatch> matches;
    std::vector<DonorPair> pairs;
    std::vector<domain::Donation> added;
    std::vector<domain::Donation> replaced;
    std::vector<RevenueEntry> entries;
    std::vector<HistoryEntry> history;
    RevenueDays days;
    std::map<std::string, std::vector<std::string>> gift_sets;
};

/// The next free id of each kind that a change of a donation may need.
struct DonationIds {
    std::int64_t donor = 0;
    std::int64_t contact = 0;
    std::int64_t gift_line = 0;
    std::int64_t entry = 0;
    std::int64_t pair = 0;
};

/// How many revenue entries a change of a donation makes at most.
inline constexpr std::int64_t kEntriesPerChange = 2;

/// Works out what donations of one operation write. The one place where a donation's life becomes revenue.
class DonationWriter {
public:
    DonationWriter(const Digests& digests, domain::OperationId operation, domain::Date business_date)
        : digests_{digests}, operation_{operation}, business_date_{business_date}
    {}

    /// Gives contacts and gift lines that have no id yet one; `known` is the donor's stored contact, shared while identical.
    void give_ids(
        domain::Donation& donation, const KnownDonor* known, DonationIds& next, DonationRows& rows) const;
    /// A donation with all its ids.
    void add(domain::Donation donation, DonationIds& next, DonationRows& rows) const;
    /// A donation with its id and number; its donor gets an id if new, and what he is found by.
    void add_with_donor(
        domain::Donation donation, MatchedDonor& matched, DonationIds& next, DonationRows& rows) const;
    /// `before` as stored with its entries becomes `after`.
    void change(const domain::Donation& before, domain::Donation after,
        const std::vector<RevenueEntry>& entries, DonationIds& next, DonationRows& rows) const;
    /// Inside the operation's transaction.
    void write(Records& records, const DonationRows& rows) const;

private:
    void add_decision(domain::DonationId donation, const MatchedDonor& matched, DonationIds& next,
        DonationRows& rows) const;
    void propose(Records& records, const std::vector<DonorPair>& pairs) const;
    void enter(const domain::Donation& donation, const std::string& kind, const domain::Date& day,
        domain::Yen amount, int donations, DonationIds& next, DonationRows& rows) const;
    void enter_refund(const domain::Donation& donation, DonationIds& next, DonationRows& rows) const;
    void undo_refund(const domain::Donation& donation, const std::vector<RevenueEntry>& entries,
        DonationIds& next, DonationRows& rows) const;
    void enter_difference(const domain::Donation& before, const domain::Donation& after,
        const std::vector<RevenueEntry>& entries, DonationIds& next, DonationRows& rows) const;

    const Digests& digests_;
    domain::OperationId operation_;
    domain::Date business_date_;
};

}  // namespace furusato::application
