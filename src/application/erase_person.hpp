#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/manage_retention.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// Erases people from donations and payments inside one operation. Every figure, day, number and key that a report counts by stays.
class PersonEraser {
public:
    /// `first_contact`: ids for contacts of nobody, one more than records to be erased.
    PersonEraser(Records& records, const Digests& digests, const RetentionRules& rules,
        domain::OperationId operation, const domain::Date& today, std::int64_t first_contact)
        : records_{records},
          digests_{digests},
          rules_{rules},
          operation_{operation},
          today_{today},
          next_contact_{first_contact}
    {}

    /// False, and nothing is done, when somebody changed the record since it was found due.
    bool erase_donation(const DueRecord& due, std::vector<HistoryEntry>& touched);
    bool erase_recipients(const DueRecord& due, std::vector<HistoryEntry>& touched);
    bool erase_payer(const DueRecord& due, std::vector<HistoryEntry>& touched);

private:
    domain::ContactId nobody_in(const std::string& prefecture);
    void erase_gift_recipients(domain::Donation& donation);
    void store(const domain::Donation& after, const std::set<std::string>& fields,
        std::vector<HistoryEntry>& touched);
    void erase_receipts(domain::DonationId donation, std::vector<HistoryEntry>& touched);
    void mask_fields(const std::string& entity, std::int64_t id, const std::set<std::string>& fields);

    Records& records_;
    const Digests& digests_;
    const RetentionRules& rules_;
    domain::OperationId operation_;
    domain::Date today_;
    std::int64_t next_contact_;
    std::map<std::string, domain::ContactId> nobody_;  // by prefecture
};

}  // namespace furusato::application
