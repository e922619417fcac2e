#include "portal_import/file_notes.hpp"

#include <map>
#include <string>

namespace furusato::portal_import {
namespace {

constexpr std::size_t kNamesShown = 10;

// Nothing where there is nothing to tell.
void add_columns(
    std::vector<FileNote>& notes, const char* code, long line, const std::vector<std::string>& names)
{
    if (names.empty()) return;
    std::string shown;
    for (std::size_t at = 0; at < names.size() && at < kNamesShown; ++at)
        shown += (at == 0 ? "" : "、") + names[at];
    if (names.size() > kNamesShown) shown += "、…";
    notes.push_back({line, code, {{"count", std::to_string(names.size())}, {"columns", shown}}});
}

std::vector<std::string> lacking(const ColumnMap& columns, const PortalProfile& profile)
{
    std::vector<std::string> names;
    for (const auto& [field, aliases] : profile.aliases) {
        if (!columns.has(field) && !aliases.empty()) names.push_back(aliases.front());
    }
    return names;
}

/// The columns of which order numbers are made, where the file has none.
std::vector<std::string> order_number_headers(const ColumnMap& columns, const PortalProfile& profile)
{
    std::vector<std::string> names;
    if (!columns.makes_order_numbers(profile)) return names;
    for (const Field field : profile.order_number_from) names.push_back(columns.header_of(field));
    return names;
}

bool is_used(const ColumnMap& columns, const std::string& name)
{
    for (std::size_t at = 0; at < columns.headers().size(); ++at) {
        if (columns.headers()[at] == name && columns.is_used(at)) return true;
    }
    return false;
}

}  // namespace

std::vector<FileNote> header_notes(const ColumnMap& columns, const PortalProfile& profile, long header_line)
{
    std::vector<FileNote> notes;
    if (header_line > 1)
        notes.push_back({1, "note.title_lines", {{"count", std::to_string(header_line - 1)}}});
    std::map<std::string, int> times;
    std::vector<std::string> unused;
    long unnamed = 0;
    const auto& headers = columns.headers();
    for (std::size_t at = 0; at < headers.size(); ++at) {
        if (fold_header(headers[at]).empty()) {
            ++unnamed;
            continue;
        }
        ++times[headers[at]];
        if (!columns.is_used(at)) unused.push_back(headers[at]);
    }
    // The second column of a name is told as a repeated one.
    std::erase_if(unused, [&](const std::string& name) { return times[name] > 1 && is_used(columns, name); });
    std::vector<std::string> repeated;
    for (const auto& [name, count] : times) {
        if (count > 1) repeated.push_back(name);
    }
    add_columns(notes, "note.columns_missing", header_line, lacking(columns, profile));
    add_columns(notes, "note.columns_unused", header_line, unused);
    add_columns(notes, "note.columns_repeated", header_line, repeated);
    add_columns(notes, "note.order_numbers_made", header_line, order_number_headers(columns, profile));
    const bool tells_share = columns.has(Field::GiftAmount) || columns.has(Field::GiftCount);
    if (profile.lists_first_gift_only && !tells_share)
        notes.push_back({header_line, "note.first_gift_only", {}});
    if (unnamed > 0)
        notes.push_back({header_line, "note.columns_unnamed", {{"count", std::to_string(unnamed)}}});
    return notes;
}

}  // namespace furusato::portal_import
