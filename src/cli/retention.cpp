#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/instants.hpp"
#include "cli/text_table.hpp"
#include "furusato/domain/fiscal_year.hpp"

namespace furusato::cli {
namespace {

using application::DeletedByRule;
using application::DueOfRule;
using nlohmann::json;

struct RetentionOptions {
    std::string rule, reason;
};

std::string number_text(std::int64_t number)
{
    return domain::grouped(domain::Yen{number});
}

std::string subject_text(const Context& context, domain::RetentionSubject subject)
{
    return context.sentence("label.retention." + std::string{domain::key_of(subject)});
}

/// What is due, counted over all of it and by the fiscal year of completion.
struct DueCounts {
    std::int64_t records = 0;
    std::string oldest, newest;
    std::map<int, std::int64_t> by_year;
};

DueCounts counts_of(const DueOfRule& found)
{
    DueCounts counts;
    for (const auto& record : found.due) {
        const std::string day = record.completed_on.iso();
        if (counts.records == 0) counts.oldest = counts.newest = day;
        counts.oldest = std::min(counts.oldest, day);
        counts.newest = std::max(counts.newest, day);
        counts.records += record.count;
        counts.by_year[domain::FiscalYear::of(record.completed_on).value()] += record.count;
    }
    return counts;
}

json due_json(const DueOfRule& found)
{
    const DueCounts counts = counts_of(found);
    const auto day = [](const std::string& text) { return text.empty() ? json(nullptr) : json(text); };
    json years = json::array();
    for (const auto& [year, count] : counts.by_year)
        years.push_back({{"fiscal_year", year}, {"records", count}});
    const auto& rule = found.rule;
    return {{"rule", rule.code}, {"subject", key_of(rule.subject)}, {"action", rule.action},
        {"years", rule.years}, {"confirmed", rule.is_confirmed}, {"source", rule.source},
        {"completed_through", found.through.iso()}, {"records", counts.records},
        {"oldest", day(counts.oldest)}, {"newest", day(counts.newest)}, {"by_fiscal_year", years},
        {"held_back", found.held_back}};
}

void print_due(const Context& context, const std::vector<DueOfRule>& rules)
{
    using Align = TextTable::Align;
    TextTable table{{{"対象", Align::Left}, {"年数", Align::Right}, {"完結日まで", Align::Left},
        {"件数", Align::Right}, {"最も古い日", Align::Left}, {"最も新しい日", Align::Left}}};
    bool is_confirmed = true;
    for (const auto& found : rules) {
        const DueCounts counts = counts_of(found);
        table.add({subject_text(context, found.rule.subject), std::to_string(found.rule.years),
            found.through.iso(), number_text(counts.records), counts.oldest, counts.newest});
        is_confirmed = is_confirmed && found.rule.is_confirmed;
    }
    table.print(context.out);
    for (const auto& found : rules) {
        const std::string subject = subject_text(context, found.rule.subject);
        for (const auto& [year, count] : counts_of(found).by_year) {
            context.out << "  " << subject << "  "
                        << context.sentence("retention.of_year",
                               {{"year", std::to_string(year)}, {"count", number_text(count)}})
                        << "\n";
        }
        for (const auto& [why, count] : found.held_back) {
            context.out << "  " << subject << "  "
                        << context.sentence("retention.held." + why, {{"count", number_text(count)}}) << "\n";
        }
    }
    context.out << context.sentence("retention.preview") << "\n";
    if (!is_confirmed) context.out << context.sentence("retention.unconfirmed") << "\n";
}

int preview(Context& context)
{
    const auto rules = context.services.manage_retention().preview(context.caller.business_date);
    if (context.json) {
        json items = json::array();
        for (const auto& found : rules) items.push_back(due_json(found));
        context.print_list(items);
    } else {
        print_due(context, rules);
    }
    return kDone;
}

json deleted_json(const DeletedByRule& line)
{
    return {{"run", line.run}, {"at", line.at}, {"actor", line.actor}, {"reason", line.reason},
        {"rule", line.rule}, {"subject", key_of(line.subject)}, {"action", line.action},
        {"as_of", line.as_of.iso()}, {"records", line.records}, {"oldest", line.first_day.iso()},
        {"newest", line.last_day.iso()}, {"ids_digest", line.ids_digest}};
}

void print_deleted(const Context& context, const std::vector<DeletedByRule>& lines)
{
    if (context.json) {
        json items = json::array();
        for (const auto& line : lines) items.push_back(deleted_json(line));
        return context.print_list(items);
    }
    using Align = TextTable::Align;
    TextTable table{{{"回", Align::Right}, {"日時", Align::Left}, {"利用者", Align::Left},
        {"対象", Align::Left}, {"件数", Align::Right}, {"照合値", Align::Left}}};
    constexpr std::size_t kShownDigits = 12;
    for (const auto& line : lines) {
        table.add(
            {std::to_string(line.run), in_japan(line.at), line.actor, subject_text(context, line.subject),
                number_text(line.records), line.ids_digest.substr(0, kShownDigits)});
    }
    table.print(context.out);
}

int run(Context& context, const RetentionOptions& options)
{
    std::optional<std::string> rule;
    if (!options.rule.empty()) rule = options.rule;
    const auto deleted = context.services.manage_retention().run(
        rule, options.reason, context.caller, [&](std::int64_t done, std::int64_t in_all) {
            context.err << context.sentence("retention.progress",
                               {{"done", number_text(done)}, {"in_all", number_text(in_all)}})
                        << "\n";
        });
    print_deleted(context, deleted);
    if (!context.json)
        context.out << context.sentence(deleted.empty() ? "retention.nothing" : "retention.done") << "\n";
    return kDone;
}

}  // namespace

void add_retention(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<RetentionOptions>();
    auto retention =
        app.add_subcommand("retention", "保存年限: what may be erased, erasing it, and its ledger");
    retention.require_subcommand(1);
    retention.add_subcommand("preview", "what would go on the business date; changes nothing")
        .callback([&choice] { choice.command = [](Context& context) { return preview(context); }; });
    auto start = retention.add_subcommand("run", "erase what the business date allows");
    start.add_option("--reason", options->reason, "why, for the ledger of deletions").required();
    start.add_option("--rule", options->rule, "one rule only, by its code as in the preview");
    start.callback([&choice, options] {
        choice.command = [options](Context& context) { return run(context, *options); };
    });
    retention.add_subcommand("list", "the ledger of deletions, newest first").callback([&choice] {
        choice.command = [](Context& context) {
            print_deleted(context, context.services.manage_retention().list());
            return kDone;
        };
    });
}

}  // namespace furusato::cli
