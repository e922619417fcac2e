#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/instants.hpp"
#include "cli/read_options.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::Anchor;
using application::AnchorAgreement;
using domain::Refusal;
using domain::RefusalKind;
using nlohmann::json;

struct AuditOptions {
    std::string day, from, through, out, digest;
    bool overwrite = false;
};

std::string count_text(std::int64_t count)
{
    return domain::grouped(domain::Yen{count});
}

json anchor_json(const Anchor& anchor)
{
    json lanes = json::array();
    for (const auto& head : anchor.lanes) {
        lanes.push_back({{"lane", head.lane}, {"links", head.links}, {"last_number", head.last_number},
            {"link", head.link}});
    }
    return {{"day", anchor.day.iso()}, {"number", anchor.number}, {"operations", anchor.operations},
        {"made_at", anchor.made_at}, {"actor", anchor.actor}, {"digest", anchor.digest},
        {"short", application::short_form(anchor.digest)}, {"lanes", lanes}};
}

int make_anchor(Context& context, const AuditOptions& options)
{
    const auto day = read_date("--day", options.day, context.services.eras());
    const auto made = context.services.keep_anchors().make(day, context.caller);
    if (context.json) {
        json object = anchor_json(made.anchor);
        object["new"] = made.is_new;
        context.print(object);
        return kDone;
    }
    context.out << context.sentence(made.is_new ? "audit.made" : "audit.made_already",
                       {{"day", made.anchor.day.iso()}, {"operations", count_text(made.anchor.operations)}})
                << "\n  " << application::short_form(made.anchor.digest) << "\n";
    return kDone;
}

std::vector<Anchor> anchors_of(Context& context, const AuditOptions& options)
{
    const auto& eras = context.services.eras();
    return context.services.keep_anchors().list(
        read_date("--from", options.from, eras), read_date("--through", options.through, eras));
}

int list_anchors(Context& context, const AuditOptions& options)
{
    using Align = TextTable::Align;
    TextTable table{{{"日付", Align::Left}, {"操作の累計", Align::Right}, {"照合値", Align::Left},
        {"封印した日時", Align::Left}}};  // narrow enough that the digest is never cut
    json items = json::array();
    for (const Anchor& anchor : anchors_of(context, options)) {
        items.push_back(anchor_json(anchor));
        table.add({anchor.day.iso(), count_text(anchor.operations), application::short_form(anchor.digest),
            in_japan(anchor.made_at)});
    }
    if (context.json) {
        context.print_list(items);
    } else {
        table.print(context.out);
    }
    return kDone;
}

/// One sheet for each month, with boxes for whoever keeps the paper.
application::Paper paper_of(const Context& context, const std::vector<Anchor>& anchors)
{
    application::Paper paper;
    paper.title = context.sentence("audit.paper_title");
    paper.dated_on = anchors.back().day;
    paper.foot = context.sentence("paper.foot",
        {{"actor", context.caller.actor}, {"at", in_japan(context.services.clock().now_utc())}});
    std::string month;
    std::int64_t before =
        anchors.front().number == 1 ? 0 : -1;  // the one before the first is not on the paper
    for (const Anchor& anchor : anchors) {
        const std::string day = anchor.day.iso();
        if (day.substr(0, 7) != month) {
            month = day.substr(0, 7);
            paper.sections.push_back(
                {context.sentence("audit.paper_month",
                     {{"year", day.substr(0, 4)}, {"number", std::to_string(std::stoi(day.substr(5, 2)))}}),
                    {context.sentence("audit.paper_how"), context.sentence("audit.paper_keep")},
                    {{"日付", 1.3}, {"操作の累計", 1.1, true}, {"前回から", 0.9, true}, {"照合値", 3.6},
                        {"封印した日時", 1.9}, {"利用者", 1.3}},
                    {}, {"保管者 所属・氏名", "保管した日", "印"}, true});
        }
        paper.sections.back().rows.push_back(
            {day, count_text(anchor.operations), before < 0 ? "" : count_text(anchor.operations - before),
                application::short_form(anchor.digest), in_japan(anchor.made_at), anchor.actor});
        before = anchor.operations;
    }
    return paper;
}

int print_anchors(Context& context, const AuditOptions& options)
{
    const std::filesystem::path file = options.out;
    if (!options.overwrite && std::filesystem::exists(file))
        throw Refusal{RefusalKind::Conflict, "file.exists", {{"file", file.filename().string()}}};
    const auto anchors = anchors_of(context, options);
    if (anchors.empty()) throw Refusal{RefusalKind::NotFound, "audit.none"};
    const int pages = context.services.paper_printer().print(file, paper_of(context, anchors));
    if (context.json) {
        context.print({{"anchors", anchors.size()}, {"pages", pages}, {"file", file.filename().string()}});
    } else {
        context.out << context.sentence("paper.printed",
                           {{"pages", std::to_string(pages)}, {"file", file.filename().string()}})
                    << "\n";
    }
    return kDone;
}

int check_anchor(Context& context, const AuditOptions& options)
{
    const auto day = read_date("--day", options.day, context.services.eras());
    const auto compared =
        context.services.keep_anchors().compare(day.value_or(context.caller.business_date), options.digest);
    static constexpr std::array<const char*, 4> kKeys{"same", "differs", "missing", "broken"};
    const std::string key = kKeys[static_cast<std::size_t>(compared.agreement)];
    if (context.json) {
        json object = compared.anchor ? anchor_json(*compared.anchor) : json{{"day", options.day}};
        object["agreement"] = key;
        context.print(object);
    } else {
        context.out << context.sentence("audit.compared_" + key, {{"day", options.day}}) << "\n";
        if (compared.anchor) context.out << "  " << application::short_form(compared.anchor->digest) << "\n";
    }
    return compared.agreement == AnchorAgreement::Same ? kDone : kNeedsAttention;
}

void add_days(const Syntax& command, const std::shared_ptr<AuditOptions>& options)
{
    command.add_option("--from", options->from, "first day");
    command.add_option("--through,--to", options->through, "last day");
}

}  // namespace

void add_audit(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<AuditOptions>();
    auto audit =
        app.add_subcommand("audit", "daily anchors (日次封印) of the audit chain, to be kept on paper");
    audit.require_subcommand(1);
    const auto add = [&](const char* name, const char* text, int (*run)(Context&, const AuditOptions&)) {
        auto command = audit.add_subcommand(name, text);
        command.callback([&choice, options, run] {
            choice.command = [options, run](Context& context) { return run(context, *options); };
        });
        return command;
    };
    add("anchor", "seal a day: everything stored so far can no longer be taken away unnoticed", make_anchor)
        .add_option("--day", options->day, "the day (default: the business date)");
    add_days(add("list", "anchors in order of their days", list_anchors), options);
    auto print = add("print", "one A4 sheet a month with the digests of its days", print_anchors);
    add_days(print, options);
    print.add_option("--out", options->out, "PDF file to write").required();
    print.add_flag("--overwrite", options->overwrite, "replace a file that is there");
    auto check = add("check", "compare what stands on the paper with the ledger", check_anchor);
    check.add_option("--day", options->day, "the day on the paper").required();
    check.add_option("--digest", options->digest, "the digits beside it, in any grouping").required();
}

}  // namespace furusato::cli
