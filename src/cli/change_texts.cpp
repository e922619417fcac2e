#include "cli/change_texts.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "cli/exit_codes.hpp"
#include "cli/instants.hpp"
#include "furusato/application/disclosure.hpp"

namespace furusato::cli {
namespace {

std::string field_label(const Context& context, const std::string& field)
{
    return context.sentence("label.field." + field);
}

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream{text};
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

/// "徳山ふぐ刺身セット ×2 取消" of a stored gift line, "市長におまかせ 10,000円" of a purpose.
std::string part_in_words(const Context& context, const std::string& field, const std::string& line)
{
    const auto parts = split(line, '\x1f');
    if (field == "gifts" && parts.size() > 6) {
        const std::string name = parts[3].empty() ? parts[2] : parts[3];
        return (name.empty() ? context.sentence("label.gift.none") : name + " ×" + parts[4]) + " " +
               context.sentence("label.shipping." + parts[6]);
    }
    if (field == "purposes" && parts.size() == 4)
        return parts[2] + " " + domain::grouped(domain::Yen{std::stoll(parts[3])}) + "円";
    std::string text;
    for (const auto& part : parts) {
        if (!part.empty()) text += (text.empty() ? "" : " ") + part;
    }
    return text;
}

/// Fields are typed by the name on the screen or by the key.
constexpr auto kFieldPrefix = "label.field.";

std::string on_one_line(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

/// What holds on days: a line for each stretch of them, "2024-03-01～2024-06-30 …", the same days in both values.
bool is_dated(const std::string& field)
{
    constexpr std::array<std::string_view, 4> kDated{
        "dated_name", "registered.address", "delivery.address", "documents.address"};
    return std::find(kDated.begin(), kDated.end(), field) != kDated.end();
}

void print_dated(const Context& context, const application::FieldChange& change)
{
    const auto old_lines = split(change.old_value, '\n');
    const auto new_lines = split(change.new_value, '\n');
    for (std::size_t i = 0; i < std::min(old_lines.size(), new_lines.size()); ++i) {
        const auto end_of_days = new_lines[i].find(' ');
        const auto value = [&](const std::string& line) {
            const std::string text = end_of_days == std::string::npos ? line : line.substr(end_of_days + 1);
            return value_in_words(context, change.field, text);
        };
        context.out << "  " << field_label(context, change.field);
        if (end_of_days != std::string::npos)
            context.out << "（" << new_lines[i].substr(0, end_of_days) << "）";
        context.out << "：" << value(old_lines[i]) << " → " << value(new_lines[i]) << "\n";
    }
}

}  // namespace

std::string value_in_words(const Context& context, const std::string& field, const std::string& value)
{
    const std::string key = "label." + field + "." + value;
    if (context.messages.count(key) != 0) return context.sentence(key);
    // "bank_transfer.2008": the rule is called by its method.
    if (field == "received_rule" && value.find('.') != std::string::npos)
        return value_in_words(context, field, value.substr(0, value.find('.')));
    if (value == application::kHidden) return context.sentence("address.hidden_value");
    if (field == "amount_yen" || field == "points_yen")
        return domain::grouped(domain::Yen{std::stoll(value)}) + "円";
    const char* separator = field == "gifts" || field == "purposes" ? "、" : "\n";
    std::string text;
    for (const auto& line : split(value, '\n'))
        text += (text.empty() ? "" : separator) + part_in_words(context, field, line);
    return text.empty() ? context.sentence("label.nothing") : text;
}

std::string key_of_word(const Context& context, const std::string& field, const std::string& word)
{
    const std::string prefix = "label." + field + ".";
    for (auto at = context.messages.lower_bound(prefix);
         at != context.messages.end() && at->first.rfind(prefix, 0) == 0; ++at) {
        if (at->second == word) return at->first.substr(prefix.size());
    }
    return word;
}

nlohmann::json changes_json(const std::vector<application::FieldChange>& changes)
{
    nlohmann::json fields = nlohmann::json::array();
    for (const auto& change : changes)
        fields.push_back({{"field", change.field}, {"old", change.old_value}, {"new", change.new_value}});
    return fields;
}

void print_changes(const Context& context, const std::vector<application::FieldChange>& changes)
{
    for (const auto& change : changes) {
        if (is_dated(change.field)) {
            print_dated(context, change);
            continue;
        }
        context.out << "  " << field_label(context, change.field) << "："
                    << on_one_line(value_in_words(context, change.field, change.old_value)) << " → "
                    << on_one_line(value_in_words(context, change.field, change.new_value)) << "\n";
    }
}

int tell_history(const Context& context, const std::vector<application::RecordedChange>& changes)
{
    nlohmann::json items = nlohmann::json::array();
    for (const auto& change : changes) {
        const auto& start = change.operation.start;
        items.push_back({{"operation", change.operation.id.value}, {"at", change.operation.started_at},
            {"kind", start.kind}, {"actor", start.actor}, {"source", start.source}, {"reason", start.reason},
            {"action", change.action}, {"changes", changes_json(change.fields)}});
        if (context.json) continue;
        context.out << in_japan(change.operation.started_at) << "  " << change.operation.id.value << "  "
                    << context.sentence("label.operation." + start.kind) << "  " << start.actor
                    << (start.reason.empty() ? "" : "（" + start.reason + "）") << "\n";
        print_changes(context, change.fields);
    }
    if (context.json) context.print_list(items);
    return kDone;
}

std::pair<std::string, std::string> name_and_value(const std::string& text)
{
    const auto sign = text.find('=');
    if (sign == std::string::npos)
        throw domain::Refusal{
            domain::RefusalKind::Invalid, "option.invalid", {{"option", "--set"}, {"value", text}}};
    return {text.substr(0, sign), text.substr(sign + 1)};
}

application::TypedField typed_field(const Context& context, const std::string& text)
{
    const auto [name, value] = name_and_value(text);
    std::string allowed;
    for (const std::string& field : application::editable_fields()) {
        const std::string label = context.sentence(kFieldPrefix + field);
        if (name == field || name == label) return {field, key_of_word(context, field, value)};
        allowed += (allowed.empty() ? "" : "、") + label;
    }
    throw domain::Refusal{
        domain::RefusalKind::Invalid, "field.unknown", {{"field", name}, {"allowed", allowed}}};
}

}  // namespace furusato::cli
