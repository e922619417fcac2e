#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/instants.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"
#include "cli/ticket_texts.hpp"

namespace furusato::cli {
namespace {

using application::ListedTicket;
using application::TicketField;
using domain::Ticket;
using nlohmann::json;
using Align = TextTable::Align;

struct TicketOptions {
    std::int64_t id = 0;
    std::string donation, text, reason, from, to, closed_on;
    std::string search;
    std::optional<std::int64_t> donor, limit;
    std::optional<std::string> kind, priority, state, assignee, subject, cause, action, payer;
    std::optional<int> version;
    std::optional<std::string> reveal;
    bool all = false;
};

json listed_json(const ListedTicket& listed)
{
    json object = ticket_json(listed.ticket);
    object["donation"] = listed.donation.empty() ? json(nullptr) : json(listed.donation);
    return object;
}

json entries_json(const Ticket& ticket)
{
    json entries = json::array();
    for (const auto& entry : ticket.entries)
        entries.push_back(
            {{"number", entry.number}, {"at", entry.at}, {"actor", entry.actor}, {"text", entry.text}});
    return entries;
}

void print_tickets(const Context& context, const std::vector<ListedTicket>& tickets)
{
    TextTable table{
        {{"番号", Align::Right}, {"優先", Align::Left}, {"状態", Align::Left}, {"種類", Align::Left},
            {"担当", Align::Left}, {"寄附者", Align::Right}, {"寄附", Align::Left}, {"件名", Align::Left}}};
    for (const auto& [ticket, donation] : tickets) {
        const auto word = [&](const char* label, std::string_view key) {
            return context.sentence(label + std::string{key});
        };
        table.add({std::to_string(ticket.id.value), word("label.priority.", domain::key_of(ticket.priority)),
            word("label.ticket_state.", domain::key_of(ticket.state)),
            word("label.ticket_kind.", domain::key_of(ticket.kind)), ticket.assignee,
            std::to_string(ticket.donor.value), donation, ticket_text(context, ticket.subject)});
    }
    table.print(context.out);
}

int tell_list(const Context& context, const std::vector<ListedTicket>& tickets,
    const std::optional<std::string>& reveal)
{
    if (!tickets.empty())
        log_look(context, "ticket", "list", "", static_cast<std::int64_t>(tickets.size()), reveal);
    if (context.json) {
        json items = json::array();
        for (const auto& ticket : tickets) items.push_back(listed_json(ticket));
        context.print_list(items);
    } else {
        print_tickets(context, tickets);
    }
    return kDone;
}

/// The chosen words as keys; "-" or an empty text clears a party.
std::vector<TicketField> fields_of(const Context& context, const TicketOptions& options)
{
    std::vector<TicketField> fields;
    const auto add_word = [&](const char* field, const char* option, const std::optional<std::string>& text,
                              std::span<const std::string_view> keys, const char* label) {
        if (!text) return;
        const bool is_cleared = text->empty() || *text == "-";
        fields.emplace_back(
            field, is_cleared ? "" : std::string{keys[read_word(context, option, *text, keys, label)]});
    };
    const auto add_text = [&](const char* field, const std::optional<std::string>& text) {
        if (text) fields.emplace_back(field, *text);
    };
    add_word("kind", "--kind", options.kind, domain::kTicketKindKeys, "label.ticket_kind.");
    add_word("priority", "--priority", options.priority, domain::kTicketPriorityKeys, "label.priority.");
    add_word("state", "--state", options.state, domain::kTicketStateKeys, "label.ticket_state.");
    add_word("cause", "--cause", options.cause, domain::kPartyKeys, "label.cause.");
    add_word("payer", "--payer", options.payer, domain::kPartyKeys, "label.payer.");
    add_text("assignee", options.assignee);
    add_text("subject", options.subject);
    add_text("action", options.action);
    if (!options.closed_on.empty()) {
        const auto day = read_date("--on", options.closed_on, context.services.eras());
        fields.emplace_back("closed_on", day->iso());
    }
    return fields;
}

int tell(const Context& context, const char* code, const ListedTicket& listed)
{
    if (context.json) {
        context.print(listed_json(listed));
    } else {
        context.out << context.sentence(code, {{"number", std::to_string(listed.ticket.id.value)}}) << "\n"
                    << ticket_line(context, listed.ticket) << "\n";
    }
    return kDone;
}

/// Where the city does not answer the telephone itself, somebody else may have to be told.
void tell_who_answers(const Context& context, const std::string& donation)
{
    const auto found = context.services.list_donations().show(donation).listed.donation;
    const auto holder = duty_holder_of(context.services.manage_settings().duties(), found,
        domain::Duty::Telephone, context.caller.business_date);
    if (holder == domain::DutyHolder::City) return;
    (context.json ? context.err : context.out)
        << context.sentence("ticket.telephone_elsewhere", {{"holder", std::string{domain::key_of(holder)}}})
        << "\n";
}

int add(Context& context, const TicketOptions& options)
{
    if (options.donor.has_value() == !options.donation.empty())
        throw domain::Refusal{domain::RefusalKind::Invalid, "ticket.about_whom"};
    application::NewTicket ticket;
    if (options.donor) ticket.donor = domain::DonorId{*options.donor};
    ticket.donation = options.donation;
    ticket.fields = fields_of(context, options);
    ticket.text = options.text;
    ticket.caller = context.caller;
    const int code = tell(context, "ticket.added", context.services.manage_tickets().add(ticket));
    if (!options.donor) tell_who_answers(context, options.donation);
    return code;
}

int change(Context& context, const TicketOptions& options, std::vector<TicketField> more = {})
{
    application::TicketChange change{.id = {options.id},
        .fields = fields_of(context, options),
        .text = options.text,
        .reason = options.reason,
        .version = options.version,
        .caller = context.caller};
    change.fields.insert(change.fields.end(), more.begin(), more.end());
    return tell(context, "ticket.changed", context.services.manage_tickets().change(change));
}

int list(Context& context, const TicketOptions& options)
{
    application::TicketFilter filter;
    for (const auto& [field, key] : fields_of(context, options)) {
        if (field == "kind") filter.kind = domain::ticket_kind_of(key);
        if (field == "priority") filter.priority = domain::ticket_priority_of(key);
        if (field == "state") filter.state = domain::ticket_state_of(key);
        if (field == "assignee") filter.assignee = key;
    }
    if (options.donor) filter.donor = domain::DonorId{*options.donor};
    if (!options.donation.empty())
        filter.donation = context.services.list_donations().show(options.donation).listed.donation.id;
    filter.search = options.search;
    filter.limit = options.limit;
    // What is done is out of the way unless somebody asks for it.
    filter.only_unfinished = !options.all && !filter.state && !filter.donor && !filter.donation;
    return tell_list(context, context.services.manage_tickets().list(filter, disclosure_of(options.reveal)),
        options.reveal);
}

void print_ticket(const Context& context, const ListedTicket& listed)
{
    const Ticket& ticket = listed.ticket;
    context.out << ticket_line(context, ticket) << "\n";
    const auto line = [&](const std::string& field, const std::string& value) {
        if (!value.empty())
            context.out << "  " << context.sentence("label.field." + field) << "：" << value << "\n";
    };
    const auto party = [&](const char* label, const std::optional<domain::Party>& value) {
        return value ? context.sentence(label + std::string{domain::key_of(*value)}) : std::string{};
    };
    line("donor", std::to_string(ticket.donor.value) + "  " + listed.donation);
    line("opened_on", ticket.opened_on.iso());
    line("closed_on", ticket.closed_on ? ticket.closed_on->iso() : "");
    line("cause", party("label.cause.", ticket.cause));
    line("action", ticket_text(context, ticket.action));
    line("payer", party("label.payer.", ticket.payer));
    for (const auto& entry : ticket.entries)
        context.out << in_japan(entry.at) << "  " << entry.actor << "\n    "
                    << ticket_text(context, entry.text) << "\n";
}

int show(Context& context, const TicketOptions& options)
{
    const auto listed = context.services.manage_tickets().show({options.id}, disclosure_of(options.reveal));
    log_look(context, "ticket", "show", std::to_string(options.id), 1, options.reveal);
    if (context.json) {
        json object = listed_json(listed);
        object["entries"] = entries_json(listed.ticket);
        context.print(object);
    } else {
        print_ticket(context, listed);
    }
    return kDone;
}

int history(Context& context, const TicketOptions& options)
{
    const auto changes =
        context.services.manage_tickets().history({options.id}, disclosure_of(options.reveal));
    log_look(context, "ticket", "history", std::to_string(options.id),
        static_cast<std::int64_t>(changes.size()), options.reveal);
    return tell_history(context, changes);
}

int hand_over(Context& context, const TicketOptions& options)
{
    auto tickets = context.services.manage_tickets();
    const auto disclosure = disclosure_of(options.reveal);
    if (options.to.empty())
        return tell_list(context, tickets.open_of(options.from, disclosure), options.reveal);
    const auto given = tickets.hand_over(options.from, options.to, options.reason, context.caller);
    if (!context.json) {
        print_tickets(context, given.tickets);
        context.out << context.sentence(
                           "ticket.handed_over", {{"number", std::to_string(given.tickets.size())},
                                                     {"from", options.from}, {"to", options.to}})
                    << "\n";
        return kDone;
    }
    json items = json::array();
    for (const auto& ticket : given.tickets) items.push_back(listed_json(ticket));
    context.print(
        {{"operation", given.operation.value}, {"changed", given.tickets.size()}, {"items", items}});
    return kDone;
}

using Options = std::shared_ptr<TicketOptions>;

Syntax add_command(const Syntax& ticket, Choice& choice, const char* name, const char* text,
    const Options& options, int (*run)(Context&, const TicketOptions&))
{
    auto command = ticket.add_subcommand(name, text);
    command.callback([&choice, options, run] {
        choice.command = [options, run](Context& context) { return run(context, *options); };
    });
    return command;
}

void add_number(const Syntax& command, const Options& options)
{
    command.add_option("ticket", options->id, "number of the ticket (ticket list)").required();
}

void add_fields(const Syntax& command, const Options& options)
{
    command.add_option("--kind", options->kind,
        "問い合わせ inquiry, 苦情 complaint, 連絡記録 contact, メモ note, レビュー review");
    command.add_option("--priority", options->priority, "高 high, 中 normal, 低 low");
    command.add_option(
        "--state", options->state, "未対応 open, 対応中 in_progress, 対応済み answered, 完了 closed");
    command.add_option("--assignee", options->assignee, "the clerk who sees to it");
}

void add_complaint(const Syntax& command, const Options& options)
{
    command.add_option(
        "--cause", options->cause, "of a complaint: 事業者 supplier, 運送 carrier, 市 city, 寄附者 donor");
    command.add_option("--action", options->action, "what was done about it");
    command.add_option("--payer", options->payer, "who pays for it: as --cause");
}

void add_changes(const Syntax& ticket, Choice& choice, const Options& options)
{
    auto edit = add_command(ticket, choice, "edit", "set fields, add an entry", options,
        [](Context& context, const TicketOptions& chosen) { return change(context, chosen); });
    add_number(edit, options);
    add_fields(edit, options);
    add_complaint(edit, options);
    edit.add_option("--subject", options->subject, "short name");
    auto close = add_command(
        ticket, choice, "close", "it is done", options, [](Context& context, const TicketOptions& chosen) {
            return change(context, chosen, {{"state", "closed"}});
        });
    add_number(close, options);
    add_complaint(close, options);
    close.add_option("--on", options->closed_on, "the day (default: business date)");
    auto assign = add_command(ticket, choice, "assign", "give it to a clerk", options,
        [](Context& context, const TicketOptions& chosen) {
            return change(context, chosen, {{"assignee", chosen.to}});
        });
    add_number(assign, options);
    assign.add_option("--to", options->to, "the clerk").required();
    for (const auto& command : {edit, close, assign}) {
        command.add_option("--text", options->text, "a further entry");
        command.add_option("--reason", options->reason, "why, for the history");
        command.add_option("--version", options->version, "refuse if the ticket has another version by now");
    }
}

void add_looks(const Syntax& ticket, Choice& choice, const Options& options)
{
    auto list_command = add_command(ticket, choice, "list",
        "what is not closed, urgent ones first; with a donor or a donation: all", options, list);
    add_fields(list_command, options);
    list_command.add_option("--donor", options->donor, "number of the donor");
    list_command.add_option("--donation", options->donation, "donation, portal order or receipt number");
    list_command.add_option("--search", options->search, "part of a subject or an entry");
    list_command.add_option("--limit", options->limit, "how many (default: all)").positive();
    list_command.add_flag("--all", options->all, "closed ones too");
    auto show_command = add_command(ticket, choice, "show", "one ticket with its entries", options, show);
    auto history_command =
        add_command(ticket, choice, "history", "who changed what, when and why", options, history);
    for (const auto& command : {show_command, history_command}) add_number(command, options);
    for (const auto& command : {list_command, show_command, history_command})
        add_reveal_option(command, options->reveal);
}

}  // namespace

void add_ticket(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<TicketOptions>();
    auto ticket = app.add_subcommand("ticket", "questions, complaints and contacts of donors (関連メモ)");
    ticket.require_subcommand(1);
    auto add_new = add_command(ticket, choice, "add", "on a donor or on one donation", options, add);
    add_new.add_option("donation", options->donation, "donation, portal order or receipt number");
    add_new.add_option("--donor", options->donor, "instead: number of the donor");
    add_new.add_option("--text", options->text, "what was said").required();
    add_new.add_option("--subject", options->subject, "short name (default: the first line of the text)");
    add_fields(add_new, options);
    add_complaint(add_new, options);
    add_looks(ticket, choice, options);
    add_changes(ticket, choice, options);
    auto handover = add_command(ticket, choice, "handover",
        "everything open of a clerk; with --to it changes hands", options, hand_over);
    handover.add_option("--from", options->from, "the clerk who has it").required();
    handover.add_option("--to", options->to, "the clerk who gets all of it");
    handover.add_option("--reason", options->reason, "why, for the history; needed with --to");
}

}  // namespace furusato::cli
