#include <unistd.h>

#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::ReceiptRunSummary;
using nlohmann::json;

struct ReceiptOptions {
    std::string tax_year, through, out, number, reason;
    std::vector<std::string> donations;
    std::int64_t run = 0;
};

json run_json(const Context& context, const ReceiptRunSummary& summary)
{
    json skipped = json::array();
    for (const auto& item : summary.skipped) {
        json entry{{"donation", item.donation}, {"code", item.code},
            {"message", context.sentence(item.code, {{"characters", item.detail}})}};
        if (!item.detail.empty()) entry["detail"] = item.detail;
        skipped.push_back(entry);
    }
    json counts{{"issued_elsewhere", 0}, {"already_issued", 0}};
    for (const auto& [code, count] : summary.skipped_counts) counts[code] = count;
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? json(nullptr) : json(text);
    };
    return {{"run", summary.run == 0 ? json(nullptr) : json(summary.run)}, {"issued", summary.issued},
        {"pages", summary.pages}, {"first_number", text_or_null(summary.first_number)},
        {"last_number", text_or_null(summary.last_number)}, {"amount_yen", summary.amount.amount()},
        {"skipped", skipped}, {"skipped_counts", counts}, {"file", text_or_null(summary.file)},
        {"sha256", text_or_null(summary.sha256)}, {"notes", summary.notes}};
}

/// What gets no receipt: counts, then one line each for those that need somebody.
void print_skipped(const Context& context, const ReceiptRunSummary& summary)
{
    for (const auto& [code, count] : summary.skipped_counts) {
        context.out << context.sentence(
                           "receipt.skipped." + code, {{"number", domain::grouped(domain::Yen{count})}})
                    << "\n";
    }
    if (summary.skipped.empty()) return;
    context.out << "\n"
                << context.sentence(
                       "receipt.skipped_title", {{"number", std::to_string(summary.skipped.size())}})
                << "\n";
    for (const auto& item : summary.skipped) {
        context.out << "  " << item.donation << "  "
                    << context.sentence(item.code, {{"characters", item.detail}, {"number", item.donation}})
                    << "\n";
    }
}

void print_run(const Context& context, const ReceiptRunSummary& summary)
{
    if (summary.issued == 0) {
        context.out << context.sentence(
                           summary.skipped.empty() ? "receipt.nothing_to_issue" : "receipt.none_issued")
                    << "\n";
    } else {
        context.out << context.sentence("receipt.issued",
                           {{"issued", domain::grouped(domain::Yen{summary.issued})},
                               {"first", summary.first_number}, {"last", summary.last_number},
                               {"yen", domain::grouped(summary.amount)}, {"file", summary.file}})
                    << "\n";
    }
    for (const std::int64_t run : summary.runs_to_print) {
        context.out << context.sentence("receipt.run_unprinted", {{"number", std::to_string(run)}}) << "\n";
    }
    for (const auto& note : summary.notes) context.out << context.sentence(note) << "\n";
    print_skipped(context, summary);
}

int issue(Context& context, const ReceiptOptions& options)
{
    application::ReceiptRequest request;
    const auto& eras = context.services.eras();
    if (const auto year = read_year("--tax-year", options.tax_year, eras))
        request.tax_year = domain::TaxYear{*year};
    request.received_through = read_date("--received-through", options.through, eras);
    request.donations = options.donations;
    request.out = options.out;
    request.caller = context.caller;
    const bool on_terminal = ::isatty(STDERR_FILENO) != 0;
    const auto progress = [&](std::int64_t done, std::int64_t all) {
        if (on_terminal && (done % 50 == 0 || done == all))
            context.err << "\r" << done << " / " << all << " 枚" << (done == all ? "\n" : "") << std::flush;
    };
    const auto summary = context.services.issue_receipts().execute(request, progress);
    if (summary.issued > 0) context.log_access("receipt.issue", std::to_string(summary.run), summary.issued);
    context.json ? context.print(run_json(context, summary)) : print_run(context, summary);
    return summary.skipped.empty() && summary.runs_to_print.empty() ? kDone : kNeedsAttention;
}

