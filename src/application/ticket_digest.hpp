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

/// A field of a ticket, by its name in the history, as the history keeps it; empty for its entries.
std::string history_text(const domain::Ticket& ticket, const std::string& history_name);

}  // namespace furusato::application
