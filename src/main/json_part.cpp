#include "main/json_part.hpp"

#include <algorithm>

namespace furusato::composition {
namespace {

/// Letters to insert, remove or replace.
std::size_t distance(const std::string& left, const std::string& right)
{
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t at = 0; at <= right.size(); ++at) row[at] = at;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t above = row[j];
            const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, above + 1, row[j - 1] + 1});
            diagonal = above;
        }
    }
    return row.back();
}

}  // namespace

std::string nearest_word(const std::string& written, const std::vector<std::string>& known)
{
    std::string nearest;
    std::size_t best = std::max<std::size_t>(2, written.size() / 3) + 1;
    for (const std::string& word : known) {
        const std::size_t apart = distance(written, word);
        if (apart >= best) continue;
        best = apart;
        nearest = word;
    }
    return nearest;
}

JsonPart::JsonPart(const nlohmann::json& value, std::string path, ProfileFaults& faults)
    : value_(value), path_{std::move(path)}, faults_{&faults}
{
    if (value_.is_object()) return;
    faults.add(path_, "profile.not_object");
    value_ = nlohmann::json::object();
}

std::string JsonPart::path_of(const std::string& key) const
{
    return path_.empty() ? key : path_ + "." + key;
}

void JsonPart::add_fault(const std::string& key, const std::string& code, const std::string& value) const
{
    faults_->add(path_of(key), code, value);
}

void JsonPart::require_known(const std::vector<std::string>& known) const
{
    for (const auto& [key, value] : value_.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        const std::string nearest = nearest_word(key, known);
        add_fault(key, nearest.empty() ? "profile.key_unknown" : "profile.key_meant", nearest);
    }
}

void JsonPart::require(const std::string& key) const
{
    if (!has(key)) add_fault(key, "profile.key_missing");
}

std::string JsonPart::text(const std::string& key) const
{
    if (!has(key)) return {};
    if (!value_.at(key).is_string()) {
        add_fault(key, "profile.not_text");
        return {};
    }
    auto text = value_.at(key).get<std::string>();
    if (text.empty()) add_fault(key, "profile.empty");
    return text;
}

std::vector<std::string> JsonPart::texts(const std::string& key) const
{
    if (!has(key)) return {};
    const nlohmann::json& list = value_.at(key);
    const bool is_list = list.is_array() && std::all_of(list.begin(), list.end(),
                                                [](const auto& each) { return each.is_string(); });
    if (!is_list) {
        add_fault(key, "profile.not_list");
        return {};
    }
    return list.get<std::vector<std::string>>();
}

std::optional<int> JsonPart::number(const std::string& key, int least, int most) const
{
    if (!has(key)) return std::nullopt;
    const nlohmann::json& number = value_.at(key);
    const bool fits = number.is_number_integer() && number.get<std::int64_t>() >= least &&
                      number.get<std::int64_t>() <= most;
    if (fits) return number.get<int>();
    add_fault(key, "profile.not_number", std::to_string(least) + "〜" + std::to_string(most));
    return std::nullopt;
}

std::optional<JsonPart> JsonPart::part(const std::string& key) const
{
    if (!has(key)) return std::nullopt;
    return JsonPart{value_.at(key), path_of(key), *faults_};
}

}  // namespace furusato::composition
