#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"
#include "furusato/application/revenue_report.hpp"
#include "furusato/domain/fiscal_year.hpp"

namespace furusato::cli {
namespace {

using application::OnBehalfLine;
using nlohmann::json;

OnBehalfLine total_of(const std::vector<OnBehalfLine>& lines)
{
    OnBehalfLine total;
    for (const OnBehalfLine& line : lines) {
        total.donations += line.donations;
        total.amount += line.amount;
        total.refunds += line.refunds;
    }
    return total;
}

json line_json(const OnBehalfLine& line)
{
    return {
        {"donations", line.donations}, {"yen", line.amount.amount()}, {"refunds_yen", line.refunds.amount()}};
}

void print_lines(const Context& context, const std::vector<OnBehalfLine>& lines, domain::FiscalYear year)
{
    using Align = TextTable::Align;
    context.out << context.sentence("report.on_behalf_of", {{"year", std::to_string(year.value())}}) << "\n";
    if (lines.empty()) {
        context.out << context.sentence("report.nothing_on_behalf") << "\n";
        return;
    }
    TextTable table{{{"代理寄附先", Align::Left}, {"件数", Align::Right}, {"金額", Align::Right},
        {"うち返金", Align::Right}}};
    const auto add = [&](const std::string& name, const OnBehalfLine& line) {
        table.add({name, domain::grouped(domain::Yen{line.donations}), domain::grouped(line.amount),
            domain::grouped(line.refunds)});
    };
    for (const OnBehalfLine& line : lines) add(line.municipality, line);
    add("合計", total_of(lines));
    table.print(context.out);
}

int report(Context& context, const std::string& typed_year)
{
    const int current = domain::FiscalYear::of(context.caller.business_date).value();
    const domain::FiscalYear year{read_year("--year", typed_year, context.services.eras()).value_or(current)};
    const auto lines = context.services.make_revenue_report().on_behalf(year.first_day(), year.last_day());
    if (!context.json) {
        print_lines(context, lines, year);
        return kDone;
    }
    json items = json::array();
    for (const OnBehalfLine& line : lines) {
        items.push_back(line_json(line));
        items.back()["municipality"] = line.municipality;
    }
    context.print({{"fiscal_year", year.value()}, {"items", items}, {"total", line_json(total_of(lines))}});
    return kDone;
}

}  // namespace

void add_report_on_behalf(const Syntax& report_command, Choice& choice)
{
    auto year = std::make_shared<std::string>();
    auto command = report_command.add_subcommand(
        "on-behalf", "donations accepted for other municipalities (代理寄附), which are in no other total");
    command.add_option("--year", *year, "fiscal year (2026 or R8; default: the present one)");
    command.callback(
        [&choice, year] { choice.command = [year](Context& context) { return report(context, *year); }; });
}

}  // namespace furusato::cli
