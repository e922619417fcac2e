#pragma once

#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Something that is not as it must be: a code and what it is about.
struct Finding {
    std::string code;
    std::string subject;
};

struct VerifyReport {
    std::int64_t donations = 0;
    std::int64_t operations = 0;
    std::int64_t receipts = 0;
    std::int64_t entries = 0;
    std::vector<Finding> findings;  // at most a hundred of each code
};

/// Checks every stored invariant: structure, audit chain, donations against history and revenue, daily sums against a recount,
/// receipts against donations and numbers.
class VerifyLedger {
public:
    VerifyLedger(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}
    {}
    VerifyReport execute();

private:
    void check_chain(Records& records, VerifyReport& report) const;
    void check_donations(Records& records, VerifyReport& report) const;
    void check_receipts(Records& records, VerifyReport& report) const;
    void check_jobs(Records& records, VerifyReport& report) const;

    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
};

}  // namespace furusato::application
