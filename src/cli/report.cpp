#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/read_options.hpp"
#include "cli/report_amounts.hpp"
#include "cli/text_table.hpp"
#include "furusato/domain/designation_period.hpp"
#include "furusato/domain/fiscal_year.hpp"

namespace furusato::cli {
namespace {

using application::Calendar;
using application::ReportLine;
using application::RevenueReport;
using nlohmann::json;

struct ReportOptions {
    std::string calendar = "fiscal", year, through, basis = "received", format, out;
    bool in_thousands = false;
};

// In the order in which people read them.
constexpr std::array<const char*, 7> kGroupings{
    "portal", "campaign", "gift", "purpose", "payment_method", "prefecture", "donor_kind"};
constexpr std::size_t kLinesShown = 10;

json yen_or_null(const std::optional<domain::Yen>& amount)
{
    return amount ? json(amount->amount()) : json(nullptr);
}

/// The label of a key: the master's, else the message for it, else the key itself.
std::string label_of(const Context& context, const std::string& dimension, const ReportLine& line)
{
    if (!line.label.empty()) return line.label;
    for (const std::string& code : {"label." + dimension + "." + line.key, "label.any." + line.key}) {
        if (context.messages.count(code) != 0) return context.sentence(code);
    }
    return line.key;
}

json report_json(const Context& context, const RevenueReport& report)
{
    json months = json::array();
    for (const auto& month : report.months) {
        months.push_back({{"month", month.month.iso()}, {"target_yen", yen_or_null(month.target)},
            {"received_yen", month.received.amount()}, {"refunds_yen", month.refunds.amount()},
            {"donations", month.donations}, {"cumulative_yen", month.cumulative.amount()},
            {"cumulative_target_yen", yen_or_null(month.cumulative_target)}, {"closed", false}});
    }
    json by = json::object();
    for (const auto& [dimension, lines] : report.by) {
        by[dimension] = json::array();
        for (const auto& line : lines) {
            by[dimension].push_back({{"key", line.key}, {"label", label_of(context, dimension, line)},
                {"donations", line.donations}, {"yen", line.yen.amount()}});
        }
    }
    json issues = json::array();
    for (const auto& number : report.lines_differ) {
        issues.push_back({{"code", "amount.lines_differ"}, {"donation", number.text()},
            {"message", context.sentence("amount.lines_differ")}});
    }
    return {{"calendar", key_of(report.calendar)}, {"year", report.year}, {"basis", report.basis},
        {"as_of", report.as_of.iso()}, {"through", report.through.iso()},
        {"rule_version", report.rule_version}, {"target_yen", yen_or_null(report.target)},
        {"received_yen", report.received.amount()}, {"refunds_yen", report.refunds.amount()},
        {"donations", report.donations},
        {"achievement_permille",
            report.achievement_permille ? json(*report.achievement_permille) : json(nullptr)},
        {"months", months}, {"by", by},
        {"refunded_after_close",
            {{"donations", report.refunded_after_close}, {"yen", report.refunded_after_close_yen.amount()}}},
        {"unfinished_imports", report.unfinished_imports}, {"issues", issues}, {"forecast", nullptr},
        {"digest", report.digest}};
}

std::string period_title(const Context& context, const RevenueReport& report)
{
    const auto& eras = context.services.eras();
    std::string year = eras.calendar_year_text(report.year);
    switch (report.calendar) {
        case Calendar::Fiscal: return year + "年度";
        case Calendar::Tax: return year + "年分";
        case Calendar::Designation: return "指定対象期間 " + year + "年10月から";
    }
    return year;
}

std::string permille_text(std::int64_t permille)
{
    return std::to_string(permille / 10) + "." + std::to_string(permille % 10) + "%";
}

void print_months(std::ostream& out, const RevenueReport& report, const ReportAmounts& amounts)
{
    using Align = TextTable::Align;
    TextTable table{
        {{"月", Align::Left}, {"件数", Align::Right}, {"受領額", Align::Right}, {"うち返金", Align::Right},
            {"累計", Align::Right}, {"目標累計", Align::Right}, {"達成率", Align::Right}}};
    for (const auto& month : report.months) {
        std::string reached;
        if (month.cumulative_target && *month.cumulative_target > domain::Yen{}) {
            reached = permille_text(month.cumulative.amount() * 1000 / month.cumulative_target->amount());
        }
        table.add({month.month.iso(), domain::grouped(domain::Yen{month.donations}),
            amounts.grouped(month.received), amounts.grouped(month.refunds),
            amounts.grouped(month.cumulative),
            month.cumulative_target ? amounts.grouped(*month.cumulative_target) : "", reached});
    }
    table.print(out);
}

void print_grouping(const Context& context, std::ostream& out, const std::string& dimension,
    const std::vector<ReportLine>& lines, const ReportAmounts& amounts)
{
    using Align = TextTable::Align;
    out << "\n■ " << context.sentence("label.by." + dimension) << "\n";
    TextTable table{{{"", Align::Left}, {"件数", Align::Right}, {"受領額", Align::Right}}};
    ReportLine rest;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i < kLinesShown || lines.size() <= kLinesShown + 1) {
            const std::string label = label_of(context, dimension, lines[i]);
            const bool with_key = !lines[i].label.empty() &&
                                  (dimension == "gift" || dimension == "campaign" || dimension == "purpose");
            table.add({with_key ? lines[i].key + " " + label : label,
                domain::grouped(domain::Yen{lines[i].donations}), amounts.grouped(lines[i].yen)});
        } else {
            rest.yen += lines[i].yen;
            ++rest.donations;
        }
    }
    if (rest.donations > 0)
        table.add({context.sentence("report.rest", {{"number", std::to_string(rest.donations)}}), "",
            amounts.grouped(rest.yen)});
    table.print(out);
}

