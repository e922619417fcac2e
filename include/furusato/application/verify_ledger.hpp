#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/file_archive.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::application {

/// Something that is not as it must be: a code and what it is about.
struct Finding {
    std::string code;
    std::string subject;
};

class Findings;

struct VerifyReport {
    std::int64_t donations = 0;
    std::int64_t operations = 0;
    std::int64_t receipts = 0;
    std::int64_t entries = 0;
    std::int64_t anchors = 0;
    std::int64_t operations_after_anchor = 0;  // not sealed yet: cut off, only the rest of the ledger tells
    std::optional<domain::Date> unsealed_from{};  // the earliest business date among those
    std::vector<Finding> findings;                // at most a hundred of each code
    std::int64_t findings_in_all = 0;
};

/// Checks every stored invariant: structure, audit chain and its anchors, donations against history and revenue, daily sums against a recount,
/// receipts against donations and numbers; payments, edited donors, tickets, masters, settings, gifts, campaigns, targets and import jobs against history.
class VerifyLedger {
public:
    VerifyLedger(Store& store, const FileArchive& archive, const Digests& digests, const Clock& clock,
        const ProcessWatch& processes, const domain::EraTable& eras)
        : store_{store},
          archive_{archive},
          digests_{digests},
          clock_{clock},
          trail_{store, digests, clock},
          processes_{processes},
          eras_{eras}
    {}
    VerifyReport execute();

private:
    void check_link(Records& records, const AuditLink& link, Findings& findings) const;
    void check_chain(Records& records, VerifyReport& report) const;
    void check_anchors(Records& records, VerifyReport& report) const;
    void check_donations(Records& records, VerifyReport& report) const;
    void check_donor_contacts(Records& records, VerifyReport& report) const;
    void check_receipts(Records& records, VerifyReport& report) const;
    void check_matches(Records& records, VerifyReport& report) const;
    void check_payments(Records& records, VerifyReport& report) const;
    void check_donors(Records& records, VerifyReport& report) const;
    void check_matching(Records& records, VerifyReport& report) const;
    void check_tickets(Records& records, VerifyReport& report) const;
    void check_jobs(Records& records, VerifyReport& report) const;

    Store& store_;
    const FileArchive& archive_;
    const Digests& digests_;
    const Clock& clock_;
    AuditTrail trail_;
    const ProcessWatch& processes_;
    const domain::EraTable& eras_;
};

}  // namespace furusato::application
