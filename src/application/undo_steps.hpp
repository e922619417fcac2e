#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

// The steps that taking an import back takes with each donation.

/// First value before and last value after, field by field.
void join(std::vector<FieldChange>& net, const FieldChange& later);
/// Out of every list and figure; its own number stays, the portal's is free for the same file again.
void withdraw(domain::Donation& donation, const domain::Date& today);
/// Throws Refusal{Conflict, "undo.changed_since"} when something that others than these operations did to the donation still stands.
void require_unchanged(
    Records& records, const domain::Donation& donation, const std::set<std::int64_t>& operations_of_job);
/// What leaves the office or comes into it by a donation's number keeps the donation: throws Refusal Conflict
/// "import_undo.receipt_issued" or "import_undo.has_ticket".
void require_no_papers(Records& records, const domain::Donation& donation);
/// Throws Refusal{Conflict, "import_undo.payment_matched"} where the change would take its payment from the donation.
void require_no_payment(Records& records, const domain::Donation& before, const domain::Donation& after);

}  // namespace furusato::application
