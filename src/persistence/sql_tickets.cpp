#include <map>

#include "persistence/sql_donation_filter.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::TicketFilter;
using domain::Ticket;
using domain::TicketEntry;

namespace {

const std::string& select_tickets()
{
    static const std::string kSql =
        "SELECT id, donor_id, donation_id, kind, priority, state, assignee, subject, cause, action_taken, payer, opened_on, closed_on, "
        "version, created_by, changed_by FROM tickets ";
    return kSql;
}

template <class Value>
Value known(const std::optional<Value>& value)
{
    if (!value) throw application::StorageError{"database.unreadable", "unknown word of a ticket"};
    return *value;
}

Ticket ticket_of(const Row& row)
{
    Ticket ticket;
    ticket.id = row.id<domain::TicketId>("id");
    ticket.donor = row.id<domain::DonorId>("donor_id");
    ticket.donation = row.id<domain::DonationId>("donation_id");
    ticket.kind = known(domain::ticket_kind_of(row.text("kind")));
    ticket.priority = known(domain::ticket_priority_of(row.text("priority")));
    ticket.state = known(domain::ticket_state_of(row.text("state")));
    ticket.assignee = row.text("assignee");
    ticket.subject = row.text("subject");
    ticket.cause = domain::party_of(row.text("cause"));
    ticket.action = row.text("action_taken");
    ticket.payer = domain::party_of(row.text("payer"));
    ticket.opened_on = row.date("opened_on");
    ticket.closed_on = row.optional_date("closed_on");
    ticket.version = static_cast<int>(row.integer("version"));
    ticket.created_by = row.id<domain::OperationId>("created_by");
    ticket.changed_by = row.id<domain::OperationId>("changed_by");
    return ticket;
}

TicketEntry entry_of(const Row& row)
{
    return {static_cast<int>(row.integer("entry_number")), row.text("entered_at"), row.text("actor"),
        row.text("entry_text")};
}

std::string key_or_nothing(const std::optional<domain::Party>& party)
{
    return party ? std::string{domain::key_of(*party)} : std::string{};
}

}  // namespace

void SqlTickets::add(const Ticket& ticket)
{
    connection_.execute(
        "INSERT INTO tickets (id, donor_id, donation_id, kind, priority, state, assignee, subject, cause, action_taken, payer, opened_on, "
        "closed_on, version, created_by, changed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {ticket.id.value, ticket.donor.value, value_or_null(ticket.donation),
            std::string{domain::key_of(ticket.kind)}, std::string{domain::key_of(ticket.priority)},
            std::string{domain::key_of(ticket.state)}, ticket.assignee, ticket.subject,
            key_or_nothing(ticket.cause), ticket.action, key_or_nothing(ticket.payer), ticket.opened_on.iso(),
            value_of(ticket.closed_on), std::int64_t{ticket.version}, ticket.created_by.value,
            ticket.changed_by.value});
    add_entries(ticket, 0);
}

bool SqlTickets::update(const Ticket& ticket)
{
    const auto changed = connection_.execute(
        "UPDATE tickets SET donor_id = ?, kind = ?, priority = ?, state = ?, assignee = ?, subject = ?, cause = ?, action_taken = ?, payer = ?, "
        "closed_on = ?, version = ?, changed_by = ? WHERE id = ? AND version = ?",
        {ticket.donor.value, std::string{domain::key_of(ticket.kind)},
            std::string{domain::key_of(ticket.priority)}, std::string{domain::key_of(ticket.state)},
            ticket.assignee, ticket.subject, key_or_nothing(ticket.cause), ticket.action,
            key_or_nothing(ticket.payer), value_of(ticket.closed_on), std::int64_t{ticket.version},
            ticket.changed_by.value, ticket.id.value, std::int64_t{ticket.version - 1}});
    if (changed != 1) return false;
    const auto last = connection_.query(
        "SELECT MAX(entry_number) AS last FROM ticket_entries WHERE ticket_id = ?", {ticket.id.value});
    add_entries(ticket, static_cast<int>(last.front().integer("last")));
    return true;
}

