#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::MovedInTotal;
using nlohmann::json;

json total_json(const MovedInTotal& total)
{
    json line{{"portal", total.here.portal}, {"tax_year", total.here.tax_year},
        {"donations", total.here.donations}, {"yen", total.here.amount.amount()},
        {"receipts", total.here.receipts}};
    if (total.expected_donations) {
        line["expected_donations"] = *total.expected_donations;
        line["expected_yen"] = total.expected_amount->amount();
        line["equal"] = !total.is_different();
    }
    return line;
}

void print_totals(const Context& context, const std::vector<MovedInTotal>& totals)
{
    using Align = TextTable::Align;
    TextTable table{
        {{"ポータル", Align::Left}, {"年", Align::Right}, {"件数", Align::Right}, {"金額", Align::Right},
            {"証明書", Align::Right}, {"旧件数", Align::Right}, {"旧金額", Align::Right}, {"", Align::Left}}};
    const auto text = [](std::int64_t count) { return domain::grouped(domain::Yen{count}); };
    for (const auto& total : totals) {
        table.add({total.here.portal, std::to_string(total.here.tax_year), text(total.here.donations),
            domain::grouped(total.here.amount), text(total.here.receipts),
            total.expected_donations ? text(*total.expected_donations) : "",
            total.expected_amount ? domain::grouped(*total.expected_amount) : "",
            !total.expected_donations ? ""
            : total.is_different()    ? "相違"
                                      : "一致"});
    }
    table.print(context.out);
}

int compare(Context& context, const std::string& expected_file)
{
    std::unique_ptr<portal_import::ByteSource> expected;
    if (!expected_file.empty()) expected = context.services.open_file(expected_file);
    const auto totals = context.services.compare_moved_in().execute(expected.get());
    std::int64_t differences = 0;
    json items = json::array();
    for (const auto& total : totals) {
        differences += total.is_different();
        items.push_back(total_json(total));
    }
    if (context.json) {
        context.print({{"items", items}, {"differences", differences}});
    } else {
        print_totals(context, totals);
        if (expected)
            context.out << context.sentence(differences == 0 ? "moved_in.equal" : "moved_in.different",
                               {{"number", std::to_string(differences)}})
                        << "\n";
    }
    return differences == 0 ? kDone : kNeedsAttention;
}

}  // namespace

void add_report_moved_in(const Syntax& report, Choice& choice)
{
    auto expected = std::make_shared<std::string>();
    auto command = report.add_subcommand(
        "moved-in", "donations moved in from a former system, per portal and year, against its own totals");
    command.add_option("--expected", *expected, "CSV of the former system: ポータル, 年, 件数, 金額");
    command.callback([&choice, expected] {
        choice.command = [expected](Context& context) { return compare(context, *expected); };
    });
}

}  // namespace furusato::cli
