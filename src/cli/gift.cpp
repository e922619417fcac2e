#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using domain::Gift;
using nlohmann::json;

struct GiftOptions {
    std::string file, code, search;
    bool unmatched = false;
};

json gift_json(const Gift& gift)
{
    return {{"code", gift.code}, {"name", gift.name}, {"delivery_name", gift.delivery_name},
        {"supplier_code", gift.supplier_code}, {"supplier", gift.supplier_name},
        {"required_yen", gift.required_donation.amount()}, {"cost_yen", gift.procurement_cost.amount()},
        {"category", gift.category}, {"brand_mark", gift.brand_mark}, {"valid_from", gift.valid_from.iso()},
        {"valid_to", gift.valid_to ? json(gift.valid_to->iso()) : json(nullptr)}};
}

/// Cost share in per cent with one decimal, rounded up: a share over the limit never looks as if it were on it.
std::string cost_share(const Gift& gift)
{
    if (gift.required_donation <= domain::Yen{}) return "-";
    const std::int64_t permille =
        (gift.procurement_cost.amount() * 1000 + gift.required_donation.amount() - 1) /
        gift.required_donation.amount();
    return std::to_string(permille / 10) + "." + std::to_string(permille % 10);
}

int import_gifts(Context& context, const GiftOptions& options)
{
    const auto source = context.services.open_file(options.file);
    const auto summary = context.services.import_gifts().execute(*source, context.caller);
    if (context.json) {
        json issues = json::array();
        for (const auto& issue : summary.issues) {
            issues.push_back({{"line", issue.line}, {"row", issue.row}, {"column", issue.column},
                {"code", issue.code}, {"value", issue.value}, {"message", context.sentence(issue.code)}});
        }
        context.print({{"read", summary.read}, {"new", summary.added}, {"updated", summary.updated},
            {"unchanged", summary.unchanged}, {"error", summary.refused}, {"issues", issues}});
    } else {
        context.out << context.sentence("gift.imported",
                           {{"read", std::to_string(summary.read)}, {"new", std::to_string(summary.added)},
                               {"updated", std::to_string(summary.updated)},
                               {"unchanged", std::to_string(summary.unchanged)},
                               {"error", std::to_string(summary.refused)}})
                    << "\n";
        for (const auto& issue : summary.issues) {
            context.out << "  " << issue.line << "行 " << issue.column << "「" << issue.value
                        << "」: " << context.sentence(issue.code) << "\n";
        }
    }
    return summary.refused > 0 ? kNeedsAttention : kDone;
}

int list_unmatched(Context& context)
{
    const auto names = context.services.list_gifts().unmatched();
    json items = json::array();
    TextTable table{{{"種類", TextTable::Align::Left}, {"ポータル", TextTable::Align::Left},
        {"ファイルの表記", TextTable::Align::Left}}};
    for (const auto& name : names) {
        items.push_back({{"kind", name.kind}, {"portal", name.portal}, {"written", name.written}});
        table.add({name.kind == "gift" ? "返礼品" : "使い道", name.portal, name.written});
    }
    if (context.json) {
        context.print_list(items);
    } else {
        table.print(context.out);
    }
    return kDone;
}

int list_gifts(Context& context, const GiftOptions& options)
{
    if (options.unmatched) return list_unmatched(context);
    const auto gifts = context.services.list_gifts().execute(context.caller.business_date, options.search);
    if (context.json) {
        json items = json::array();
        for (const auto& gift : gifts) items.push_back(gift_json(gift));
        context.print_list(items);
        return kDone;
    }
    using Align = TextTable::Align;
    TextTable table{{{"コード", Align::Left}, {"返礼品", Align::Left}, {"事業者", Align::Left},
        {"必要寄附金額", Align::Right}, {"調達費", Align::Right}, {"割合%", Align::Right}}};
    for (const auto& gift : gifts) {
        table.add({gift.code, gift.name, gift.supplier_name, domain::grouped(gift.required_donation),
            domain::grouped(gift.procurement_cost), cost_share(gift)});
    }
    table.print(context.out);
    return kDone;
}

int show_gift(Context& context, const GiftOptions& options)
{
    const auto versions = context.services.list_gifts().show(options.code);
    if (context.json) {
        json object = gift_json(versions.back());
        json all = json::array();
        for (const auto& gift : versions) all.push_back(gift_json(gift));
        object["versions"] = all;
        context.print(object);
        return kDone;
    }
    for (const auto& gift : versions) {
        context.out << gift.code << "  " << gift.name << "\n  " << gift.valid_from.iso() << " から "
                    << (gift.valid_to ? gift.valid_to->iso() : "") << "\n  事業者 " << gift.supplier_name
                    << "  分類 " << gift.category << "  認証 " << gift.brand_mark << "\n  必要寄附金額 "
                    << domain::grouped(gift.required_donation) << "円  調達費 "
                    << domain::grouped(gift.procurement_cost) << "円（" << cost_share(gift) << "%）\n";
    }
    return kDone;
}

}  // namespace

void add_gift(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<GiftOptions>();
    auto gift = app.add_subcommand("gift", "the catalogue of return gifts");
    gift.require_subcommand(1);
    auto list = gift.add_subcommand("list", "gifts as of the business date");
    list.add_option("--search", options->search, "part of code or name");
    list.add_flag("--unmatched", options->unmatched, "names in imported files that no master knows");
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_gifts(context, *options); };
    });
    auto show = gift.add_subcommand("show", "one gift with all its versions");
    show.add_option("code", options->code, "gift code").required();
    show.callback([&choice, options] {
        choice.command = [options](Context& context) { return show_gift(context, *options); };
    });
    auto import = gift.add_subcommand("import", "take gifts from a CSV file");
    import.add_option("file", options->file, "CSV file").required();
    import.callback([&choice, options] { choice.command = [options](Context& context) { return import_gifts(context, *options);
};
}  // namespace furusato::cli
);
}

}  // namespace furusato::cli
