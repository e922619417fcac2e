#pragma once

#include <string>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/domain/ticket.hpp"

namespace furusato::application {

/// Keyed digest of everything the ledger holds of a ticket, its entries included: what history keeps and verify recomputes.
std::string digest_of(const Digests& digests, const domain::Ticket& ticket);

/// The fields in which two states of a ticket differ, and the texts that were added.
std::vector<FieldChange> changes_between(const domain::Ticket& before, const domain::Ticket& after);

}  // namespace furusato::application
