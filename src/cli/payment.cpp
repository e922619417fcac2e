#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::ListedPayment;
using application::Payment;
using application::PaymentImportSummary;
using application::PaymentState;
using nlohmann::json;

struct PaymentOptions {
    std::string file, profile, state, number, reason, received_on;
    std::int64_t id = 0;
    bool dry_run = false;
};

std::string label_of(const Context& context, PaymentState state)
{
    return context.sentence("label.payment." + std::string{key_of(state)});
}

/// A code's sentence and what it is about, or a clerk's own words.
std::string note_of(const Context& context, const Payment& payment)
{
    if (payment.note.rfind("payment.", 0) != 0) return payment.note;
    const auto blank = payment.note.find(' ');
    const std::string about = blank == std::string::npos ? "" : payment.note.substr(blank + 1);
    return context.sentence(payment.note.substr(0, blank)) + (about.empty() ? "" : "（" + about + "）");
}

json payment_json(const ListedPayment& listed)
{
    const Payment& payment = listed.payment;
    return {{"id", payment.id}, {"profile", payment.profile}, {"file", payment.file_name},
        {"line", payment.file_line}, {"paid_on", payment.paid_on.iso()}, {"yen", payment.amount.amount()},
        {"payer", payment.payer}, {"reference", payment.reference}, {"state", key_of(payment.state)},
        {"note", payment.note},
        {"donation", listed.donation.empty() ? json(nullptr) : json(listed.donation)}};
}

void print_payments(const Context& context, const std::vector<ListedPayment>& payments)
{
    using Align = TextTable::Align;
    TextTable table{{{"番号", Align::Right}, {"入金日", Align::Left}, {"金額", Align::Right},
        {"名義", Align::Left}, {"状態", Align::Left}, {"寄附", Align::Left}}};
    std::vector<std::string> notes;
    for (const auto& [payment, donation] : payments) {
        table.add({std::to_string(payment.id), payment.paid_on.iso(), domain::grouped(payment.amount),
            payment.payer.empty() ? payment.reference : payment.payer, label_of(context, payment.state),
            donation});
    }
    table.print(context.out);
}

json summary_json(const Context& context, const PaymentImportSummary& summary, bool dry_run)
{
    json counts;
    for (const auto state : {PaymentState::Matched, PaymentState::Ambiguous, PaymentState::Unmatched}) {
        const auto count = summary.counts.find(state);
        const auto amount = summary.amounts.find(state);
        counts[std::string{key_of(state)}] = {{"payments", count == summary.counts.end() ? 0 : count->second},
            {"yen", amount == summary.amounts.end() ? 0 : amount->second.amount()}};
    }
    json issues = json::array();
    for (const auto& issue : summary.issues) {
        issues.push_back({{"line", issue.line}, {"column", issue.column}, {"code", issue.code},
            {"message", context.sentence(issue.code)}});
    }
    return {{"profile", summary.profile}, {"dry_run", dry_run}, {"read", summary.read},
        {"known", summary.known}, {"counts", counts}, {"issues", issues}};
}

void print_summary(const Context& context, const PaymentImportSummary& summary, bool dry_run)
{
    const auto text = [](std::int64_t count) { return domain::grouped(domain::Yen{count}); };
    context.out << context.sentence(dry_run ? "payment.would_import" : "payment.imported",
                       {{"read", text(summary.read)}, {"known", text(summary.known)},
                           {"new", text(static_cast<std::int64_t>(summary.payments.size()))},
                           {"unreadable", text(static_cast<std::int64_t>(summary.issues.size()))}})
                << "\n";
    for (const auto& [state, count] : summary.counts) {
        context.out << "  " << label_of(context, state) << "  " << text(count) << " 件  "
                    << domain::grouped(summary.amounts.at(state)) << " 円\n";
    }
    for (const Payment& payment : summary.payments) {
        const std::string note = note_of(context, payment);
        context.out << payment.file_line << " 行目  " << payment.paid_on.iso() << "  "
                    << domain::grouped(payment.amount) << " 円  "
                    << (payment.payer.empty() ? payment.reference : payment.payer) << "  "
                    << label_of(context, payment.state) << "\n";
        if (!note.empty()) context.out << "    " << note << "\n";
    }
    for (const auto& issue : summary.issues)
        context.out << issue.line << " 行目  " << issue.column << "  " << context.sentence(issue.code)
                    << "\n";
}

