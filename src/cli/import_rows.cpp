#include <nlohmann/json.hpp>

#include "cli/change_texts.hpp"
#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/import_texts.hpp"

namespace furusato::cli {
namespace {

using application::DecidedRows;
using application::OutcomeCounts;
using application::RightValue;
using application::RowsRequest;
using application::StagedRow;
using domain::JobId;
using nlohmann::json;
using portal_import::IssueWeight;

struct RowOptions {
    std::int64_t job = 0;
    std::vector<std::int64_t> rows;
    std::string shown = "all";
    bool csv = false;
    std::vector<std::string> cells;
    std::string take;
    std::string reason;
};

bool is_shown(const StagedRow& row, const std::string& which)
{
    const bool is_held = row.issue.weight == IssueWeight::Held;
    return which == "all" || (which == "open" ? row.is_open() : (which == "held") == is_held);
}

std::string state_of(const StagedRow& row)
{
    return row.is_open() ? "open" : row.state;
}

json row_json(const Context& context, const StagedRow& row, JobId job)
{
    json object = issue_json(context, row.issue, job);
    object["row_state"] = state_of(row);
    object["decided_by"] = row.decided_by.value == 0 ? json(nullptr) : json(row.decided_by.value);
    return object;
}

/// Why the record was not taken, as cells.
std::vector<std::string> reasons_of(const Context& context, const StagedRow& row, JobId job)
{
    const auto& issue = row.issue;
    const bool is_held = issue.weight == IssueWeight::Held;
    const std::string result = context.sentence(!row.is_open() ? "label.row.state." + row.state
                                                : is_held      ? "label.row.held"
                                                               : "label.row.error");
    const auto details = issue_details(context, issue);
    return {std::to_string(issue.row), result, issue.code, details[0].second, issue.value,
        context.sentence(issue.code, details), hint_of(context, issue, job)};
}

void print_csv(Context& context, JobId job, const std::vector<StagedRow>& rows)
{
    std::vector<std::string> headers;
    for (const char* key : {"row", "result", "code", "column", "value", "message", "hint"})
        headers.push_back(context.sentence(std::string{"label.row."} + key));
    context.services.decide_rows().write_csv(
        job, rows, headers, [&](const StagedRow& row) { return reasons_of(context, row, job); }, context.out);
}

/// The figures of a done job, as stored.
void print_stored_figures(const Context& context, const std::string& summary)
{
    auto figures = application::figures_of(summary);
    if (figures.empty()) return;
    const auto counts = [&](const std::string& of) {
        return OutcomeCounts{figures[of + ".read"], figures[of + ".new"], figures[of + ".updated"],
            figures[of + ".unchanged"], figures[of + ".skipped"], figures[of + ".held"],
            figures[of + ".error"]};
    };
    print_counts(context, counts("rows"), counts("orders"));
}

int show_job(Context& context, const RowOptions& options)
{
    const JobId id{options.job};
    const auto detail = context.services.list_import_jobs().show(id);
    std::vector<StagedRow> rows;
    for (auto& row : context.services.decide_rows().rows_of(id)) {
        if (is_shown(row, options.shown)) rows.push_back(std::move(row));
    }
    if (options.csv) {
        print_csv(context, id, rows);
        return kDone;
    }
    auto figures = application::figures_of(detail.job.summary);
    // What vanished is told by its numbers.
    std::erase_if(
        figures, [](const auto& figure) { return figure.first.rfind(application::kVanishedNumber, 0) == 0; });
    if (context.json) {
        json items = json::array();
        for (const auto& row : rows) items.push_back(row_json(context, row, id));
        context.print({{"job", id.value}, {"file", detail.job.file_name}, {"portal", detail.job.portal},
            {"state", detail.job.state}, {"figures", figures}, {"issues", items},
            {"updates", updates_json(detail.updates)}, {"vanished", detail.vanished}});
        return kDone;
    }
    context.out << context.sentence("import.job", {{"job", std::to_string(id.value)}}) << "  "
                << detail.job.file_name << "  " << context.sentence("import.state." + detail.job.state)
                << "\n";
    print_stored_figures(context, detail.job.summary);
    print_updates(context, detail.updates);
    print_vanished(context, detail.vanished, figures["vanished"]);
    for (const auto& row : rows) {
        if (row.is_open()) {
            print_issue(context, row.issue, id);
        } else {
            print_issue(context, row.issue, std::nullopt);
            context.out << "      → " << context.sentence("label.row.state." + row.state) << "\n";
        }
    }
    return kDone;
}

RowsRequest request_of(const Context& context, const RowOptions& options)
{
    return {JobId{options.job}, {options.rows.begin(), options.rows.end()}, options.reason, context.caller};
}

int tell(Context& context, const RowOptions& options, const DecidedRows& done)
{
    const JobId job{options.job};
    const bool needs_attention = done.orders.held + done.orders.error > 0;
    if (context.json) {
        json issues = json::array();
        for (const auto& issue : done.issues) issues.push_back(issue_json(context, issue, job));
        context.print({{"job", job.value},
            {"operation", done.first.value == 0 ? json(nullptr) : json(done.first.value)},
            {"orders", counts_json(done.orders, false)}, {"added", done.added},
            {"updates", updates_json(done.updates)}, {"issues", issues}});
        return needs_attention ? kNeedsAttention : kDone;
    }
    for (const auto& number : done.added)
        context.out << context.sentence("import_rows.added", {{"number", number}}) << "\n";
    print_updates(context, done.updates);
    for (const auto& issue : done.issues) print_issue(context, issue, job);
    const auto text = [](std::int64_t count) { return std::to_string(count); };
    context.out << context.sentence("import_rows.done",
                       {{"read", text(done.orders.read)}, {"new", text(done.orders.added)},
                           {"updated", text(done.orders.updated)}, {"unchanged", text(done.orders.unchanged)},
                           {"left", text(done.orders.held + done.orders.error)}})
                << "\n";
    return needs_attention ? kNeedsAttention : kDone;
}

int fix(Context& context, const RowOptions& options)
{
    std::vector<std::pair<std::string, std::string>> cells;
    for (const auto& text : options.cells) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            throw domain::Refusal{
                domain::RefusalKind::Invalid, "option.invalid", {{"option", "--set"}, {"value", text}}};
        cells.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return tell(context, options, context.services.decide_rows().fix(request_of(context, options), cells));
}

int choose(Context& context, const RowOptions& options)
{
    const auto right = options.take == "file" ? RightValue::File : RightValue::Ours;
    return tell(context, options, context.services.decide_rows().choose(request_of(context, options), right));
}

int dismiss(Context& context, const RowOptions& options)
{
    context.services.decide_rows().dismiss(request_of(context, options));
    if (context.json)
        context.print({{"job", options.job}, {"dismissed", options.rows}});
    else
        context.out << context.sentence(
                           "import_rows.dismissed", {{"number", std::to_string(options.rows.size())}})
                    << "\n";
    return kDone;
}

}  // namespace

void add_import_rows(const Syntax& import_command, Choice& choice)
{
    auto options = std::make_shared<RowOptions>();
    const auto runs = [&choice, options](const Syntax& command, int (*run)(Context&, const RowOptions&)) {
        command.callback([&choice, options, run] {
            choice.command = [options, run](Context& context) { return run(context, *options); };
        });
    };
    const auto with_job = [&](const char* name, const char* help) {
        auto command = import_command.add_subcommand(name, help);
        command.add_option("job", options->job, "job number").required();
        return command;
    };
    auto show = with_job("show", "one import with its changes and problem rows");
    show.add_option("--rows", options->shown, "which rows").one_of({"held", "error", "open", "all"});
    show.add_flag("--csv", options->csv, "problem rows as CSV, to be corrected and imported again");
    runs(show, show_job);
    auto retry = with_job("retry", "take the open problem rows again");
    retry.add_option("--reason", options->reason, "why, for the history");
    runs(retry, [](Context& context, const RowOptions& given) {
        return tell(context, given, context.services.decide_rows().retry(request_of(context, given)));
    });
    auto fix_row = with_job("fix", "correct cells of a problem row and take it again");
    fix_row.add_option("row", options->rows, "row number").required();
    fix_row.add_option("--set", options->cells, "COLUMN=VALUE, several times").required();
    fix_row.add_option("--reason", options->reason, "why, for the history");
    runs(fix_row, fix);
    auto choose_row = with_job("choose", "decide a held row");
    choose_row.add_option("row", options->rows, "row number; of a contradictory order those that count")
        .required();
    choose_row.add_option("--take", options->take, "which is right: file or ours")
        .one_of({"file", "ours"})
        .required();
    choose_row.add_option("--reason", options->reason, "why, for the history").required();
    runs(choose_row, choose);
    auto dismiss_row = with_job("dismiss", "nothing is to be done about problem rows");
    dismiss_row.add_option("row", options->rows, "row number").required();
    dismiss_row.add_option("--reason", options->reason, "why, for the history").required();
    runs(dismiss_row, dismiss);
}

}  // namespace furusato::cli
