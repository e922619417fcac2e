#include "application/ticket_digest.hpp"

#include <utility>

namespace furusato::application {
namespace {

using domain::Ticket;

constexpr char kSeparator = '\x1f';

std::string key_or_nothing(const std::optional<domain::Party>& party)
{
    return party ? std::string{domain::key_of(*party)} : std::string{};
}

std::vector<std::pair<const char*, std::string>> fields_of(const Ticket& ticket)
{
    return {{"ticket_kind", std::string{domain::key_of(ticket.kind)}},
        {"priority", std::string{domain::key_of(ticket.priority)}},
        {"ticket_state", std::string{domain::key_of(ticket.state)}}, {"assignee", ticket.assignee},
        {"subject", ticket.subject}, {"cause", key_or_nothing(ticket.cause)}, {"action", ticket.action},
        {"payer", key_or_nothing(ticket.payer)},
        {"closed_on", ticket.closed_on ? ticket.closed_on->iso() : std::string{}}};
}

}  // namespace

std::string digest_of(const Digests& digests, const Ticket& ticket)
{
    std::string text = std::to_string(ticket.id.value) + kSeparator + std::to_string(ticket.donor.value) +
                       kSeparator + std::to_string(ticket.donation.value) + kSeparator +
                       ticket.opened_on.iso() + kSeparator + std::to_string(ticket.version) + kSeparator +
                       std::to_string(ticket.created_by.value);
    for (const auto& [name, value] : fields_of(ticket)) text += kSeparator + value;
    for (const auto& entry : ticket.entries) {
        text += "\n" + std::to_string(entry.number) + kSeparator + entry.at + kSeparator + entry.actor +
                kSeparator + entry.text;
    }
    return digests.keyed_hex(text);
}

std::string history_text(const Ticket& ticket, const std::string& history_name)
{
    for (auto& [name, value] : fields_of(ticket)) {
        if (history_name == name) return value;
    }
    return {};
}

std::vector<FieldChange> changes_between(const Ticket& before, const Ticket& after)
{
    std::vector<FieldChange> changes;
    const auto old_fields = fields_of(before);
    const auto new_fields = fields_of(after);
    for (std::size_t i = 0; i < old_fields.size(); ++i) {
        if (old_fields[i].second != new_fields[i].second)
            changes.push_back({old_fields[i].first, old_fields[i].second, new_fields[i].second});
    }
    for (std::size_t i = before.entries.size(); i < after.entries.size(); ++i)
        changes.push_back({"entry", "", after.entries[i].text});
    return changes;
}

}  // namespace furusato::application
