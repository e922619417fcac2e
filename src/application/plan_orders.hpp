#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "application/corporate_scheme_check.hpp"
#include "application/match_donors.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/store.hpp"
#include "furusato/portal_import/donation_draft.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

/// What is to be done with one order.
enum class Decision { Add, Update, Unchanged, Held, Error };

/// What a summary counts of a donation.
struct DonationFacts {
    domain::DonationState state = domain::DonationState::Applied;
    domain::Yen amount;
    bool one_stop_requested = false;
};

/// One order with its decision; `outcome.draft` holds the donation as it shall be.
struct PlannedOrder {
    Decision decision = Decision::Error;
    portal_import::OrderOutcome outcome;
    MatchedDonor donor;                      // for Add
    std::optional<domain::Donation> before;  // for Update
    DonationFacts facts;                     // for orders that are taken
    domain::DonorId known_donor;             // of an order that is there already
    domain::DonationId conflicting;          // the stored donation that holds it
    std::vector<std::int64_t> known_keys;    // of an order that the interrupted run applied
    bool already_applied = false;  // by the interrupted run of the same job: counted, not written again
};

/// Names of the catalogue, looked up by what files write.
class MasterNames {
public:
    MasterNames(const std::vector<GiftVersion>& gifts, const std::vector<Purpose>& purposes);
    /// The purposes alone.
    void resolve_purposes(domain::Donation& donation, std::set<std::string>& unmatched_purposes) const;
    /// Fills in gift versions and purpose codes valid on applied_on, merging shares of one purpose; tells what no master knows.
    void resolve(domain::Donation& donation, std::set<std::string>& unmatched_gifts,
        std::set<std::string>& unmatched_purposes) const;

private:
    const Purpose* find_purpose(const domain::PurposeShare& share, const domain::Date& day) const;
    std::map<std::string, std::vector<GiftVersion>> gifts_;
    std::vector<Purpose> purposes_;
    std::multimap<std::string, std::size_t> purposes_by_label_;
};

/// Compares orders with the ledger: the last stage before storing, shared by dry run and real run.
class OrderPlanner {
public:
    OrderPlanner(const Digests& digests, const MasterNames& names, const CorporateSchemeCheck& scheme,
        const domain::DonorMatchRule& matching, domain::OperationId operation, domain::Date business_date,
        bool ledger_has_donors)
        : digests_{digests},
          names_{names},
          scheme_{scheme},
          matcher_{digests, matching, ledger_has_donors},
          operation_{operation},
          business_date_{business_date}
    {}

    std::vector<PlannedOrder> plan(Records& records, std::vector<portal_import::OrderOutcome> outcomes);
    /// Finds or makes the donor of each new donation, once its batch is planned.
    void match_donors(std::vector<PlannedOrder>& orders);

    std::set<std::string> unmatched_gifts;
    std::set<std::string> unmatched_purposes;
    std::set<std::string> maybe_corporate_scheme;  // portal and number of new orders
    std::set<std::string> decided;  // codes of conflicts that a clerk decided: the file's values count

private:
    void plan_known(Records& records, PlannedOrder& order, domain::Donation stored);
    void add_former(PlannedOrder& order, domain::Donation stored, domain::FormerRecord former);
    bool is_first_of_its_kind(PlannedOrder& order);
    void hold_known_receipts(Records& records, std::vector<PlannedOrder>& orders);
    void hold(PlannedOrder& order, const std::string& code, const std::string& value,
        const std::string& column = {});

    const Digests& digests_;
    const MasterNames& names_;
    const CorporateSchemeCheck& scheme_;
    DonorMatcher matcher_;
    domain::OperationId operation_;
    domain::Date business_date_;
    std::map<std::string, long> first_rows_;  // of the orders and receipts of a former system's file
};

}  // namespace furusato::application
