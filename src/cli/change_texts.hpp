#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/context.hpp"
#include "furusato/application/change_donation.hpp"

namespace furusato::cli {

nlohmann::json changes_json(const std::vector<application::FieldChange>& changes);

/// A stored value of a field as people read it; "（なし）" for an empty one.
std::string value_in_words(const Context& context, const std::string& field, const std::string& value);

/// One indented line per field: name, old value, new value.
void print_changes(const Context& context, const std::vector<application::FieldChange>& changes);

/// Who changed what, when and why, as text or as a list; gives the exit code.
int tell_history(const Context& context, const std::vector<application::RecordedChange>& changes);

/// A word of the screen ("窓口", "希望する") as the key that is stored; anything else stays as typed.
std::string key_of_word(const Context& context, const std::string& field, const std::string& word);

/// "name=value" of a --set. Throws Refusal{Invalid, "option.invalid"} without a sign.
std::pair<std::string, std::string> name_and_value(const std::string& text);

/// "name=山田" or "氏名=山田": the field by its key or by its name on the screen. Throws Refusal{Invalid, "field.unknown"} that lists
/// the names, or "option.invalid".
application::TypedField typed_field(const Context& context, const std::string& text);

}  // namespace furusato::cli