bool SqlTickets::mask(const Ticket& ticket)
{
    if (!update(ticket)) return false;
    for (const TicketEntry& entry : ticket.entries) {
        connection_.execute(
            "UPDATE ticket_entries SET entry_text = ? WHERE ticket_id = ? AND entry_number = ?",
            {entry.text, ticket.id.value, std::int64_t{entry.number}});
    }
    return true;
}

void SqlTickets::add_entries(const Ticket& ticket, int after)
{
    Connection::Values cells;
    for (const TicketEntry& entry : ticket.entries) {
        if (entry.number <= after) continue;
        append(cells, ticket.id.value, std::int64_t{entry.number}, entry.at, entry.actor, entry.text);
    }
    connection_.insert_rows(
        "ticket_entries", {"ticket_id", "entry_number", "entered_at", "actor", "entry_text"}, cells);
}

std::optional<Ticket> SqlTickets::find(domain::TicketId id)
{
    const auto rows = connection_.query(select_tickets() + "WHERE id = ?", {id.value});
    if (rows.empty()) return std::nullopt;
    Ticket ticket = ticket_of(rows.front());
    connection_.for_each_row(
        "SELECT entry_number, entered_at, actor, entry_text FROM ticket_entries WHERE ticket_id = ? ORDER BY entry_number",
        {id.value}, [&](const Row& row) { ticket.entries.push_back(entry_of(row)); });
    return ticket;
}

std::vector<Ticket> SqlTickets::list(const TicketFilter& filter)
{
    std::string where = "WHERE 1 = 1";
    Connection::Values values;
    const auto add_condition = [&](const char* condition, Value value) {
        where += std::string{" AND "} + condition;
        values.push_back(std::move(value));
    };
    if (filter.donor) add_condition("donor_id = ?", filter.donor->value);
    if (filter.donation) add_condition("donation_id = ?", filter.donation->value);
    if (filter.kind) add_condition("kind = ?", std::string{domain::key_of(*filter.kind)});
    if (filter.priority) add_condition("priority = ?", std::string{domain::key_of(*filter.priority)});
    if (filter.state) add_condition("state = ?", std::string{domain::key_of(*filter.state)});
    if (filter.assignee) add_condition("assignee = ?", *filter.assignee);
    if (filter.only_unfinished) where += " AND state IN ('open', 'in_progress', 'answered')";
    if (!filter.search.empty()) {
        // SQLite's LIKE overlooks the case of ASCII letters, MySQL's does not.
        const auto holds = [](const std::string& column) {
            return "LOWER(" + column + ") LIKE LOWER(?) ESCAPE '!' OR LOWER(" + column +
                   ") LIKE LOWER(?) ESCAPE '!'";
        };
        where += " AND (" + holds("subject") +
                 " OR EXISTS (SELECT 1 FROM ticket_entries e WHERE e.ticket_id = tickets.id AND (" +
                 holds("e.entry_text") + ")))";
        const std::string folded = like_pattern(filter.search);
        const std::string as_typed =
            like_pattern(filter.search_as_typed.empty() ? filter.search : filter.search_as_typed);
        append(values, folded, as_typed, folded, as_typed);
    }
    values.emplace_back(filter.limit.value_or(INT64_MAX));
    std::vector<Ticket> tickets;
    connection_.for_each_row(
        select_tickets() + where +
            " ORDER BY CASE WHEN state = 'closed' THEN 1 ELSE 0 END, "
            "CASE priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, id LIMIT ?",
        values, [&](const Row& row) { tickets.push_back(ticket_of(row)); });
    return tickets;
}

void SqlTickets::for_each(const std::function<void(const Ticket&)>& visit)
{
    std::map<std::int64_t, std::vector<TicketEntry>> entries;
    connection_.for_each_row(
        "SELECT ticket_id, entry_number, entered_at, actor, entry_text FROM ticket_entries ORDER BY ticket_id, entry_number",
        {}, [&](const Row& row) { entries[row.integer("ticket_id")].push_back(entry_of(row)); });
    connection_.for_each_row(select_tickets() + "ORDER BY id", {}, [&](const Row& row) {
        Ticket ticket = ticket_of(row);
        ticket.entries = std::move(entries[ticket.id.value]);
        visit(ticket);
    });
}

}  // namespace furusato::persistence
