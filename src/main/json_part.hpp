#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "main/profile_faults.hpp"

namespace furusato::composition {

/// An object of a profile and the path under which a person finds it; what cannot be read becomes a fault and stays at its default.
class JsonPart {
public:
    JsonPart(const nlohmann::json& value, std::string path, ProfileFaults& faults);

    bool has(const std::string& key) const { return value_.contains(key); }
    const nlohmann::json& json() const { return value_; }
    std::string path_of(const std::string& key) const;
    void add_fault(const std::string& key, const std::string& code, const std::string& value = {}) const;

    /// Names every key that is none of these, with the one that was probably meant.
    void require_known(const std::vector<std::string>& known) const;
    /// A fault where the key is missing.
    void require(const std::string& key) const;
    /// Empty where the key is missing or no text.
    std::string text(const std::string& key) const;
    std::vector<std::string> texts(const std::string& key) const;
    std::optional<int> number(const std::string& key, int least, int most) const;
    std::optional<JsonPart> part(const std::string& key) const;

    /// The value of one of these words; nullopt where the key is missing or the word unknown.
    template <class Value>
    std::optional<Value> choice(
        const std::string& key, std::initializer_list<std::pair<std::string_view, Value>> words) const
    {
        if (!has(key)) return std::nullopt;
        const std::string word = text(key);
        std::string allowed;
        for (const auto& [name, value] : words) {
            if (name == word) return value;
            allowed.append(allowed.empty() ? "" : "、").append(name);
        }
        if (!word.empty()) add_fault(key, "profile.choice_unknown", allowed);
        return std::nullopt;
    }

private:
    nlohmann::json value_;  // an object
    std::string path_;
    ProfileFaults* faults_;
};

/// The word of a list that a slip of the pen probably meant; empty where none is near.
std::string nearest_word(const std::string& written, const std::vector<std::string>& known);

}  // namespace furusato::composition
