#include "application/erase_tickets.hpp"

#include "application/mask_history.hpp"
#include "application/ticket_digest.hpp"

namespace furusato::application {
namespace {

bool holds_words(const std::string& field)
{
    return field == "subject" || field == "action" || field == "entry";
}

bool is_erased(const domain::Ticket& ticket)
{
    const auto is_gone = [](const std::string& text) { return text == masked_text(text); };
    for (const auto& entry : ticket.entries) {
        if (!is_gone(entry.text)) return false;
    }
    return is_gone(ticket.subject) && is_gone(ticket.action);
}

}  // namespace

void TicketEraser::erase_of(domain::DonationId donation)
{
    TicketFilter filter;
    filter.donation = donation;
    erase(filter);
}

void TicketEraser::erase_of(domain::DonorId donor)
{
    TicketFilter filter;
    filter.donor = donor;
    erase(filter);
}

void TicketEraser::erase(const TicketFilter& filter)
{
    for (const domain::Ticket& listed : records_.tickets.list(filter)) {
        auto ticket = records_.tickets.find(listed.id);
        if (!ticket || is_erased(*ticket)) continue;
        ticket->subject = masked_text(ticket->subject);
        ticket->action = masked_text(ticket->action);
        for (auto& entry : ticket->entries) entry.text = masked_text(entry.text);
        ++ticket->version;
        ticket->changed_by = operation_;
        if (!records_.tickets.mask(*ticket)) continue;
        mask_history(records_, digests_, "ticket", ticket->id.value,
            [](const FieldChange& field) { return holds_words(field.field); });
        touched_.push_back({"ticket", ticket->id.value, "masked", digest_of(digests_, *ticket), {}});
    }
}

}  // namespace furusato::application
