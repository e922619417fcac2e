#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::Target;
using application::TargetKind;
using nlohmann::json;

struct TargetOptions {
    std::string kind = "target", year, month, yen, note;
};

json target_json(const Target& target)
{
    return {{"kind", key_of(target.kind)}, {"fiscal_year", target.fiscal_year.value()},
        {"month", target.month ? json(target.month->iso()) : json(nullptr)}, {"yen", target.amount.amount()},
        {"entered_on", target.entered_on.iso()}, {"note", target.note}};
}

int set_target(Context& context, const TargetOptions& options)
{
    Target target;
    target.kind = options.kind == "target" ? TargetKind::Target : TargetKind::IncomeBudget;
    target.month = read_month("--month", options.month);
    const auto year = read_year("--year", options.year, context.services.eras());
    if (!year && !target.month)
        throw domain::Refusal{domain::RefusalKind::Invalid, "option.missing", {{"option", "--year"}}};
    target.fiscal_year = year ? domain::FiscalYear{*year} : domain::FiscalYear::of(target.month->first_day());
    const auto amount = read_yen("--yen", options.yen);
    if (!amount)
        throw domain::Refusal{
            domain::RefusalKind::Invalid, "option.invalid", {{"option", "--yen"}, {"value", options.yen}}};
    target.amount = *amount;
    target.note = options.note;
    const Target stored = context.services.manage_targets().set(target, context.caller);
    if (context.json) {
        context.print(target_json(stored));
    } else {
        context.out << context.sentence("target.set",
                           {{"period", stored.month ? stored.month->iso()
                                                    : context.services.eras().calendar_year_text(
                                                          stored.fiscal_year.value()) +
                                                          "年度"},
                               {"yen", domain::grouped(stored.amount)}})
                    << "\n";
    }
    return kDone;
}

int list_targets(Context& context, const TargetOptions& options)
{
    std::optional<domain::FiscalYear> year;
    if (const auto number = read_year("--year", options.year, context.services.eras()))
        year = domain::FiscalYear{*number};
    const auto targets = context.services.manage_targets().list(year);
    if (context.json) {
        json items = json::array();
        for (const auto& target : targets) items.push_back(target_json(target));
        context.print_list(items);
        return kDone;
    }
    using Align = TextTable::Align;
    TextTable table{{{"年度", Align::Right}, {"種類", Align::Left}, {"月", Align::Left},
        {"金額", Align::Right}, {"入力日", Align::Left}, {"備考", Align::Left}}};
    for (const auto& target : targets) {
        table.add({std::to_string(target.fiscal_year.value()),
            target.kind == TargetKind::Target ? "目標額" : "歳入予算額",
            target.month ? target.month->iso() : "年額", domain::grouped(target.amount),
            target.entered_on.iso(), target.note});
    }
    table.print(context.out);
    return kDone;
}

}  // namespace

void add_target(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<TargetOptions>();
    auto target = app.add_subcommand("target", "targets (目標額) and income budgets (歳入予算額)");
    target.require_subcommand(1);
    auto set = target.add_subcommand(
        "set", "enter a figure for a fiscal year or one of its months; the latest holds");
    set.add_option("--year", options->year, "fiscal year (2026 or R8)");
    set.add_option("--month", options->month, "one month, YYYY-MM");
    set.add_option("--yen,--amount", options->yen, "amount in yen").required();
    set.add_option("--kind", options->kind, "what the figure is").one_of({"target", "income_budget"});
    set.add_option("--note", options->note, "note");
    set.callback([&choice, options] {
        choice.command = [options](Context& context) { return set_target(context, *options); };
    });
    auto list = target.add_subcommand("list", "figures in order of entry");
    list.add_option("--year", options->year, "fiscal year");
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_targets(context, *options); };
    });
}

}  // namespace furusato::cli
