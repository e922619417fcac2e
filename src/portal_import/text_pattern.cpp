#include "portal_import/text_pattern.hpp"

#include <algorithm>

#include "furusato/portal_import/fold_text.hpp"

namespace furusato::portal_import {
namespace {

using Found = std::map<std::string, std::string>;

bool is_code_character(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           byte == '-' || byte == '_' || byte == '.';
}

bool may_stand_for(const std::string& mark, std::string_view text)
{
    constexpr std::size_t most_figures = 3;
    if (text.empty()) return false;
    if (mark == "code") return std::all_of(text.begin(), text.end(), is_code_character);
    if (mark != "k" && mark != "n") return true;
    return text.size() <= most_figures &&
           std::all_of(text.begin(), text.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

/// Takes a mark and the literal behind it off the pattern; the literal is found at its first place that lets the rest fit.
bool match(std::string_view pattern, std::string_view text, Found& found)
{
    const auto open = pattern.find('{');
    const auto close = pattern.find('}', open);
    const std::string_view literal = trimmed(pattern.substr(0, open));
    text = trimmed(text);
    if (open == std::string_view::npos || close == std::string_view::npos) return text == literal;
    if (!text.starts_with(literal)) return false;
    text.remove_prefix(literal.size());
    const std::string mark{pattern.substr(open + 1, close - open - 1)};
    const std::string_view rest = pattern.substr(close + 1);
    const std::string_view next = trimmed(rest.substr(0, rest.find('{')));
    for (std::size_t at = next.empty() ? text.size() : text.find(next); at != std::string_view::npos;
         at = next.empty() ? std::string_view::npos : text.find(next, at + 1)) {
        const std::string_view taken = trimmed(text.substr(0, at));
        if (!may_stand_for(mark, taken) || !match(rest, text.substr(at), found)) continue;
        found[mark] = taken;
        return true;
    }
    return false;
}

}  // namespace

std::optional<Found> match_pattern(std::string_view pattern, std::string_view text)
{
    Found found;
    if (pattern.empty() || text.empty()) return std::nullopt;
    if (match(pattern, text, found)) return found;
    found.clear();
    if (match(nfkc(pattern), nfkc(text), found)) return found;
    return std::nullopt;
}

}  // namespace furusato::portal_import
