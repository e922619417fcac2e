#include "portal_import/read_options.hpp"

#include <algorithm>

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {

namespace {

struct Place {
    std::size_t at;
    std::size_t size;
};

Place first_separator(std::string_view line, const std::vector<std::string>& separators)
{
    Place first{std::string_view::npos, 0};
    for (const std::string& separator : separators) {
        const auto at = line.find(separator);
        if (at < first.at) first = {at, separator.size()};
    }
    return first;
}

}  // namespace

std::string_view option_value(
    std::string_view cell, const std::vector<std::string>& names, const std::vector<std::string>& separators)
{
    if (separators.empty() || names.empty()) return {};
    while (!cell.empty()) {
        const auto end = std::min(cell.find('\n'), cell.size());
        const std::string_view line = cell.substr(0, end);
        cell.remove_prefix(std::min(end + 1, cell.size()));
        const auto [split, size] = first_separator(line, separators);
        if (split == std::string_view::npos) continue;
        const std::string option = fold_word(line.substr(0, split));
        const auto is_option = [&option](
                                   const std::string& name) { return fits_pattern(fold_word(name), option); };
        if (std::any_of(names.begin(), names.end(), is_option)) return trimmed(line.substr(split + size));
    }
    return {};
}

std::string_view option_of(
    const MappedRow& row, const PortalProfile& profile, const std::vector<std::string>& names)
{
    const std::string_view value = option_value(row[Field::Options], names, profile.option_separators);
    if (!value.empty() || !profile.has_options_in_remark) return value;
    return option_value(row[Field::Remark], names, profile.option_separators);
}

}  // namespace furusato::portal_import
