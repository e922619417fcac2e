#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/ticket.hpp"

namespace furusato::application {

/// Which tickets a list shows; empty members do not filter.
struct TicketFilter {
    std::optional<domain::DonorId> donor;
    std::optional<domain::DonationId> donation;
    std::optional<domain::TicketKind> kind;
    std::optional<domain::TicketPriority> priority;
    std::optional<domain::TicketState> state;
    std::optional<std::string> assignee;
    bool only_unfinished = false;   // everything that is not closed
    std::string search{};           // in the subject or an entry, in half width; either case
    std::string search_as_typed{};  // or this
    std::optional<std::int64_t> limit;
};

/// Repository: tickets with their entries.
class Tickets {
public:
    virtual ~Tickets() = default;
    virtual void add(const domain::Ticket& ticket) = 0;
    /// Stores the ticket, whose version is one more than the stored one's, and adds the entries that are not there yet; false when
    /// somebody else was first.
    virtual bool update(const domain::Ticket& ticket) = 0;
    /// Stores its texts, those of its entries too, in place of what stood there; false when somebody else was first.
    virtual bool mask(const domain::Ticket& ticket) = 0;
    virtual std::optional<domain::Ticket> find(domain::TicketId id) = 0;
    /// Unfinished ones first, urgent ones before others, then in order of entry; without their entries.
    virtual std::vector<domain::Ticket> list(const TicketFilter& filter) = 0;
    /// All tickets with their entries in order of id.
    virtual void for_each(const std::function<void(const domain::Ticket&)>& visit) = 0;
};

}  // namespace furusato::application
