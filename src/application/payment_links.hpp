#pragma once

#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/payments.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// The history entry of a payment as it stands.
HistoryEntry entry_of(
    const Digests& digests, const Payment& payment, const char* action, std::vector<FieldChange> changes);

/// A donation that is awaited again has no payment any more: those that paid it wait for a decision. Adds their history to `touched`.
void detach_payments(Records& records, const Digests& digests, const domain::Donation& before,
    const domain::Donation& after, std::vector<HistoryEntry>& touched);

}  // namespace furusato::application
