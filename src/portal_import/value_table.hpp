#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "furusato/portal_import/fold_text.hpp"

namespace furusato::portal_import {

/// Whether a pattern with "*" for any text fits the whole text; both folded.
bool fits_pattern(std::string_view pattern, std::string_view text);

/// The value of a word as the portal writes it: by the word itself, else by the longest pattern that fits.
template <class Value>
std::optional<Value> look_up(const std::map<std::string, Value>& table, std::string_view written)
{
    if (table.empty()) return std::nullopt;
    // Most cells are written as the table has them: nothing to fold.
    const auto as_written = table.find(std::string{written});
    if (as_written != table.end()) return as_written->second;
    const std::string word = fold_word(written);
    const auto exact = table.find(word);
    if (exact != table.end()) return exact->second;
    std::optional<Value> found;
    std::size_t longest = 0;
    for (const auto& [pattern, value] : table) {
        const bool is_pattern = pattern.find('*') != std::string::npos;
        if (!is_pattern || pattern.size() <= longest || !fits_pattern(pattern, word)) continue;
        longest = pattern.size();
        found = value;
    }
    return found;
}

}  // namespace furusato::portal_import