int import(Context& context, const PaymentOptions& options)
{
    const auto source = context.services.open_file(options.file);
    application::PaymentFile file{std::filesystem::path{options.file}.filename().string(),
        options.profile.empty() ? std::nullopt : std::optional{options.profile}, options.dry_run,
        context.caller};
    const auto summary = context.services.match_payments().import(file, *source);
    std::int64_t waiting = static_cast<std::int64_t>(summary.issues.size());
    for (const Payment& payment : summary.payments) waiting += payment.state != PaymentState::Matched;
    if (context.json) {
        context.print(summary_json(context, summary, options.dry_run));
        return waiting == 0 ? kDone : kNeedsAttention;
    }
    print_summary(context, summary, options.dry_run);
    return waiting == 0 ? kDone : kNeedsAttention;
}

std::optional<PaymentState> state_of(const Context& context, const std::string& text)
{
    if (text.empty()) return std::nullopt;
    return static_cast<PaymentState>(
        read_word(context, "--state", text, application::kPaymentStateKeys, "label.payment."));
}

int list(Context& context, const PaymentOptions& options)
{
    const auto payments = context.services.match_payments().list(state_of(context, options.state));
    if (!context.json) {
        print_payments(context, payments);
        return kDone;
    }
    json items = json::array();
    for (const auto& payment : payments) items.push_back(payment_json(payment));
    context.print_list(items);
    return kDone;
}

int tell(const Context& context, const ListedPayment& decided)
{
    if (context.json) {
        context.print(payment_json(decided));
    } else {
        print_payments(context, {decided});
    }
    return kDone;
}

struct EnteredLine {
    std::string number, yen, day;
};

/// "NUMBER", "NUMBER,YEN" or "NUMBER,YEN,DAY", with commas, tabs or blanks between; an amount may have commas of its own.
EnteredLine entered_line(std::string line)
{
    for (char& letter : line) letter = letter == '\t' || letter == '\r' || letter == ' ' ? ',' : letter;
    std::vector<std::string> parts;
    std::istringstream stream{line};
    for (std::string part; std::getline(stream, part, ',');) {
        if (!part.empty()) parts.push_back(part);
    }
    EnteredLine entered;
    if (parts.empty()) return entered;
    entered.number = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const bool is_day = parts[i].find_first_of("-/年.") != std::string::npos;
        (is_day ? entered.day : entered.yen) += parts[i];
    }
    return entered;
}

/// One number after the other, from a barcode scanner or by hand.
int enter(Context& context, const PaymentOptions& options)
{
    std::int64_t paid = 0;
    std::int64_t refused = 0;
    domain::Yen sum;
    for (std::string line; std::getline(std::cin, line);) {
        const EnteredLine entered = entered_line(line);
        if (entered.number.empty()) continue;
        try {
            const auto& eras = context.services.eras();
            application::PaymentFacts facts{
                .paid_on = read_date("入金日", entered.day, eras), .received_on = {}, .amount = {}};
            const auto amount = read_yen("金額", entered.yen);
            const auto stored = context.services.list_donations().show(entered.number).listed.donation;
            if (amount && *amount != stored.amount) facts.amount = amount;
            const auto changed = context.services.change_donation().pay(
                {entered.number, options.reason, stored.version, context.caller}, facts);
            ++paid;
            sum += changed.donation.amount;
            context.out << context.sentence(
                               "payment.entered", {{"number", changed.donation.number.text()},
                                                      {"yen", domain::grouped(changed.donation.amount)},
                                                      {"day", changed.donation.received_on->iso()}})
                        << "\n"
                        << std::flush;
        } catch (const domain::Refusal& refusal) {
            ++refused;
            context.out << entered.number << "  " << context.sentence(refusal.code(), refusal.details())
                        << "\n"
                        << std::flush;
        }
    }
    context.out << context.sentence(
                       "payment.entered_all", {{"paid", std::to_string(paid)}, {"yen", domain::grouped(sum)},
                                                  {"refused", std::to_string(refused)}})
                << "\n";
    return refused == 0 ? kDone : kNeedsAttention;
}

