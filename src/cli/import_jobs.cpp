#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/import_texts.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::Figures;
using application::ImportJob;
using application::OutcomeCounts;
using application::PortalToday;
using nlohmann::json;

struct JobOptions {
    std::int64_t limit = 20;
    int days = 14;
};

json job_json(const ImportJob& job)
{
    auto figures = application::figures_of(job.summary);
    return {{"job", job.id.value}, {"file", job.file_name}, {"portal", job.portal}, {"state", job.state},
        {"sha256", job.sha256}, {"bytes", job.bytes}, {"encoding", job.encoding},
        {"business_date", job.business_date.iso()}, {"started_at", job.started_at},
        {"finished_at", job.finished_at}, {"rows", figures["rows.read"]}, {"new", figures["orders.new"]},
        {"updated", figures["orders.updated"]}, {"held", figures["orders.held"]},
        {"error", figures["orders.error"]}};
}

int list_jobs(Context& context, const JobOptions& options)
{
    const auto jobs = context.services.list_import_jobs().execute(options.limit);
    if (context.json) {
        json items = json::array();
        for (const auto& job : jobs) items.push_back(job_json(job));
        context.print_list(items);
        return kDone;
    }
    TextTable table{{{"番号", TextTable::Align::Right}, {"状態", TextTable::Align::Left},
        {"ポータル", TextTable::Align::Left}, {"業務日付", TextTable::Align::Left},
        {"ファイル", TextTable::Align::Left}}};
    for (const auto& job : jobs) {
        table.add({std::to_string(job.id.value), context.sentence("import.state." + job.state), job.portal,
            job.business_date.iso(), job.file_name});
    }
    table.print(context.out);
    return kDone;
}

const char* key_of(PortalToday::State state)
{
    return state == PortalToday::State::Imported ? "imported"
           : state == PortalToday::State::Empty  ? "empty"
                                                 : "not_yet";
}

/// The checklist of the day: a portal that was forgotten stands there as not yet imported.
int show_today(Context& context, const JobOptions& options)
{
    const auto portals =
        context.services.list_import_jobs().today(context.caller.business_date, options.days);
    if (context.json) {
        json items = json::array();
        for (const auto& portal : portals) {
            json jobs = json::array();
            for (const auto& job : portal.jobs) jobs.push_back(job_json(job));
            items.push_back({{"portal", portal.portal}, {"state", key_of(portal.state)}, {"jobs", jobs},
                {"last_on", portal.last_on ? json(portal.last_on->iso()) : json(nullptr)}});
        }
        context.print({{"day", context.caller.business_date.iso()}, {"items", items}});
        return kDone;
    }
    using Align = TextTable::Align;
    TextTable table{
        {{"ポータル", Align::Left}, {"本日", Align::Left}, {"行", Align::Right}, {"新規", Align::Right},
            {"更新", Align::Right}, {"保留", Align::Right}, {"誤り", Align::Right}, {"前回", Align::Left}}};
    for (const auto& portal : portals) {
        Figures sum;
        for (const auto& job : portal.jobs) {
            for (const auto& [name, figure] : application::figures_of(job.summary)) sum[name] += figure;
        }
        const auto text = [&](const char* name) { return domain::grouped(domain::Yen{sum[name]}); };
        table.add({portal.portal, context.sentence(std::string{"import.today."} + key_of(portal.state)),
            text("rows.read"), text("orders.new"), text("orders.updated"), text("orders.held"),
            text("orders.error"), portal.last_on ? portal.last_on->iso() : ""});
    }
    context.out << context.sentence("import.today.title", {{"day", context.caller.business_date.iso()}})
                << "\n";
    table.print(context.out);
    if (portals.empty()) context.out << context.sentence("import.today.none") << "\n";
    return kDone;
}

}  // namespace

void add_import_jobs(const Syntax& import_command, Choice& choice)
{
    auto options = std::make_shared<JobOptions>();
    auto list = import_command.add_subcommand("list", "imports so far, newest first");
    list.add_option("--limit", options->limit, "how many");
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_jobs(context, *options); };
    });
    auto today =
        import_command.add_subcommand("today", "which portals were imported today and which not yet");
    today.add_option("--days", options->days, "portals imported in so many days before are expected")
        .positive();
    today.callback([&choice, options] {
        choice.command = [options](Context& context) { return show_today(context, *options); };
    });
}

}  // namespace furusato::cli
