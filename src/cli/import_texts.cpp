#include "cli/import_texts.hpp"

#include <map>

#include "cli/change_texts.hpp"
#include "cli/text_table.hpp"

namespace furusato::cli {
namespace {

using application::OutcomeCounts;
using application::UpdatedDonation;
using domain::JobId;
using nlohmann::json;
using portal_import::IssueWeight;
using portal_import::RowIssue;

constexpr std::size_t kShown = 20;

/// "金額、申込日" of "amount_yen,applied_on"; the header of a file as it is.
std::string column_in_words(const Context& context, const std::string& column)
{
    std::string words;
    std::string field;
    for (const char letter : column + ",") {
        if (letter != ',') {
            field += letter;
            continue;
        }
        const auto label = context.messages.find("label.field." + field);
        if (label == context.messages.end()) return column;
        words += (words.empty() ? "" : "、") + label->second;
        field.clear();
    }
    return words;
}

/// What is to be done about a code, where it is not to correct a cell.
const std::map<std::string, std::string>& hints()
{
    static const std::map<std::string, std::string> kHints{{"donation.amount_changed", "hint.choose"},
        {"donation.clerk_corrected", "hint.choose"}, {"donation.gifts_changed", "hint.choose"},
        {"donation.received_on_changed", "hint.choose"}, {"import_rows.newer_file", "hint.choose"},
        {"donation.receipt_issued", "hint.receipt"}, {"donation.changed_meanwhile", "hint.retry"},
        {"date.in_future", "hint.later"}, {"status.undecided", "hint.later_file"},
        {"state.backwards", "hint.dismiss"}, {"donation.masked", "hint.dismiss"},
        {"order.contradictory", "hint.choose_record"}, {"order.incomplete", "hint.other_rows"},
        {"row.column_count", "hint.file"}, {"order_number.missing", "hint.file"},
        {"order_number.damaged", "hint.file"}, {"status.unknown", "hint.profile"},
        {"one_stop.unknown", "hint.profile"}, {"portal.unknown", "hint.profile"},
        {"shipping_state.unknown", "hint.profile"}, {"former.differs", "hint.dismiss"},
        {"former_receipt.both", "hint.receipt"}, {"former_receipt.changed", "hint.dismiss"},
        {"former_receipt.duplicate", "hint.dismiss"}};
    return kHints;
}

}  // namespace

json counts_json(const OutcomeCounts& counts, bool with_skipped)
{
    json object{{"read", counts.read}, {"new", counts.added}, {"updated", counts.updated},
        {"unchanged", counts.unchanged}, {"held", counts.held}, {"error", counts.error}};
    if (with_skipped) object["skipped"] = counts.skipped;
    return object;
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

domain::Refusal::Details issue_details(const Context& context, const RowIssue& issue)
{
    return {{"column", column_in_words(context, issue.column)}, {"value", issue.value}};
}

std::string hint_of(const Context& context, const RowIssue& issue, const std::optional<JobId>& job)
{
    const auto known = hints().find(issue.code);
    return context.sentence(known == hints().end() ? "hint.fix" : known->second,
        {{"job", job ? std::to_string(job->value) : context.sentence("hint.job")},
            {"row", std::to_string(issue.row)}, {"column", column_in_words(context, issue.column)}});
}

json issue_json(const Context& context, const RowIssue& issue, const std::optional<JobId>& job)
{
    return {{"line", issue.line}, {"row", issue.row}, {"column", issue.column}, {"code", issue.code},
        {"value", issue.value}, {"message", context.sentence(issue.code, issue_details(context, issue))},
        {"hint", hint_of(context, issue, job)},
        {"status", issue.weight == IssueWeight::Held ? "held" : "error"}};
}

void print_issue(const Context& context, const RowIssue& issue, const std::optional<JobId>& job)
{
    context.out << "  " << issue.line << "行目 " << (issue.weight == IssueWeight::Held ? "保留" : "誤り");
    if (!issue.column.empty()) context.out << "  " << column_in_words(context, issue.column);
    if (!issue.value.empty()) context.out << "「" << fitted(issue.value, 40) << "」";
    context.out << "\n      " << context.sentence(issue.code, issue_details(context, issue)) << "\n";
    if (job) context.out << "      → " << hint_of(context, issue, job) << "\n";
}

json updates_json(const std::vector<UpdatedDonation>& updates)
{
    json items = json::array();
    for (const auto& update : updates) {
        items.push_back({{"number", update.number}, {"portal_order_number", update.order_number},
            {"changes", changes_json(update.changes)}});
    }
    return items;
}

void print_updates(const Context& context, const std::vector<UpdatedDonation>& updates)
{
    if (updates.empty()) return;
    context.out << context.sentence("import.updates_title",
                       {{"number", domain::grouped(domain::Yen{static_cast<std::int64_t>(updates.size())})}})
                << "\n";
    for (std::size_t i = 0; i < std::min(kShown, updates.size()); ++i) {
        context.out << "  " << updates[i].number << "  " << updates[i].order_number << "\n";
        print_changes(context, updates[i].changes);
    }
}

void print_vanished(const Context& context, const std::vector<std::string>& numbers, std::int64_t in_all)
{
    if (in_all == 0) return;
    std::string list;
    for (std::size_t i = 0; i < std::min(kShown, numbers.size()); ++i)
        list += (list.empty() ? "" : "、") + numbers[i];
    context.out << context.sentence("import.vanished",
                       {{"number", domain::grouped(domain::Yen{in_all})},
                           {"numbers", list + (in_all > static_cast<std::int64_t>(kShown) ? " …" : "")}})
                << "\n";
}

}  // namespace furusato::cli
