#include <unistd.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::ImportRequest;
using application::ImportSummary;
using application::OutcomeCounts;
using nlohmann::json;
using portal_import::IssueWeight;
using portal_import::RowIssue;

struct ImportOptions {
    std::vector<std::string> files;
    std::string portal;
    std::string encoding;
    bool dry_run = false;
    std::int64_t job = 0;
    std::string rows = "all";
    bool csv = false;
    std::int64_t limit = 20;
};

constexpr std::size_t kIssuesShown = 20;

json counts_json(const OutcomeCounts& counts, bool with_skipped)
{
    json object{{"read", counts.read}, {"new", counts.added}, {"updated", counts.updated},
        {"unchanged", counts.unchanged}, {"held", counts.held}, {"error", counts.error}};
    if (with_skipped) object["skipped"] = counts.skipped;
    return object;
}

json issue_json(const Context& context, const RowIssue& issue)
{
    return {{"line", issue.line}, {"row", issue.row}, {"column", issue.column}, {"code", issue.code},
        {"value", issue.value},
        {"message", context.sentence(issue.code, {{"column", issue.column}, {"value", issue.value}})},
        {"status", issue.weight == IssueWeight::Held ? "held" : "error"}};
}

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
    for (const auto& issue : summary.issues) issues.push_back(issue_json(context, issue));
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
        {"seconds", summary.seconds}, {"rows_per_second", static_cast<std::int64_t>(rate)}};
}

/// Where and what on one line, what to do on the next: a sentence that is cut off helps nobody.
void print_issue(const Context& context, const RowIssue& issue)
{
    context.out << "  " << issue.line << "行目 " << (issue.weight == IssueWeight::Held ? "保留" : "誤り");
    if (!issue.column.empty()) context.out << "  " << issue.column;
    if (!issue.value.empty()) context.out << "「" << fitted(issue.value, 40) << "」";
    context.out << "\n      "
                << context.sentence(issue.code, {{"column", issue.column}, {"value", issue.value}}) << "\n";
}

void print_issues(const Context& context, const ImportSummary& summary)
{
    if (summary.issues.empty()) return;
    context.out << "\n"
                << context.sentence(
                       "import.issues_title", {{"number", std::to_string(summary.issues.size())}})
                << "\n";
    for (std::size_t i = 0; i < std::min(kIssuesShown, summary.issues.size()); ++i)
        print_issue(context, summary.issues[i]);
    if (summary.issues.size() > kIssuesShown && summary.job) {
        context.out << context.sentence("import.more_issues", {{"job", std::to_string(summary.job->value)}})
                    << "\n";
    }
}

void print_counts(const Context& context, const OutcomeCounts& rows, const OutcomeCounts& orders)
{
    using Align = TextTable::Align;
    TextTable table{{{"", Align::Left}, {"読込", Align::Right}, {"新規", Align::Right},
        {"更新", Align::Right}, {"変更なし", Align::Right}, {"重複", Align::Right}, {"保留", Align::Right},
        {"誤り", Align::Right}}};
    const auto number = [](std::int64_t count) { return domain::grouped(domain::Yen{count}); };
    const auto add = [&](const char* name, const OutcomeCounts& counts) {
        table.add({name, number(counts.read), number(counts.added), number(counts.updated),
            number(counts.unchanged), number(counts.skipped), number(counts.held), number(counts.error)});
    };
    add("行", rows);
    add("寄附", orders);
    table.print(context.out);
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
    print_issues(context, summary);
}

/// A bar on a terminal, nothing elsewhere.
application::ImportPortalCsv::Progress progress_on(std::ostream& err)
{
    if (::isatty(STDERR_FILENO) == 0) return [](std::int64_t, std::int64_t) {};
    const auto start = std::chrono::steady_clock::now();
    return [&err, start](std::int64_t done, std::int64_t all) {
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
        const auto part = all > 0 ? static_cast<std::size_t>(30 * done / all) : 30;
        const auto left = rate > 0 ? static_cast<std::int64_t>(static_cast<double>(all - done) / rate) : 0;
        err << "\r[" << std::string(part, '#') << std::string(30 - std::min<std::size_t>(part, 30), '.')
            << "] " << done << "/" << all << " 行  " << static_cast<std::int64_t>(rate) << " 行/秒  残り "
            << left << " 秒   " << std::flush;
        if (done >= all) err << "\r" << std::string(78, ' ') << "\r" << std::flush;
    };
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
    return refusal.kind() == domain::RefusalKind::Conflict ? kConflict
           : refusal.code() == "file.not_found"            ? kNotFound
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
    return request;
}

