#include "portal_import/value_table.hpp"

namespace furusato::portal_import {

bool fits_pattern(std::string_view pattern, std::string_view text)
{
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    pattern.remove_prefix(star + 1);
    text.remove_prefix(star);
    // Each part between two stars may stand at its first place: what comes later only gets more room.
    for (auto next = pattern.find('*'); next != std::string_view::npos; next = pattern.find('*')) {
        const auto found = text.find(pattern.substr(0, next));
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + next);
        pattern.remove_prefix(next + 1);
    }
    return text.ends_with(pattern);
}

}  // namespace furusato::portal_import
