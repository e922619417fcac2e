#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/donation_filter.hpp"
#include "cli/exit_codes.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using nlohmann::json;

struct SearchOptions {
    std::string name;
    FilterOptions filter;
};

/// "--state received --portal choice": as it can be typed.
std::string on_one_line(std::string filter)
{
    std::replace(filter.begin(), filter.end(), '\n', ' ');
    return filter.substr(0, filter.find_last_not_of(' ') + 1);
}

int save(Context& context, const SearchOptions& options)
{
    context.services.keep_searches().save(options.name, filter_text(context, options.filter), context.caller);
    const auto kept = context.services.keep_searches().find(options.name);
    if (context.json) {
        context.print({{"name", kept.name}, {"filter", on_one_line(kept.filter)}});
    } else {
        context.out << context.sentence("search.saved", {{"name", kept.name}}) << "\n";
    }
    return kDone;
}

int list_searches(Context& context)
{
    const auto searches = context.services.keep_searches().list();
    json items = json::array();
    TextTable table{{{"名前", TextTable::Align::Left}, {"条件", TextTable::Align::Left}}};
    for (const auto& search : searches) {
        FilterOptions options;
        options.saved = search.name;
        items.push_back({{"name", search.name}, {"filter", on_one_line(search.filter)}});
        table.add({search.name, filter_names(context, options)});
    }
    if (context.json) {
        context.print_list(items);
    } else {
        table.print(context.out);
    }
    return kDone;
}

int forget(Context& context, const SearchOptions& options)
{
    context.services.keep_searches().forget(options.name, context.caller);
    if (context.json) {
        context.print({{"name", options.name}});
    } else {
        context.out << context.sentence("search.forgotten", {{"name", options.name}}) << "\n";
    }
    return kDone;
}

}  // namespace

void add_search(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<SearchOptions>();
    auto search = app.add_subcommand("search", "searches that the office keeps, for --saved");
    search.require_subcommand(1);
    auto list = search.add_subcommand("list", "all saved searches");
    list.callback([&choice] { choice.command = [](Context& context) { return list_searches(context); }; });
    auto keep = search.add_subcommand("save", "keep a filter of donations under a name");
    keep.add_option("name", options->name, "name, up to 20 characters").required();
    add_filter_options(keep, options->filter);
    keep.callback([&choice, options] {
        choice.command = [options](Context& context) { return save(context, *options); };
    });
    auto drop = search.add_subcommand("forget", "forget a saved search");
    drop.add_option("name", options->name, "its name").required();
    drop.callback([&choice, options] {
        choice.command = [options](Context& context) { return forget(context, *options); };
    });
}

}  // namespace furusato::cli
