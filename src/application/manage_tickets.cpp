#include "furusato/application/manage_tickets.hpp"
#include "furusato/application/refuse_individual_number.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "application/apply_change.hpp"
#include "application/ticket_digest.hpp"
#include "application/ticket_fields.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;
using domain::Ticket;
using domain::TicketId;
using domain::TicketState;

constexpr std::size_t kLongestText = 4000;   // characters
constexpr std::size_t kLongestSubject = 40;  // of one made from the text

Refusal::Details number_of(std::int64_t id)
{
    return {{"number", std::to_string(id)}};
}

std::string checked_text(const std::string& text)
{
    std::string stored = portal_import::compose_kana(portal_import::trimmed(text));
    if (!portal_import::is_plain_text(stored) || portal_import::length_in_characters(stored) > kLongestText)
        throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", "entry"}}};
    refuse_individual_number("entry", stored);
    return stored;
}

/// The first line of the text, cut.
std::string subject_of(const std::string& text)
{
    std::string subject = text.substr(0, text.find('\n'));
    while (portal_import::length_in_characters(subject) > kLongestSubject) {
        do subject.pop_back();
        while (!subject.empty() && !portal_import::is_plain_text(subject));
    }
    return subject;
}

void add_entry(Ticket& ticket, const std::string& text, const std::string& at, const Caller& caller)
{
    if (text.empty()) return;
    ticket.entries.push_back({static_cast<int>(ticket.entries.size()) + 1, at, caller.actor, text});
}

/// The day of closing stands exactly with the closed state, and a closed complaint says who caused it and what was done.
void settle_state(Ticket& ticket, const domain::Date& today)
{
    if (ticket.state != TicketState::Closed) {
        ticket.closed_on = std::nullopt;
        return;
    }
    if (!ticket.closed_on) ticket.closed_on = today;
    if (*ticket.closed_on > today)
        throw Refusal{RefusalKind::Invalid, "edit.in_future",
            {{"field", "closed_on"}, {"value", ticket.closed_on->iso()}}};
    if (*ticket.closed_on < ticket.opened_on)
        throw Refusal{RefusalKind::Invalid, "ticket.closed_before_opened",
            {{"day", ticket.closed_on->iso()}, {"opened_on", ticket.opened_on.iso()}}};
    const bool is_complete = ticket.cause && !ticket.action.empty();
    if (ticket.kind == domain::TicketKind::Complaint && !is_complete)
        throw Refusal{RefusalKind::Invalid, "ticket.complaint_incomplete"};
}

/// The stored and the typed value of the first field that this clerk and somebody since the version on his screen changed.
[[noreturn]] void refuse_stale(Records& records, const Ticket& stored, const TicketChange& change)
{
    const auto history = records.operations.history_of("ticket", stored.id.value);
    Refusal::Details details{
        {"number", std::to_string(stored.id.value)}, {"version", std::to_string(stored.version)}};
    const bool is_guarded = AddressGuard{records, Disclosure::Guarded}.hides(stored.donor);
    const auto seen = static_cast<std::size_t>(std::max(0, change.version.value_or(0)));
    for (const auto& [field, typed] : change.fields) {
        const std::string name = history_name_of(field);
        const auto is_field = [&](const FieldChange& other) { return other.field == name; };
        for (std::size_t at = seen; at < history.size(); ++at) {
            const auto& changed = history[at].fields;
            if (std::none_of(changed.begin(), changed.end(), is_field)) continue;
            const bool is_hidden = is_guarded && AddressGuard::is_guarded(name);
            details.insert(
                details.end(), {{"field", name}, {"theirs", is_hidden ? kHidden : history_text(stored, name)},
                                   {"yours", typed}});
            throw Refusal{RefusalKind::Conflict, "ticket.changed_meanwhile", details};
        }
    }
    throw Refusal{RefusalKind::Conflict, "ticket.changed_elsewhere", details};
}

/// As they are shown.
std::vector<ListedTicket> with_numbers(Records& records, std::vector<Ticket> tickets, Disclosure disclosure)
{
    const AddressGuard guard{records, disclosure};
    std::vector<domain::DonationId> ids;
    for (const Ticket& ticket : tickets) {
        if (ticket.donation.value != 0) ids.push_back(ticket.donation);
    }
    std::map<std::int64_t, std::string> numbers;
    for (const auto& donation : records.donations.find_all(ids))
        numbers[donation.id.value] = donation.number.text();
    std::vector<ListedTicket> listed;
    listed.reserve(tickets.size());
    for (Ticket& ticket : tickets) {
        std::string number = numbers[ticket.donation.value];
        guard.guard(ticket);
        listed.push_back({std::move(ticket), std::move(number)});
    }
    return listed;
}