int list_due(Context& context, const ReceiptOptions& options)
{
    application::ReceiptRequest request;
    const auto& eras = context.services.eras();
    if (const auto year = read_year("--tax-year", options.tax_year, eras))
        request.tax_year = domain::TaxYear{*year};
    request.received_through = read_date("--received-through", options.through, eras);
    request.caller = context.caller;
    const auto due = context.services.issue_receipts().due(request);
    context.log_access("receipt.due", options.tax_year, static_cast<std::int64_t>(due.donations.size()));
    ReceiptRunSummary summary;
    summary.skipped = due.skipped;
    summary.skipped_counts = due.skipped_counts;
    if (context.json) {
        json items = json::array();
        for (const auto& donation : due.donations) {
            items.push_back(
                {{"donation", donation.number.text()}, {"received_on", donation.received_on->iso()},
                    {"amount_yen", donation.amount.amount()}, {"name", donation.contact.name}});
        }
        const json run = run_json(context, summary);
        context.print({{"items", items}, {"total", items.size()}, {"amount_yen", due.amount.amount()},
            {"skipped", run.at("skipped")}, {"skipped_counts", run.at("skipped_counts")}});
        return kDone;
    }
    using Align = TextTable::Align;
    TextTable table{
        {{"受付番号", Align::Left}, {"受領日", Align::Left}, {"氏名", Align::Left}, {"金額", Align::Right}}};
    for (const auto& donation : due.donations) {
        table.add({donation.number.text(), donation.received_on->iso(), donation.contact.name,
            domain::grouped(donation.amount)});
    }
    table.print(context.out);
    const auto count = static_cast<std::int64_t>(due.donations.size());
    context.out << context.sentence("receipt.due", {{"number", domain::grouped(domain::Yen{count})},
                                                       {"yen", domain::grouped(due.amount)}})
                << "\n";
    print_skipped(context, summary);
    return kDone;
}

int print_again(Context& context, const ReceiptOptions& options)
{
    const auto summary = context.services.issue_receipts().print_again(options.run, options.out);
    context.log_access("receipt.print", std::to_string(options.run), summary.pages);
    if (context.json) {
        context.print({{"run", summary.run}, {"pages", summary.pages}, {"file", summary.file},
            {"sha256", summary.sha256}});
    } else {
        context.out << context.sentence("receipt.printed_again",
                           {{"number", std::to_string(summary.pages)}, {"file", summary.file}})
                    << "\n";
    }
    return kDone;
}

int list_runs(Context& context)
{
    const auto runs = context.services.issue_receipts().runs();
    json items = json::array();
    using Align = TextTable::Align;
    TextTable table{{{"番号", Align::Right}, {"発行日", Align::Left}, {"枚数", Align::Right},
        {"金額", Align::Right}, {"印刷", Align::Left}, {"ファイル", Align::Left}}};
    for (const auto& run : runs) {
        items.push_back({{"run", run.id}, {"issued_on", run.issued_on.iso()}, {"receipts", run.receipts},
            {"amount_yen", run.amount.amount()}, {"printed", run.is_printed}, {"file", run.file_name},
            {"sha256", run.sha256}});
        table.add({std::to_string(run.id), run.issued_on.iso(), domain::grouped(domain::Yen{run.receipts}),
            domain::grouped(run.amount), run.is_printed ? "済" : "未", run.file_name});
    }
    if (context.json) {
        context.print_list(items);
    } else {
        table.print(context.out);
    }
    return kDone;
}

/// A number of the former system: its donation is set free in the same way.
int make_former_receipt_void(Context& context, const ReceiptOptions& options)
{
    const auto changed = context.services.change_donation().void_former_receipt(
        {options.number, options.reason, std::nullopt, context.caller});
    const std::string donation = changed.donation.number.text();
    if (context.json) {
        context.print({{"number", options.number}, {"donation", donation}, {"state", "void"}});
    } else {
        context.out << context.sentence(
                           "receipt.voided", {{"number", options.number}, {"donation", donation}})
                    << "\n";
    }
    return kDone;
}

bool is_former_receipt(Context& context, const std::string& number)
{
    application::DonationFilter filter;
    filter.search = number;
    bool found = false;
    context.services.list_donations().execute(filter, [&](const application::ListedDonation& listed) {
        found = found || (domain::has_former_receipt(listed.donation) &&
                             listed.donation.former->receipt_number == number);
    });
    return found;
}