/// Takes one file; gives its exit code. A refused file says why and the next one goes on.
int import_file(Context& context, const application::GivenFile& file, const ImportOptions& options)
{
    try {
        const auto source = file.open();
        const auto summary = context.services.import_portal_csv().execute(
            request_for(context, file.name, options), *source, progress_on(context.err));
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
    int worst = kDone;
    for (const std::string& path : options.files) {
        std::vector<application::GivenFile> given;
        try {
            given = context.services.given_files(path);
        } catch (const domain::Refusal& refusal) {
            const std::string name = path == "-" ? "stdin" : std::filesystem::path{path}.filename().string();
            worst = worse(worst, tell_refusal(context, name, refusal));
        }
        for (const auto& file : given) worst = worse(worst, import_file(context, file, options));
    }
    return worst;
}

int list_jobs(Context& context, const ImportOptions& options)
{
    const auto jobs = context.services.list_import_jobs().execute(options.limit);
    if (context.json) {
        json items = json::array();
        for (const auto& job : jobs) {
            items.push_back({{"job", job.id.value}, {"file", job.file_name}, {"portal", job.portal},
                {"state", job.state}, {"sha256", job.sha256}, {"bytes", job.bytes},
                {"encoding", job.encoding}, {"business_date", job.business_date.iso()},
                {"started_at", job.started_at}, {"finished_at", job.finished_at}});
        }
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

void print_issue_csv(const Context& context, const RowIssue& issue)
{
    const auto quoted = [](const std::string& text) {
        std::string out = "\"";
        // A cell that Excel would run as a formula is made text (portal_formats.md §6, 26).
        if (!text.empty() && std::string_view{"=+-@"}.find(text[0]) != std::string_view::npos) out += '\'';
        for (const char letter : text) out += letter == '"' ? std::string{"\"\""} : std::string{letter};
        return out + "\"";
    };
    context.out << issue.line << "," << issue.row << "," << quoted(issue.column) << "," << issue.code << ","
                << quoted(issue.value) << ","
                << quoted(context.sentence(issue.code, {{"column", issue.column}, {"value", issue.value}}))
                << "\r\n";
}

/// The figures of a done job, as stored ("rows.new=12" a line).
void print_stored_figures(const Context& context, const std::string& summary)
{
    std::map<std::string, std::int64_t> figures;
    std::istringstream lines{summary};
    for (std::string line; std::getline(lines, line);) {
        const auto equals = line.find('=');
        if (equals != std::string::npos)
            figures[line.substr(0, equals)] = std::atoll(line.c_str() + equals + 1);
    }
    if (figures.empty()) return;
    const auto counts = [&](const std::string& of) {
        return OutcomeCounts{figures[of + ".read"], figures[of + ".new"], figures[of + ".updated"],
            figures[of + ".unchanged"], figures[of + ".skipped"], figures[of + ".held"],
            figures[of + ".error"]};
    };
    print_counts(context, counts("rows"), counts("orders"));
}

int show_job(Context& context, const ImportOptions& options)
{
    const auto [job, all_issues] = context.services.list_import_jobs().show({options.job});
    std::vector<RowIssue> issues;
    for (const auto& issue : all_issues) {
        const bool held = issue.weight == IssueWeight::Held;
        if (options.rows == "all" || (options.rows == "held") == held) issues.push_back(issue);
    }
    if (context.json) {
        json items = json::array();
        for (const auto& issue : issues) items.push_back(issue_json(context, issue));
        context.print({{"job", job.id.value}, {"file", job.file_name}, {"portal", job.portal},
            {"state", job.state}, {"issues", items}});
        return kDone;
    }
    if (options.csv) {
        context.out << "\xEF\xBB\xBF行,件,列,コード,値,内容\r\n";
        for (const auto& issue : issues) print_issue_csv(context, issue);
        return kDone;
    }
    context.out << context.sentence("import.job", {{"job", std::to_string(job.id.value)}}) << "  "
                << job.file_name << "  " << context.sentence("import.state." + job.state) << "\n";
    print_stored_figures(context, job.summary);
    for (const auto& issue : issues) print_issue(context, issue);
    return kDone;
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
    auto list = import_command.add_subcommand("list", "imports so far, newest first");
    list.add_option("--limit", options->limit, "how many");
    list.callback([&choice, options] {
        choice.command = [options](Context& context) { return list_jobs(context, *options); };
    });
    auto show = import_command.add_subcommand("show", "one import with its problem rows");
    show.add_option("job", options->job, "job number").required();
    show.add_option("--rows", options->rows, "which rows").one_of({"held", "error", "all"});
    show.add_flag("--csv", options->csv, "problem rows as CSV");
    show.callback([&choice, options] {
        choice.command = [options](Context& context) { return show_job(context, *options); };
    });
}  // namespace furusato::cli

}  // namespace furusato::cli