Ticket require_ticket(Records& records, TicketId id)
{
    auto ticket = records.tickets.find(id);
    if (!ticket) throw Refusal{RefusalKind::NotFound, "ticket.unknown", number_of(id.value)};
    return *ticket;
}

/// A clerk's name is written with a blank of any width or none: it is compared without.
bool is_same_clerk(const std::string& left, const std::string& right)
{
    return portal_import::fold_word(left) == portal_import::fold_word(right);
}

std::vector<Ticket> tickets_of(Records& records, TicketFilter filter)
{
    filter.search_as_typed = portal_import::trimmed(filter.search);
    filter.search = portal_import::nfkc(filter.search_as_typed);
    if (filter.donor) filter.donor = records.donor_matching.survivor_of(*filter.donor);
    if (!filter.assignee) return records.tickets.list(filter);
    const std::string clerk = *filter.assignee;
    const auto limit = static_cast<std::size_t>(filter.limit.value_or(INT64_MAX));
    filter.assignee.reset();
    filter.limit.reset();
    auto tickets = records.tickets.list(filter);
    std::erase_if(tickets, [&](const Ticket& ticket) { return !is_same_clerk(ticket.assignee, clerk); });
    if (tickets.size() > limit) tickets.resize(limit);
    return tickets;
}

TicketFilter unfinished_of(std::optional<std::string> clerk)
{
    TicketFilter filter;
    filter.assignee = std::move(clerk);
    filter.only_unfinished = true;
    return filter;
}

[[noreturn]] void refuse_without_tickets(Records& records, const std::string& clerk)
{
    std::set<std::string> names;
    for (const Ticket& ticket : tickets_of(records, unfinished_of({}))) names.insert(ticket.assignee);
    std::string clerks;
    for (const std::string& name : names) {
        if (!name.empty()) clerks += (clerks.empty() ? "" : "、") + name;
    }
    throw Refusal{RefusalKind::NotFound, clerks.empty() ? "ticket.nobody_has_any" : "ticket.clerk_has_none",
        {{"from", clerk}, {"clerks", clerks}}};
}

}  // namespace

ListedTicket ManageTickets::add(const NewTicket& request)
{
    const std::string text = checked_text(request.text);
    if (text.empty()) throw Refusal{RefusalKind::Invalid, "ticket.text_missing"};
    Ticket ticket;
    if (!request.donor) {
        const auto donation = donations_.show(request.donation).listed.donation;
        ticket.donation = donation.id;
        ticket.donor = donation.donor;
    } else {
        ticket.donor = *request.donor;
    }
    ticket.opened_on = request.caller.business_date;
    ticket.assignee = portal_import::compose_kana(portal_import::trimmed(request.caller.actor));
    ticket.subject = subject_of(text);
    bool names_state = false;
    for (const auto& [field, typed] : request.fields) {
        set_ticket_field(ticket, field, typed, eras_);
        names_state = names_state || field == "state";
    }
    if (ticket.kind == domain::TicketKind::Contact && !names_state) ticket.state = TicketState::Closed;
    settle_state(ticket, request.caller.business_date);
    ticket.id = {store_.draw_ids("ticket", 1)};
    add_entry(ticket, text, clock_.now_utc(), request.caller);
    const OperationStart start{
        "ticket.add", request.caller.actor, "clerk", "", "", request.caller.business_date};
    ListedTicket added;
    trail_.perform(
        start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            if (!records.donor_records.find(ticket.donor))
                throw Refusal{RefusalKind::NotFound, "donor.unknown", number_of(ticket.donor.value)};
            Ticket stored = ticket;
            stored.donor = records.donor_matching.survivor_of(ticket.donor);
            stored.created_by = stored.changed_by = operation;
            records.tickets.add(stored);
            touched.push_back({"ticket", stored.id.value, "created", digest_of(digests_, stored), {}});
            added = with_numbers(records, {stored}, Disclosure::Guarded).front();
        });
    return added;
}