int make_receipt_void(Context& context, const ReceiptOptions& options)
{
    if (is_former_receipt(context, options.number)) return make_former_receipt_void(context, options);
    const auto [receipt, number] =
        context.services.issue_receipts().make_void(options.number, options.reason, context.caller);
    if (context.json) {
        context.print({{"number", number}, {"donation", receipt.donation_number.text()}, {"state", "void"}});
    } else {
        context.out << context.sentence("receipt.voided",
                           {{"number", number}, {"donation", receipt.donation_number.text()}})
                    << "\n";
    }
    return kDone;
}

int list_receipts(Context& context, const ReceiptOptions& options)
{
    std::optional<domain::TaxYear> year;
    if (const auto number = read_year("--tax-year", options.tax_year, context.services.eras()))
        year = domain::TaxYear{*number};
    const auto receipts = context.services.issue_receipts().list(year);
    context.log_access("receipt.list", options.tax_year, static_cast<std::int64_t>(receipts.size()));
    if (context.json) {
        json items = json::array();
        for (const auto& [receipt, number] : receipts) {
            items.push_back({{"number", number}, {"donation", receipt.donation_number.text()},
                {"tax_year", receipt.number.tax_year.value()}, {"state", receipt.is_void ? "void" : "valid"},
                {"void_reason", receipt.void_reason}, {"issued_on", receipt.issued_on.iso()},
                {"received_on", receipt.received_on.iso()}, {"amount_yen", receipt.amount.amount()},
                {"name", receipt.contact.name}});
        }
        context.print_list(items);
        return kDone;
    }
    using Align = TextTable::Align;
    TextTable table{{{"番号", Align::Left}, {"受付番号", Align::Left}, {"受領日", Align::Left},
        {"発行日", Align::Left}, {"状態", Align::Left}, {"氏名", Align::Left}, {"金額", Align::Right}}};
    for (const auto& [receipt, number] : receipts) {
        table.add({number, receipt.donation_number.text(), receipt.received_on.iso(), receipt.issued_on.iso(),
            context.sentence(receipt.is_void ? "label.receipt.void" : "label.receipt.valid"),
            receipt.contact.name, domain::grouped(receipt.amount)});
    }
    table.print(context.out);
    return kDone;
}

}  // namespace

void add_receipt(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<ReceiptOptions>();
    auto receipt = app.add_subcommand("receipt", "receipts (寄附金受領証明書)");
    receipt.require_subcommand(1);
    auto issue_command =
        receipt.add_subcommand("issue", "issue receipts for received donations into one PDF");
    issue_command.add_option("--tax-year", options->tax_year, "only this tax year (2026 or R8)");
    issue_command.add_option("--received-through", options->through, "only those received through this day");
    issue_command.add_option("--donation", options->donations, "only these donation numbers");
    issue_command.add_option("--out", options->out, "PDF file to write").required();
    issue_command.callback([&choice, options] {
        choice.command = [options](Context& context) { return issue(context, *options); };
    });
    auto list = receipt.add_subcommand("list", "receipts in order of number");
    list.add_option("--tax-year", options->tax_year, "only this tax year");
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_receipts(context, *options); };
    });
    auto due = receipt.add_subcommand("due", "what is not issued yet; draws no number");
    due.add_option("--tax-year", options->tax_year, "only this tax year (2026 or R8)");
    due.add_option("--received-through", options->through, "only those received through this day");
    due.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_due(context, *options); };
    });
    receipt.add_subcommand("runs", "issues so far, newest first").callback([&choice] {
        choice.command = [](Context& context) { return list_runs(context); };
    });
    auto make_void = receipt.add_subcommand("void", "make a receipt void; its donation may then be changed");
    make_void.add_option("number", options->number, "receipt number").required();
    make_void.add_option("--reason", options->reason, "why, for the history").required();
    make_void.callback([&choice, options] {
        choice.command = [options](Context& context) { return make_receipt_void(context, *options); };
    });
    auto print = receipt.add_subcommand("print", "draw the sheets of a run again, as they were");
    print.add_option("--run", options->run, "run number").required();
    print.add_option("--out", options->out, "PDF file to write").required();
    print.callback([&choice, options] {
        choice.command = [options](Context& context) { return print_again(context, *options); };
    });
}

}  // namespace furusato::cli
