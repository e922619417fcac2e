#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "furusato/domain/ticket.hpp"

namespace furusato::cli {

// What the commands for tickets, donors and donations say of tickets.

/// Without entries.
nlohmann::json ticket_json(const domain::Ticket& ticket);
nlohmann::json tickets_json(const std::vector<domain::Ticket>& tickets);

/// A text of a ticket, or that it is not shown.
std::string ticket_text(const Context& context, const std::string& text);

/// "12  高  未対応  苦情  配達が遅い（担当 山田）".
std::string ticket_line(const Context& context, const domain::Ticket& ticket);

}  // namespace furusato::cli
