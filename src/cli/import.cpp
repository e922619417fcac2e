#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/import_texts.hpp"
#include "cli/progress_bar.hpp"
#include "cli/stop_signal.hpp"

namespace furusato::cli {
namespace {

using application::ImportRequest;
using application::ImportSummary;
using nlohmann::json;

struct ImportOptions {
    std::vector<std::string> files;
    std::string portal;
    std::string encoding;
    bool dry_run = false;
};

constexpr std::size_t kIssuesShown = 20;

/// How the file was read and why (interfaces.md: keys stay).
json reading_json(const Context& context, const ImportSummary& summary)
{
    const portal_import::FileReading& reading = summary.reading;
    json notes = json::array();
    for (const auto& note : reading.notes) {
        json each{
            {"line", note.line}, {"code", note.code}, {"message", context.sentence(note.code, note.details)}};
        for (const auto& [key, value] : note.details) each[key] = value;
        notes.push_back(each);
    }
    return {{"delimiter", portal_import::key_of_delimiter(reading.format.delimiter)},
        {"delimiter_reason", reading.format_reason}, {"quote", std::string(1, reading.format.quote)},
        {"line_ends", key_of(reading.line_end)}, {"encoding_reason", reading.encoding_reason},
        {"portal_reason", reading.portal_reason}, {"header_line", reading.header_line}, {"notes", notes}};
}

json summary_json(const Context& context, const ImportSummary& summary)
{
    json orders = counts_json(summary.orders, false);
    orders["cancelled"] = summary.cancelled;
    orders["awaiting_payment"] = summary.awaiting_payment;
    json issues = json::array();
    for (const auto& issue : summary.issues) issues.push_back(issue_json(context, issue, std::nullopt));
    json vanished = json::array();
    for (const auto& each : summary.vanished)
        vanished.push_back({{"number", each.number}, {"portal_order_number", each.order_number}});
    const double rate = summary.seconds > 0 ? static_cast<double>(summary.rows.read) / summary.seconds : 0;
    return {{"job", summary.job ? json(summary.job->value) : json(nullptr)}, {"file", summary.file},
        {"sha256", summary.sha256}, {"portal", summary.portal}, {"encoding", summary.encoding},
        {"reading", reading_json(context, summary)}, {"dry_run", summary.dry_run},
        {"rows", counts_json(summary.rows, true)}, {"orders", orders},
        {"donations", {{"received", summary.received}, {"received_yen", summary.received_yen}}},
        {"donors", {{"new", summary.donors_new}, {"matched", summary.donors_matched},
                       {"to_review", summary.donors_to_review}}},
        {"one_stop_requested", summary.one_stop_requested},
        {"unmatched", {{"gifts", summary.unmatched_gifts}, {"purposes", summary.unmatched_purposes}}},
        {"maybe_corporate_scheme", summary.maybe_corporate_scheme}, {"issues", issues},
        {"updates", updates_json(summary.updates)}, {"vanished", vanished}, {"seconds", summary.seconds},
        {"rows_per_second", static_cast<std::int64_t>(rate)}};
}

void print_issues(const Context& context, const ImportSummary& summary)
{
    if (summary.issues.empty()) return;
    context.out << "\n"
                << context.sentence(
                       "import.issues_title", {{"number", std::to_string(summary.issues.size())}})
                << "\n";
    for (std::size_t i = 0; i < std::min(kIssuesShown, summary.issues.size()); ++i)
        print_issue(context, summary.issues[i], summary.job);
    if (summary.issues.size() > kIssuesShown && summary.job) {
        context.out << context.sentence("import.more_issues", {{"job", std::to_string(summary.job->value)}})
                    << "\n";
    }
}

void print_reading(const Context& context, const ImportSummary& summary)
{
    const portal_import::FileReading& reading = summary.reading;
    context.out << context.sentence("import.reading",
                       {{"portal_reason", reading.portal_reason},
                           {"delimiter",
                               std::string{portal_import::key_of_delimiter(reading.format.delimiter)}},
                           {"delimiter_reason", reading.format_reason}, {"encoding", summary.encoding},
                           {"encoding_reason", reading.encoding_reason},
                           {"line_ends", std::string{key_of(reading.line_end)}},
                           {"header_line", std::to_string(reading.header_line)}})
                << "\n";
    for (const auto& note : reading.notes)
        context.out << "  " << context.sentence(note.code, note.details) << "\n";
}

void print_summary(const Context& context, const ImportSummary& summary)
{
    const auto number = [](std::int64_t count) { return domain::grouped(domain::Yen{count}); };
    context.out << summary.file << "  " << summary.portal << "  " << summary.encoding;
    if (summary.job)
        context.out << "  " << context.sentence("import.job", {{"job", std::to_string(summary.job->value)}});
    context.out << "\n";
    if (summary.dry_run) context.out << context.sentence("import.dry_run") << "\n";
    if (summary.same_file_as)
        context.out << context.sentence(
                           "import.same_file", {{"job", std::to_string(summary.same_file_as->value)}})
                    << "\n";
    if (summary.resumed) context.out << context.sentence("import.resumed") << "\n";
    print_reading(context, summary);
    print_counts(context, summary.rows, summary.orders);
    context.out << context.sentence("import.result",
                       {{"received", number(summary.received)}, {"yen", number(summary.received_yen)},
                           {"cancelled", number(summary.cancelled)},
                           {"awaiting", number(summary.awaiting_payment)},
                           {"one_stop", number(summary.one_stop_requested)}})
                << "\n";
    const std::size_t unmatched = summary.unmatched_gifts.size() + summary.unmatched_purposes.size();
    if (unmatched > 0) {
        context.out << context.sentence("import.unmatched",
                           {{"gifts", std::to_string(summary.unmatched_gifts.size())},
                               {"purposes", std::to_string(summary.unmatched_purposes.size())}})
                    << "\n";
    }
    if (summary.donors_to_review > 0)
        context.out << context.sentence("import.to_review", {{"number", number(summary.donors_to_review)}})
                    << "\n";
    if (summary.maybe_corporate_scheme > 0)
        context.out << context.sentence("import.maybe_corporate_scheme",
                           {{"number", number(summary.maybe_corporate_scheme)}})
                    << "\n";
    print_updates(context, summary.updates);
    if (!summary.vanished.empty()) {
        std::vector<std::string> numbers;
        for (const auto& each : summary.vanished) numbers.push_back(each.number);
        print_vanished(context, numbers, static_cast<std::int64_t>(numbers.size()));
    }
    print_issues(context, summary);
}

/// Tells why a file is not taken; gives the exit code.
int tell_refusal(Context& context, const std::string& name, const domain::Refusal& refusal)
{
    const std::string text = context.sentence(refusal.code(), refusal.details());
    json error{{"code", refusal.code()}, {"line", 0}, {"message", text}};
    for (const auto& [key, value] : refusal.details())
        error[key] = key == "line" ? json(std::atol(value.c_str())) : json(value);
    if (context.json) context.print({{"file", name}, {"error", error}});
    context.err << name << ": " << text << "\n";
    const bool is_stopped = refusal.code() == "import.stopped" || refusal.code() == "import.preview_stopped";
    return is_stopped                                        ? kStopped
           : refusal.kind() == domain::RefusalKind::Conflict ? kConflict
           : refusal.code() == "file.not_found"              ? kNotFound
                                                             : kInvalid;
}

ImportRequest request_for(Context& context, const std::string& name, const ImportOptions& options)
{
    ImportRequest request;
    request.file_name = name;
    if (!options.portal.empty()) request.portal = options.portal;
    if (!options.encoding.empty()) {
        request.encoding =
            options.encoding == "cp932" ? portal_import::Encoding::Cp932 : portal_import::Encoding::Utf8;
    }
    request.dry_run = options.dry_run;
    request.caller = context.caller;
    request.waiting = [&context](const application::ImportJob& job) {
        context.err << context.sentence("import.waiting", {{"portal", job.portal}, {"file", job.file_name}})
                    << "\n";
    };
    request.is_stop_wanted = StopSignal::is_wanted;
    return request;
}

/// Takes one file; gives its exit code. A refused file says why and the next one goes on.
int import_file(Context& context, const application::GivenFile& file, const ImportOptions& options)
{
    try {
        const auto source = file.open();
        const auto summary =
            context.services.import_portal_csv().execute(request_for(context, file.name, options), *source,
                progress_bar(context.err, context.sentence("label.unit.rows")));
        context.json ? context.print(summary_json(context, summary)) : print_summary(context, summary);
        return summary.rows.held + summary.rows.error > 0 ? kNeedsAttention : kDone;
    } catch (const domain::Refusal& refusal) {
        if (refusal.kind() == domain::RefusalKind::Conflict && refusal.code().rfind("database.", 0) == 0)
            throw;
        return tell_refusal(context, file.name, refusal);
    }
}

/// Refused weighs more than held or in error, and any of them more than done.
int worse(int worst, int code)
{
    return worst == kDone || (worst == kNeedsAttention && code != kDone) ? code : worst;
}

int import_files(Context& context, const ImportOptions& options)
{
    const StopSignal stop;
    int worst = kDone;
    for (const std::string& path : options.files) {
        if (StopSignal::is_wanted()) return kStopped;
        std::vector<application::GivenFile> given;
        try {
            given = context.services.given_files(path);
        } catch (const domain::Refusal& refusal) {
            const std::string name = path == "-" ? "stdin" : std::filesystem::path{path}.filename().string();
            worst = worse(worst, tell_refusal(context, name, refusal));
        }
        for (const auto& file : given) {
            const int code = import_file(context, file, options);
            if (code == kStopped) return code;
            worst = worse(worst, code);
        }
    }
    return worst;
}

}  // namespace

void add_import(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<ImportOptions>();
    auto import_command = app.add_subcommand("import", "take portal CSV files into the ledger");
    import_command.fallthrough();
    import_command.require_subcommand(0, 1);
    import_command.add_option(
        "files", options->files, "CSV, XLSX, zip or gzip files; - reads standard input");
    import_command.add_option("--portal", options->portal, "portal id, if it cannot be told from the header");
    import_command.add_option("--encoding", options->encoding, "encoding, if it cannot be told")
        .one_of({"cp932", "utf-8"});
    import_command.add_flag("--dry-run", options->dry_run, "say what would happen and store nothing");
    import_command.callback([&choice, options, import_command] {
        if (import_command.has_chosen_subcommand()) return;
        if (options->files.empty()) refuse_missing("FILE");
        choice.command = [options](Context& context) { return import_files(context, *options); };
    });
    add_import_jobs(import_command, choice);
    add_import_rows(import_command, choice);
    add_import_undo(import_command, choice);
}

}  // namespace furusato::cli
