#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/donors.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/retention.hpp"
#include "furusato/domain/search_term.hpp"

namespace furusato::application {

/// A donation that still names its person, with what decides when that may go.
struct NamedDonation {
    domain::DonationId id;
    int version = 0;
    domain::DonationState state = domain::DonationState::Applied;
    domain::DonorKind donor_kind = domain::DonorKind::Individual;
    std::string portal;
    domain::Date applied_on{2000, 1, 1};
    std::optional<domain::Date> received_on;
    std::optional<domain::Date> ended_on;
    std::optional<domain::Date> receipt_on;  // of the last receipt, void ones too
    bool has_receipt = false;                // one that holds, ours or a former system's
    std::optional<domain::Date> ticket_on;   // on which the last of its tickets was closed
    bool has_open_ticket = false;            // of its own, or of its donor as a whole
    bool is_unfinished = false;              // an import or a run of receipts has not ended with it
};

/// What one short transaction of a run erased.
struct Deletion {
    std::int64_t id = 0;
    domain::OperationId operation;
    std::int64_t run = 0;
    std::string rule;
    domain::RetentionSubject subject = domain::RetentionSubject::DonationContact;
    std::string action;
    domain::Date as_of{2000, 1, 1};
    std::int64_t records = 0;
    domain::Date first_day{2000, 1, 1};  // of completion
    domain::Date last_day{2000, 1, 1};
    std::string ids_digest;
};

/// Whose run of retention is open; nobody's without an owner.
struct RetentionTurn {
    std::string owner;
    std::string owner_seen_at;
};

/// Repository: what is old enough to go, the erasing itself where no other repository does it, and the ledger of deletions.
class Retention {
public:
    virtual ~Retention() = default;
    /// Donations that name a person (with `recipients_only`: of a gift's recipient), applied for on the day or before, in order of id.
    virtual std::vector<NamedDonation> named_donations(
        bool recipients_only, const domain::Date& through, domain::DonationId after, std::int64_t limit) = 0;
    /// All donations of a donor, those of open operations too.
    virtual std::vector<domain::DonationId> donations_of(domain::DonorId donor) = 0;
    /// The donor is nobody any more: no hashes, and the contact of nobody.
    virtual void mask_donor(domain::DonorId donor, domain::ContactId contact, std::int64_t contact_hash,
        domain::OperationId operation) = 0;
    /// By what the donor is shown and compared from now on.
    virtual void set_donor_facts(const DonorFacts& facts, domain::OperationId operation) = 0;
    virtual void remove_terms(domain::DonorId donor, const std::vector<domain::SearchTerm>& terms) = 0;
    virtual void remove_keys(domain::DonorId donor, const std::vector<std::int64_t>& keys) = 0;
    /// Contacts that nothing refers to and that still say something, in order of id.
    virtual std::vector<domain::ContactId> unused_contacts(std::int64_t limit) = 0;
    /// Empties the contacts from `first` to `last` that nothing refers to at this moment; gives how many.
    virtual std::int64_t blank_unused_contacts(domain::ContactId first, domain::ContactId last) = 0;
    /// Parked records and cells of issues that are still kept, by job.
    virtual std::map<std::int64_t, std::int64_t> kept_rows_by_job() = 0;
    /// How many it emptied; 0 when somebody else was first.
    virtual std::int64_t blank_rows(domain::JobId job) = 0;
    /// Donations that the job brought or changed and that still name their person.
    virtual std::vector<domain::DonationId> named_donations_of_job(domain::OperationId operation) = 0;

    virtual RetentionTurn turn() = 0;
    /// Makes `to` the owner of the turn if it still is `from`'s (both may be nobody); false when somebody else was faster. Writes a row
    /// in any case, so that of two at once one waits or runs again.
    virtual bool pass_turn(const std::string& from, const std::string& to, const std::string& seen_at) = 0;

    virtual void add(const Deletion& deletion) = 0;
    /// In order of entry.
    virtual std::vector<Deletion> deletions() = 0;
};

}  // namespace furusato::application
