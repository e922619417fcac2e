#pragma once

#include <string>

#include "furusato/application/manage_tickets.hpp"
#include "furusato/domain/ticket.hpp"

namespace furusato::application {

/// Sets a field from what a clerk typed; an empty text clears what may be empty. Throws Refusal{Invalid, "field.unknown" |
/// "field.invalid", {{"field", …}}}.
void set_ticket_field(
    domain::Ticket& ticket, const std::string& field, const std::string& text, const domain::EraTable& eras);

/// The key under which history keeps a field.
std::string history_name_of(const std::string& field);

}  // namespace furusato::application