using Decision = int (*)(Context&, const PaymentOptions&);

Syntax add_decision(const Syntax& payment, Choice& choice, const char* name, const char* text,
    const std::shared_ptr<PaymentOptions>& options, Decision run)
{
    auto command = payment.add_subcommand(name, text);
    command.add_option("payment", options->id, "number of the payment (payment list)").required();
    command.callback([&choice, options, run] {
        choice.command = [options, run](Context& context) { return run(context, *options); };
    });
    return command;
}

void add_decisions(const Syntax& payment, Choice& choice, const std::shared_ptr<PaymentOptions>& options)
{
    auto match = add_decision(payment, choice, "match", "this payment is for that donation", options,
        [](Context& context, const PaymentOptions& chosen) {
            const application::PaymentFacts facts{.paid_on = {},
                .received_on = read_date("--received-on", chosen.received_on, context.services.eras()),
                .amount = {}};
            return tell(context, context.services.match_payments().match(chosen.id,
                                     {chosen.number, chosen.reason, std::nullopt, context.caller}, facts));
        });
    match.add_option("donation", options->number, "donation, portal order or receipt number").required();
    match.add_option("--reason", options->reason, "why; needed for another amount or day");
    match.add_option("--received-on", options->received_on, "day of receipt instead of the rule's");
    add_decision(payment, choice, "set-aside", "no donation at all", options,
        [](Context& context, const PaymentOptions& chosen) {
            return tell(context,
                context.services.match_payments().set_aside(chosen.id, chosen.reason, context.caller));
        })
        .add_option("--reason", options->reason, "why")
        .required();
    add_decision(payment, choice, "release", "take a match back; the donation is awaited again", options,
        [](Context& context, const PaymentOptions& chosen) {
            return tell(
                context, context.services.match_payments().release(chosen.id, chosen.reason, context.caller));
        })
        .add_option("--reason", options->reason, "why")
        .required();
}

}  // namespace

void add_payment(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<PaymentOptions>();
    auto payment = app.add_subcommand("payment", "money that came in by bank, post and settlement agents");
    payment.require_subcommand(1);
    auto import_command =
        payment.add_subcommand("import", "take a statement in and find the donations it pays");
    import_command.add_option("file", options->file, "CSV of the bank, the post or the agent").required();
    import_command.add_option(
        "--profile", options->profile, "layout (etc/payments); default: by its headers");
    import_command.add_flag("--dry-run", options->dry_run, "only say what would be");
    import_command.callback([&choice, options] {
        choice.command = [options](Context& context) { return import(context, *options); };
    });
    auto list_command = payment.add_subcommand("list", "payments in order of entry");
    list_command.add_option(
        "--state", options->state, "matched, ambiguous, unmatched, set_aside or the Japanese name");
    list_command.callback([&choice, options] {
        choice.command = [options](Context& context) { return list(context, *options); };
    });
    auto enter_command =
        payment.add_subcommand("enter", "read NUMBER[,YEN[,DAY]] per line from standard input (scanner)");
    enter_command.add_option("--reason", options->reason, "why, where amounts differ");
    enter_command.callback([&choice, options] {
        choice.command = [options](Context& context) { return enter(context, *options); };
    });
    add_decisions(payment, choice, options);
}

}  // namespace furusato::cli
