#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_filter.hpp"
#include "cli/donation_texts.hpp"
#include "cli/exit_codes.hpp"
#include "cli/instants.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::DonationColumn;
using application::TableFormat;
using domain::Refusal;
using domain::RefusalKind;
using nlohmann::json;

struct ExportOptions {
    FilterOptions filter;
    std::string out, purpose, format, from, through;
    std::vector<std::string> columns;
    bool overwrite = false;
    std::optional<std::string> reveal;
    std::int64_t limit = 50;
};

constexpr auto kColumnLabel = "label.column.";

std::vector<DonationColumn> columns_of(const Context& context, const std::vector<std::string>& chosen)
{
    const auto& keys = application::kDonationColumnKeys;
    std::vector<DonationColumn> columns;
    for (std::size_t i = 0; i < keys.size() && chosen.empty(); ++i)
        columns.push_back(static_cast<DonationColumn>(i));
    for (const std::string& text : chosen)
        columns.push_back(
            static_cast<DonationColumn>(read_word(context, "--columns", text, keys, kColumnLabel)));
    return columns;
}

/// By --format, else by the ending of the file's name.
TableFormat format_of(const ExportOptions& options)
{
    const std::string ending = std::filesystem::path{options.out}.extension().string();
    if (options.format == "xlsx" || (options.format.empty() && ending == ".xlsx")) return TableFormat::Xlsx;
    if (options.format == "csv" || ending == ".csv") return TableFormat::Csv;
    throw Refusal{RefusalKind::Invalid, "export.format_unknown", {{"file", options.out}}};
}

application::ExportWords words_of(const Context& context, const application::ExportRequest& request)
{
    application::ExportWords words;
    for (const DonationColumn column : request.columns)
        words.titles[column] = context.sentence(kColumnLabel + std::string{key_of(column)});
    const auto add = [&](DonationColumn column, const auto& keys, const std::string& label) {
        for (const auto& key : keys)
            words.values[column][std::string{key}] = context.sentence(label + std::string{key});
    };
    add(DonationColumn::State, domain::kDonationStateKeys, "label.state.");
    add(DonationColumn::PaymentMethod, domain::kPaymentMethodKeys, "label.payment_method.");
    add(DonationColumn::DonorKind, domain::kDonorKindKeys, "label.donor_kind.");
    for (const DonationColumn flag : {DonationColumn::OneStop, DonationColumn::NamePublication})
        words.values[flag] = {{"1", context.sentence("label.yes")}, {"0", context.sentence("label.no")}};
    words.hidden = context.sentence("address.hidden");
    words.remarks = [&context, request](const std::string& at, std::int64_t rows) {
        return std::vector<std::string>{
            context.sentence("export.remark_purpose", {{"purpose", request.purpose}}),
            context.sentence("export.remark_actor", {{"actor", request.caller.actor}}),
            context.sentence("export.remark_at", {{"at", in_japan(at)}}),
            context.sentence("export.remark_filter", {{"filter", request.filter_names}}),
            context.sentence("export.remark_rows", {{"number", std::to_string(rows)}})};
    };
    return words;
}

int export_donations(Context& context, const ExportOptions& options)
{
    application::ExportRequest request;
    request.filter = filter_of(context, options.filter);
    request.filter_names = filter_names(context, options.filter);
    request.columns = columns_of(context, options.columns);
    request.format = format_of(options);
    request.file = options.out;
    request.purpose = options.purpose;
    request.caller = context.caller;
    request.disclosure = disclosure_of(options.reveal);
    if (!options.overwrite && std::filesystem::exists(request.file))
        throw Refusal{RefusalKind::Conflict, "file.exists", {{"file", request.file.filename().string()}}};
    if (options.reveal) log_look(context, "donation", "export", request.filter_names, 0, options.reveal);
    const bool on_terminal = ::isatty(STDERR_FILENO) != 0;
    const auto progress = [&](std::int64_t done, std::int64_t all) {
        if (on_terminal)
            context.err << "\r" << done << " / " << all << " 件" << (done == all ? "\n" : "") << std::flush;
    };
    const std::int64_t rows =
        context.services.export_donations().execute(request, words_of(context, request), progress);
    if (context.json) {
        context.print({{"rows", rows}, {"file", request.file.filename().string()}});
    } else {
        context.out << context.sentence("export.done", {{"number", domain::grouped(domain::Yen{rows})},
                                                           {"file", request.file.filename().string()}})
                    << "\n";
    }
    tell_left_out(context, request.filter, request.disclosure);
    return kDone;
}

int list_accesses(Context& context, const ExportOptions& options)
{
    const auto& eras = context.services.eras();
    const auto accesses = context.services.access_log().list(read_date("--from", options.from, eras),
        read_date("--through", options.through, eras), options.limit);
    json items = json::array();
    using Align = TextTable::Align;
    TextTable table{{{"日時", Align::Left}, {"利用者", Align::Left}, {"操作", Align::Left},
        {"対象", Align::Left}, {"件数", Align::Right}, {"目的", Align::Left}}};
    for (const auto& access : accesses) {
        items.push_back({{"at", access.at}, {"actor", access.actor}, {"action", access.action},
            {"subject", access.subject}, {"records", access.records}, {"purpose", access.purpose}});
        table.add({in_japan(access.at), access.actor, context.sentence("label.access." + access.action),
            access.subject, domain::grouped(domain::Yen{access.records}), access.purpose});
    }
    if (context.json) {
        context.print_list(items);
    } else {
        table.print(context.out);
    }
    return kDone;
}

}  // namespace

void add_donation_export(const Syntax& donation, Choice& choice)
{
    auto options = std::make_shared<ExportOptions>();
    auto command = donation.add_subcommand("export", "write what the filters leave into a file");
    add_filter_options(command, options->filter);
    command.add_option("--out", options->out, "file to write, .xlsx for people or .csv for programs")
        .required();
    command.add_option("--format", options->format, "xlsx or csv (default: by the file's ending)")
        .one_of({"xlsx", "csv"});
    command
        .add_option(
            "--columns", options->columns, "which columns, in this order, separated by commas (default: all)")
        .separated_by(',');
    command.add_option("--for", options->purpose, "for what; stands in the file and in the log").required();
    add_reveal_option(command, options->reveal);
    command.add_flag("--overwrite", options->overwrite, "replace a file that is there");
    command.callback([&choice, options] {
        choice.command = [options](Context& context) { return export_donations(context, *options); };
    });
}

void add_access(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<ExportOptions>();
    auto access = app.add_subcommand("access", "who looked at, printed or exported personal data");
    access.require_subcommand(1);
    auto list = access.add_subcommand("list", "newest first");
    list.add_option("--from", options->from, "first day");
    list.add_option("--through", options->through, "last day");
    list.add_option("--limit", options->limit, "how many (default: 50)").positive();
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_accesses(context, *options); };
    });
}

}  // namespace furusato::cli