void print_totals(
    const Context& context, std::ostream& out, const RevenueReport& report, const ReportAmounts& amounts)
{
    if (report.target) out << "目標額      " << amounts.grouped(*report.target) << amounts.unit() << "\n";
    out << "受領額      " << amounts.grouped(report.received) << amounts.unit() << "  "
        << domain::grouped(domain::Yen{report.donations}) << "件";
    if (report.achievement_permille) out << "  達成率 " << permille_text(*report.achievement_permille);
    out << "\n";
    if (report.refunds > domain::Yen{})
        out << "うち返金    " << amounts.grouped(report.refunds) << amounts.unit() << "\n";
    if (report.refunded_after_close > 0) {
        out << context.sentence("report.refunded_after_close",
                   {{"number", std::to_string(report.refunded_after_close)},
                       {"yen", domain::grouped(report.refunded_after_close_yen)}})
            << "\n";
    }
    if (report.unfinished_imports > 0)
        out << context.sentence(
                   "report.unfinished_imports", {{"number", std::to_string(report.unfinished_imports)}})
            << "\n";
    if (amounts.are_rounded()) out << context.sentence("report.in_thousands") << "\n";
}

void print_table(
    const Context& context, std::ostream& out, const RevenueReport& report, const ReportAmounts& amounts)
{
    if (report.is_sample) out << "【架空データ】";
    out << context.sentence("report.title", {{"period", period_title(context, report)},
                                                {"as_of", context.services.eras().format(report.as_of)}})
        << "\n\n";
    print_totals(context, out, report, amounts);
    out << "\n";
    print_months(out, report, amounts);
    for (const char* dimension : kGroupings)
        print_grouping(context, out, dimension, report.by.at(dimension), amounts);
    for (const auto& number : report.lines_differ)
        out << number.text() << "  " << context.sentence("amount.lines_differ") << "\n";
    out << "\n" << report.digest << "\n";
}

std::string csv_cell(const std::string& text)
{
    const bool formula = !text.empty() && std::string_view{"=+-@"}.find(text[0]) != std::string_view::npos;
    std::string out = formula ? "\"'" : "\"";
    for (const char letter : text) out += letter == '"' ? std::string{"\"\""} : std::string{letter};
    return out + "\"";
}

