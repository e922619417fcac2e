#include "furusato/domain/ticket.hpp"

#include "domain/key_table.hpp"

namespace furusato::domain {

std::optional<TicketKind> ticket_kind_of(std::string_view key)
{
    return enumerator_of<TicketKind>(kTicketKindKeys, key);
}

std::optional<TicketPriority> ticket_priority_of(std::string_view key)
{
    return enumerator_of<TicketPriority>(kTicketPriorityKeys, key);
}

std::optional<TicketState> ticket_state_of(std::string_view key)
{
    return enumerator_of<TicketState>(kTicketStateKeys, key);
}

std::optional<Party> party_of(std::string_view key)
{
    return enumerator_of<Party>(kPartyKeys, key);
}

}  // namespace furusato::domain
