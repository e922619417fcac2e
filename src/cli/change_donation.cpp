#include <charconv>
#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"

namespace furusato::cli {
namespace {

using application::ChangedDonation;
using application::DonationChange;
using application::TypedField;
using domain::PaymentEvent;
using nlohmann::json;

struct ChangeOptions {
    std::string number, reason, paid_on, received_on, amount, day;
    std::vector<std::string> fields, gifts, added_gifts;
    std::vector<int> removed_lines;
    bool accepts_less = false;
    std::optional<int> version;
    std::optional<std::string> reveal;
};

DonationChange change_of(const Context& context, const ChangeOptions& options)
{
    return {options.number, options.reason, options.version, context.caller};
}

int tell(const Context& context, const ChangedDonation& changed)
{
    if (context.json) {
        context.print({{"number", changed.donation.number.text()}, {"version", changed.donation.version},
            {"state", domain::key_of(changed.donation.state)}, {"operation", changed.operation.value},
            {"changes", changes_json(changed.changes)}});
        return kDone;
    }
    context.out << context.sentence("donation.changed", {{"number", changed.donation.number.text()}}) << "\n";
    print_changes(context, changed.changes);
    context.out << context.sentence(
                       "donation.undo_hint", {{"operation", std::to_string(changed.operation.value)}})
                << "\n";
    return kDone;
}

/// "2=SN002x2:8000"; without a number the only line is meant.
application::GiftEdit replaced_gift(const std::string& text)
{
    using application::GiftEdit;
    const auto sign = text.find('=');
    if (sign == std::string::npos) return {GiftEdit::Kind::Replace, 0, text};
    int line = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + sign, line);
    if (error != std::errc{} || end != text.data() + sign || line < 1)
        throw domain::Refusal{
            domain::RefusalKind::Invalid, "option.invalid", {{"option", "--gift"}, {"value", text}}};
    return {GiftEdit::Kind::Replace, line, text.substr(sign + 1)};
}

application::GiftEdits gift_edits(const ChangeOptions& options)
{
    using application::GiftEdit;
    application::GiftEdits gifts;
    for (const auto& text : options.gifts) gifts.edits.push_back(replaced_gift(text));
    for (const int line : options.removed_lines)
        gifts.edits.push_back({GiftEdit::Kind::Remove, line, std::to_string(line)});
    for (const auto& text : options.added_gifts) gifts.edits.push_back({GiftEdit::Kind::Add, 0, text});
    gifts.accepts_less = options.accepts_less;
    return gifts;
}

int edit(Context& context, const ChangeOptions& options)
{
    std::vector<TypedField> fields;
    for (const auto& text : options.fields) fields.push_back(typed_field(context, text));
    const auto gifts = gift_edits(options);
    const int code =
        tell(context, context.services.change_donation().edit(change_of(context, options), fields, gifts));
    if (gifts.edits.empty()) return code;
    // As when a donation is entered: whoever has just changed the gift must hear that it is not to be sent.
    const bool is_resident_gift = context.services.list_donations()
                                      .show(options.number, application::Disclosure::Revealed)
                                      .has_resident_gift;
    if (is_resident_gift)
        (context.json ? context.err : context.out) << context.sentence("donation.resident_gift") << "\n";
    return code;
}

int pay(Context& context, const ChangeOptions& options)
{
    const auto& eras = context.services.eras();
    const application::PaymentFacts facts{read_date("--paid-on", options.paid_on, eras),
        read_date("--received-on", options.received_on, eras), read_yen("--amount", options.amount)};
    return tell(context, context.services.change_donation().pay(change_of(context, options), facts));
}

int end(Context& context, const ChangeOptions& options, PaymentEvent event)
{
    const auto day = read_date("--on", options.day, context.services.eras());
    return tell(context, context.services.change_donation().end(change_of(context, options), event, day));
}

int show_history(Context& context, const ChangeOptions& options)
{
    const auto number = context.services.list_donations().show(options.number).listed.donation.number.text();
    const auto changes = context.services.list_donations().history(number, disclosure_of(options.reveal));
    log_look(
        context, "donation", "history", number, static_cast<std::int64_t>(changes.size()), options.reveal);
    return tell_history(context, changes);
}

Syntax add_change(const Syntax& donation, Choice& choice, const char* name, const char* text,
    const std::shared_ptr<ChangeOptions>& options, int (*run)(Context&, const ChangeOptions&))
{
    auto command = donation.add_subcommand(name, text);
    command.add_option("number", options->number, "donation, portal order or receipt number").required();
    command.add_option("--reason", options->reason, "why, for the history");
    command.add_option("--version", options->version, "refuse if the donation has another version by now");
    command.callback([&choice, options, run] {
        choice.command = [options, run](Context& context) { return run(context, *options); };
    });
    return command;
}

void add_edit(const Syntax& donation, Choice& choice, const std::shared_ptr<ChangeOptions>& options)
{
    auto command = add_change(donation, choice, "edit", "correct fields and gifts", options, edit);
    command.add_option(
        "--set", options->fields, "FIELD=VALUE, several times; an empty value clears the field");
    command.add_option("--gift", options->gifts,
        "LINE=CODE, CODExN or CODExN:YEN: another gift on a line of the donation, several times");
    command.add_option(
        "--add-gift", options->added_gifts, "CODE, CODExN or CODExN:YEN: one gift more, several times");
    command.add_option("--remove-gift", options->removed_lines, "number of a line, several times");
    command.add_flag("--below-required", options->accepts_less,
        "although the gift is offered from a larger donation on (必要寄附金額)");
}

void add_end(const Syntax& donation, Choice& choice, const char* name, const char* text,
    const std::shared_ptr<ChangeOptions>& options, int (*run)(Context&, const ChangeOptions&))
{
    add_change(donation, choice, name, text, options, run)
        .add_option("--on", options->day, "the day (default: business date)");
}

}  // namespace

