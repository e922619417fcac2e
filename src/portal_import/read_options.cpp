#include "portal_import/read_options.hpp"

#include <algorithm>

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {

std::string_view option_value(
    std::string_view cell, const std::vector<std::string>& names, std::string_view separator)
{
    if (separator.empty()) return {};
    while (!cell.empty()) {
        const auto end = std::min(cell.find('\n'), cell.size());
        const std::string_view line = cell.substr(0, end);
        cell.remove_prefix(std::min(end + 1, cell.size()));
        const auto split = line.find(separator);
        if (split == std::string_view::npos) continue;
        const std::string option = fold_word(line.substr(0, split));
        const auto is_option = [&option](
                                   const std::string& name) { return fits_pattern(fold_word(name), option); };
        if (std::any_of(names.begin(), names.end(), is_option))
            return trimmed(line.substr(split + separator.size()));
    }
    return {};
}

}  // namespace furusato::portal_import
