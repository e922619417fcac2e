#include "cli/change_texts.hpp"

namespace furusato::cli {
namespace {

std::string field_label(const Context& context, const std::string& field)
{
    return context.sentence("label.field." + field);
}

/// As people read it: parts of a list one after the other, keys by their names.
std::string shown(const Context& context, const std::string& field, const std::string& value)
{
    const std::string key = "label." + field + "." + value;
    if (context.messages.count(key) != 0) return context.sentence(key);
    std::string text;
    for (const char letter : value) text += letter == '\x1f' ? ' ' : letter;
    while (text.ends_with('\n')) text.pop_back();
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at))
        text.replace(at, 1, "、");
    return text.empty() ? "（なし）" : text;
}

/// Fields are typed by the name on the screen or by the key.
constexpr auto kFieldPrefix = "label.field.";

}  // namespace

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
        context.out << "  " << field_label(context, change.field) << "："
                    << shown(context, change.field, change.old_value) << " → "
                    << shown(context, change.field, change.new_value) << "\n";
    }
}

application::TypedField typed_field(const Context& context, const std::string& text)
{
    using domain::Refusal;
    using domain::RefusalKind;
    const auto sign = text.find('=');
    if (sign == std::string::npos)
        throw Refusal{RefusalKind::Invalid, "option.invalid", {{"option", "--set"}, {"value", text}}};
    const std::string name = text.substr(0, sign);
    const std::string value = text.substr(sign + 1);
    std::string allowed;
    for (const std::string& field : application::editable_fields()) {
        const std::string label = context.sentence(kFieldPrefix + field);
        if (name == field || name == label) return {field, value};
        allowed += (allowed.empty() ? "" : "、") + label;
    }
    throw Refusal{RefusalKind::Invalid, "field.unknown", {{"field", name}, {"allowed", allowed}}};
}

}  // namespace furusato::cli