void add_donation_changes(const Syntax& donation, Choice& choice)
{
    auto options = std::make_shared<ChangeOptions>();
    add_edit(donation, choice, options);
    auto paid = add_change(donation, choice, "pay", "the money is there", options, pay);
    paid.add_option("--paid-on", options->paid_on, "day of payment (default: business date)");
    paid.add_option(
        "--received-on", options->received_on, "day of receipt instead of the rule's; needs a reason");
    paid.add_option("--amount", options->amount, "yen that came, where it is another amount; needs a reason");
    add_end(donation, choice, "cancel", "the donor gives up before paying", options,
        [](Context& context, const ChangeOptions& chosen) {
            return end(context, chosen, PaymentEvent::Cancel);
        });
    add_end(donation, choice, "refund", "money received is given back", options,
        [](Context& context, const ChangeOptions& chosen) {
            return end(context, chosen, PaymentEvent::Refund);
        });
    add_end(donation, choice, "refuse", "the city does not accept it", options,
        [](Context& context, const ChangeOptions& chosen) {
            return end(context, chosen, PaymentEvent::Refuse);
        });
    add_change(donation, choice, "take-back", "the last of these was a mistake", options,
        [](Context& context, const ChangeOptions& chosen) {
            return end(context, chosen, PaymentEvent::TakeBack);
        });
    add_change(donation, choice, "drop-gifts", "no gift after all (a resident, a wish); the donation stays",
        options, [](Context& context, const ChangeOptions& chosen) {
            return tell(context, context.services.change_donation().drop_gifts(change_of(context, chosen)));
        });
    auto history = donation.add_subcommand("history", "who changed what, when and why");
    history.add_option("number", options->number, "donation, portal order or receipt number").required();
    add_reveal_option(history, options->reveal);
    history.callback([&choice, options] {
        choice.command = [options](Context& context) { return show_history(context, *options); };
    });
}

}  // namespace furusato::cli