ListedTicket ManageTickets::change(const TicketChange& request)
{
    check_reason(request.reason);
    const std::string text = checked_text(request.text);
    const std::string at = clock_.now_utc();
    const OperationStart start{
        "ticket.edit", request.caller.actor, "clerk", "", request.reason, request.caller.business_date};
    ListedTicket changed;
    trail_.perform(
        start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            const Ticket before = require_ticket(records, request.id);
            if (request.version && *request.version != before.version) refuse_stale(records, before, request);
            Ticket after = before;
            for (const auto& [field, typed] : request.fields) set_ticket_field(after, field, typed, eras_);
            settle_state(after, request.caller.business_date);
            add_entry(after, text, at, request.caller);
            const auto changes = changes_between(before, after);
            if (changes.empty()) throw Refusal{RefusalKind::Invalid, "ticket.nothing_changed"};
            ++after.version;
            after.changed_by = operation;
            if (!records.tickets.update(after)) refuse_stale(records, before, request);
            touched.push_back({"ticket", after.id.value, "changed", digest_of(digests_, after), changes});
            changed = with_numbers(records, {after}, Disclosure::Guarded).front();
        });
    return changed;
}

std::vector<ListedTicket> ManageTickets::open_of(const std::string& clerk, Disclosure disclosure)
{
    return list(unfinished_of(clerk), disclosure);
}

ChangedTickets ManageTickets::hand_over(
    const std::string& from, const std::string& to, const std::string& reason, const Caller& caller)
{
    require_reason(reason);
    check_reason(reason);
    Ticket scratch;
    set_ticket_field(scratch, "assignee", to, eras_);
    if (scratch.assignee.empty())
        throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", "assignee"}}};
    if (is_same_clerk(scratch.assignee, from)) throw Refusal{RefusalKind::Invalid, "ticket.same_clerk"};
    ChangedTickets changed;
    const OperationStart start{"ticket.handover", caller.actor, "clerk", "", reason, caller.business_date};
    changed.operation = trail_.perform(start, [&](Records& records, domain::OperationId operation,
                                                  std::vector<HistoryEntry>& touched) {
        const auto unfinished = tickets_of(records, unfinished_of(from));
        if (unfinished.empty()) refuse_without_tickets(records, from);
        std::vector<Ticket> given;
        for (const Ticket& listed : unfinished) {
            const Ticket before = require_ticket(records, listed.id);
            Ticket after = before;
            after.assignee = scratch.assignee;
            ++after.version;
            after.changed_by = operation;
            if (!records.tickets.update(after))
                throw Refusal{RefusalKind::Conflict, "ticket.changed_elsewhere", number_of(after.id.value)};
            touched.push_back({"ticket", after.id.value, "changed", digest_of(digests_, after),
                changes_between(before, after)});
            given.push_back(std::move(after));
        }
        changed.tickets = with_numbers(records, std::move(given), Disclosure::Guarded);
    });
    return changed;
}

std::vector<ListedTicket> ManageTickets::list(const TicketFilter& filter, Disclosure disclosure)
{
    std::vector<ListedTicket> listed;
    store_.read([&](Records& records) {
        auto tickets = tickets_of(records, filter);
        // That a hidden text holds the word would tell what stands in it.
        const AddressGuard guard{records, disclosure};
        if (!portal_import::trimmed(filter.search).empty())
            std::erase_if(tickets, [&](const Ticket& ticket) { return guard.hides(ticket.donor); });
        listed = with_numbers(records, std::move(tickets), disclosure);
    });
    return listed;
}

ListedTicket ManageTickets::show(TicketId id, Disclosure disclosure)
{
    ListedTicket listed;
    store_.read([&](Records& records) {
        listed = with_numbers(records, {require_ticket(records, id)}, disclosure).front();
    });
    return listed;
}

std::vector<RecordedChange> ManageTickets::history(TicketId id, Disclosure disclosure)
{
    std::vector<RecordedChange> changes;
    store_.read([&](Records& records) {
        const domain::DonorId donor = require_ticket(records, id).donor;
        changes = records.operations.history_of("ticket", id.value);
        const AddressGuard guard{records, disclosure};
        for (auto& change : changes) guard.guard(donor, change.fields);
    });
    return changes;
}

}  // namespace furusato::application
