#include "application/ticket_fields.hpp"

#include <functional>
#include <map>

#include "furusato/application/refuse_individual_number.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"

namespace furusato::application {
namespace {

using domain::Ticket;
using Set = std::function<bool(Ticket&, const std::string&, const domain::EraTable&)>;

/// Characters of a column of tickets (sql/migrations).
Set text(std::string Ticket::*part, std::size_t longest, bool may_be_empty)
{
    return [=](Ticket& ticket, const std::string& typed, const domain::EraTable&) {
        ticket.*part = portal_import::compose_kana(portal_import::trimmed(typed));
        return portal_import::length_in_characters(ticket.*part) <= longest &&
               (may_be_empty || !(ticket.*part).empty());
    };
}

template <class Word>
Set word(Word Ticket::*part, std::optional<Word> (*read)(std::string_view))
{
    return [=](Ticket& ticket, const std::string& typed, const domain::EraTable&) {
        const auto read_word = read(portal_import::trimmed(typed));
        if (read_word) ticket.*part = *read_word;
        return read_word.has_value();
    };
}

Set party(std::optional<domain::Party> Ticket::*part)
{
    return [=](Ticket& ticket, const std::string& typed, const domain::EraTable&) {
        ticket.*part = domain::party_of(portal_import::trimmed(typed));
        return portal_import::trimmed(typed).empty() || (ticket.*part).has_value();
    };
}

bool set_closed_on(Ticket& ticket, const std::string& typed, const domain::EraTable& eras)
{
    ticket.closed_on = portal_import::read_date(typed, eras);
    return ticket.closed_on.has_value();
}

const std::map<std::string, Set>& fields()
{
    static const std::map<std::string, Set> kFields{{"kind", word(&Ticket::kind, domain::ticket_kind_of)},
        {"priority", word(&Ticket::priority, domain::ticket_priority_of)},
        {"state", word(&Ticket::state, domain::ticket_state_of)},
        {"assignee", text(&Ticket::assignee, 100, true)}, {"subject", text(&Ticket::subject, 200, false)},
        {"cause", party(&Ticket::cause)}, {"action", text(&Ticket::action, 400, true)},
        {"payer", party(&Ticket::payer)}, {"closed_on", set_closed_on}};
    return kFields;
}

}  // namespace

const std::vector<std::string>& ticket_fields()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const auto& [name, set] : fields()) names.push_back(name);
        return names;
    }();
    return kNames;
}

void set_ticket_field(
    Ticket& ticket, const std::string& field, const std::string& text, const domain::EraTable& eras)
{
    const auto found = fields().find(field);
    if (found == fields().end())
        throw domain::Refusal{domain::RefusalKind::Invalid, "field.unknown", {{"field", field}}};
    refuse_individual_number(history_name_of(field), text);
    if (!portal_import::is_plain_text(text) || !found->second(ticket, text, eras))
        throw domain::Refusal{
            domain::RefusalKind::Invalid, "field.invalid", {{"field", history_name_of(field)}}};
}

std::string history_name_of(const std::string& field)
{
    return field == "kind" || field == "state" ? "ticket_" + field : field;
}

}  // namespace furusato::application
