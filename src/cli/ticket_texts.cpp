#include "cli/ticket_texts.hpp"

#include "cli/donation_texts.hpp"
#include "furusato/application/disclosure.hpp"

namespace furusato::cli {
namespace {

nlohmann::json party_json(const std::optional<domain::Party>& party)
{
    return party ? nlohmann::json(domain::key_of(*party)) : nlohmann::json(nullptr);
}

}  // namespace

nlohmann::json ticket_json(const domain::Ticket& ticket)
{
    return {{"id", ticket.id.value}, {"donor", ticket.donor.value}, {"kind", domain::key_of(ticket.kind)},
        {"priority", domain::key_of(ticket.priority)}, {"state", domain::key_of(ticket.state)},
        {"assignee", ticket.assignee}, {"subject", ticket.subject}, {"cause", party_json(ticket.cause)},
        {"action", ticket.action}, {"payer", party_json(ticket.payer)}, {"opened_on", ticket.opened_on.iso()},
        {"closed_on", date_json(ticket.closed_on)}, {"version", ticket.version}};
}

nlohmann::json tickets_json(const std::vector<domain::Ticket>& tickets)
{
    nlohmann::json items = nlohmann::json::array();
    for (const auto& ticket : tickets) items.push_back(ticket_json(ticket));
    return items;
}

std::string ticket_text(const Context& context, const std::string& text)
{
    return text == application::kHidden ? context.sentence("address.hidden_value") : text;
}

std::string ticket_line(const Context& context, const domain::Ticket& ticket)
{
    const auto word = [&](const char* label, std::string_view key) {
        return context.sentence(label + std::string{key});
    };
    return std::to_string(ticket.id.value) + "  " + word("label.priority.", domain::key_of(ticket.priority)) +
           "  " + word("label.ticket_state.", domain::key_of(ticket.state)) + "  " +
           word("label.ticket_kind.", domain::key_of(ticket.kind)) + "  " +
           ticket_text(context, ticket.subject) +
           (ticket.assignee.empty()
                   ? ""
                   : "（" + context.sentence("label.field.assignee") + " " + ticket.assignee + "）");
}

}  // namespace furusato::cli