/// One table for machines and spreadsheets: section, key, label, donations, yen, refunds, target.
void print_csv(
    const Context& context, std::ostream& out, const RevenueReport& report, const ReportAmounts& amounts)
{
    const std::string unit = amounts.are_rounded() ? "（千円）" : "";
    out << "\xEF\xBB\xBF区分,キー,名称,件数,受領額" << unit << ",返金額" << unit << ",目標額" << unit
        << "\r\n";
    const auto number_or_blank = [&](const std::optional<domain::Yen>& amount) {
        return amount ? amounts.plain(*amount) : "";
    };
    for (const auto& month : report.months) {
        out << "month," << month.month.iso() << "," << month.month.iso() << "," << month.donations << ","
            << amounts.plain(month.received) << "," << amounts.plain(month.refunds) << ","
            << number_or_blank(month.target) << "\r\n";
    }
    out << "total,,合計," << report.donations << "," << amounts.plain(report.received) << ","
        << amounts.plain(report.refunds) << "," << number_or_blank(report.target) << "\r\n";
    for (const char* dimension : kGroupings) {
        for (const auto& line : report.by.at(dimension)) {
            out << dimension << "," << csv_cell(line.key) << ","
                << csv_cell(label_of(context, dimension, line)) << "," << line.donations << ","
                << amounts.plain(line.yen) << ",,\r\n";
        }
    }
}

/// Writes beside the target and renames, so that no half report is ever found.
void write_file(const std::string& path, const std::string& content)
{
    const std::string part = path + ".part";
    std::ofstream file{part, std::ios::binary};
    file << content;
    file.close();
    std::error_code failure;
    if (file) std::filesystem::rename(part, path, failure);
    if (!file || failure) {
        std::filesystem::remove(part, failure);
        throw domain::Refusal{domain::RefusalKind::Invalid, "file.not_writable",
            {{"file", std::filesystem::path{path}.filename().string()}}};
    }
}

int revenue(Context& context, const ReportOptions& options)
{
    application::RevenueReportRequest request;
    request.calendar = options.calendar == "fiscal" ? Calendar::Fiscal
                       : options.calendar == "tax"  ? Calendar::Tax
                                                    : Calendar::Designation;
    const domain::Date today = context.caller.business_date;
    const int current = request.calendar == Calendar::Fiscal ? domain::FiscalYear::of(today).value()
                        : request.calendar == Calendar::Tax  ? domain::TaxYear::of(today).value()
                                                             : domain::DesignationPeriod::of(today).value();
    request.year = read_year("--year", options.year, context.services.eras()).value_or(current);
    request.through = read_month("--through", options.through);
    request.basis = options.basis;
    request.caller = context.caller;
    const RevenueReport report = context.services.make_revenue_report().execute(request);
    const std::string format = !options.format.empty() ? options.format : context.json ? "json" : "table";
    const ReportAmounts amounts{
        options.in_thousands ? std::optional{report.thousand_rounding} : std::nullopt};
    std::ostringstream text;
    if (format == "json") {
        text << report_json(context, report).dump() << "\n";
    } else if (format == "csv") {
        print_csv(context, text, report, amounts);
    } else {
        print_table(context, text, report, amounts);
    }
    options.out.empty() ? static_cast<void>(context.out << text.str()) : write_file(options.out, text.str());
    return kDone;
}

}  // namespace

void add_report(const Syntax& app, Choice& choice)
{
    auto options = std::make_shared<ReportOptions>();
    auto report = app.add_subcommand("report", "reports");
    report.require_subcommand(1);
    auto command = report.add_subcommand("revenue", "revenue per month and grouping against the target");
    command
        .add_option(
            "--calendar", options->calendar, "fiscal (Apr-Mar), tax (Jan-Dec) or designation (Oct-Sep)")
        .one_of({"fiscal", "tax", "designation"});
    command.add_option(
        "--year", options->year, "year in which the period starts (2026 or R8; default: the present one)");
    command.add_option("--through", options->through, "last month, YYYY-MM");
    command.add_option("--basis", options->basis, "which date counts (recorded so far: received)")
        .one_of({"applied", "received", "settled", "assessed"});
    command.add_option("--format", options->format, "table, json or csv").one_of({"table", "json", "csv"});
    command.add_flag("--thousands", options->in_thousands,
        "amounts in 千円 as budget papers have them (table and csv; json stays in yen)");
    command.add_option("--out", options->out, "write into a file");
    command.callback([&choice, options] {
        choice.command = [options](Context& context) { return revenue(context, *options); };
    });
    add_report_moved_in(report, choice);
    add_report_on_behalf(report, choice);
}

}  // namespace furusato::cli
