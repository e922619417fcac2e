#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/application/tickets.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::application {

/// A field of a ticket by key, and what was typed.
using TicketField = std::pair<std::string, std::string>;

/// "kind", "priority", "state", "assignee", "subject", "cause", "action", "payer", "closed_on".
const std::vector<std::string>& ticket_fields();

struct NewTicket {
    std::optional<domain::DonorId> donor{};  // or
    std::string donation{};                  // donation, portal order or receipt number
    std::vector<TicketField> fields{};  // kind, subject …; the assignee is the caller unless said otherwise
    std::string text{};                 // the first entry
    Caller caller;
};

struct TicketChange {
    domain::TicketId id;
    std::vector<TicketField> fields{};
    std::string text{};  // a further entry; may be empty
    std::string reason{};
    std::optional<int> version{};  // refused when the ticket has another one by now
    Caller caller;
};

/// A ticket with what a list shows beside it; texts on a donor under 支援措置 are hidden (AddressGuard).
struct ListedTicket {
    domain::Ticket ticket;
    std::string donation;  // its number; empty for a ticket on the donor
};

struct ChangedTickets {
    std::vector<ListedTicket> tickets;
    domain::OperationId operation;
};

/// Contact log and tickets (関連メモ) on donors and donations. Entries are added and never changed.
class ManageTickets {
public:
    ManageTickets(Store& store, const Digests& digests, const Clock& clock, const domain::EraTable& eras,
        ListDonations donations)
        : store_{store},
          digests_{digests},
          clock_{clock},
          trail_{store, digests, clock},
          eras_{eras},
          donations_{donations}
    {}

    /// A contact record is closed at once unless a state is said. Throws Refusal: NotFound "donor.unknown", "donation.unknown"; Invalid
    /// "field.unknown", "field.invalid", "ticket.text_missing", "ticket.complaint_incomplete", "ticket.closed_before_opened",
    /// "entry.individual_number".
    ListedTicket add(const NewTicket& ticket);
    /// Sets fields and adds an entry. A closed ticket gets its day, a reopened one loses it; a complaint is closed only with its cause
    /// and what was done. Throws Refusal as add(), and NotFound "ticket.unknown"; Invalid "ticket.nothing_changed"; Conflict
    /// "ticket.changed_meanwhile" (with both values), "ticket.changed_elsewhere".
    ListedTicket change(const TicketChange& change);
    /// Everything of one clerk that is not closed; blanks and widths of his name do not matter.
    std::vector<ListedTicket> open_of(const std::string& clerk, Disclosure disclosure = Disclosure::Guarded);
    /// Gives all of that to another clerk in one operation; the other way round undoes it. Throws Refusal{Invalid}: "reason.missing",
    /// "ticket.same_clerk", "field.invalid"; Refusal{NotFound}: "ticket.clerk_has_none", "ticket.nobody_has_any".
    ChangedTickets hand_over(
        const std::string& from, const std::string& to, const std::string& reason, const Caller& caller);
    std::vector<ListedTicket> list(const TicketFilter& filter, Disclosure disclosure = Disclosure::Guarded);
    /// With its entries. Throws Refusal{NotFound, "ticket.unknown"}.
    ListedTicket show(domain::TicketId id, Disclosure disclosure = Disclosure::Guarded);
    /// Who changed what, when and why, oldest first. Throws as show().
    std::vector<RecordedChange> history(domain::TicketId id, Disclosure disclosure = Disclosure::Guarded);

private:
    Store& store_;
    const Digests& digests_;
    const Clock& clock_;
    AuditTrail trail_;
    const domain::EraTable& eras_;
    ListDonations donations_;
};

}  // namespace furusato::application
