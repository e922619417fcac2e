#include "application/table_of_file.hpp"

#include <algorithm>
#include <utility>

#include "application/packed_marks.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/first_bytes.hpp"
#include "furusato/portal_import/look_at_sheet.hpp"

namespace furusato::application {
namespace {

void append_name(std::string& names, const std::string& name)
{
    names += (names.empty() ? "" : "、") + name;
}

}  // namespace

TableOfFile::TableOfFile(const PackedFiles* packed_files, portal_import::ByteSource& bytes,
    const portal_import::ImportSettings& settings)
    : bytes_{bytes}
{
    if (packed_files == nullptr ||
        !portal_import::first_bytes(bytes, kZipStart.size()).starts_with(kZipStart))
        return;
    const auto workbook = packed_files->open_workbook(bytes);
    std::vector<Candidate> candidates;
    for (std::size_t at = 0; at < workbook->sheets().size(); ++at) {
        const auto& sheet = workbook->sheets()[at];
        auto text = workbook->text_of(at);
        const auto content = portal_import::look_at_sheet(*text, sheet.name, settings);
        if (content.is_empty) continue;
        if (sheet.is_hidden) {
            append_name(unused_, sheet.name);
        } else {
            candidates.push_back({sheet.name, std::move(text), content});
        }
    }
    if (candidates.empty())
        throw domain::Refusal{domain::RefusalKind::Invalid, "file.empty", {{"line", "1"}}};
    choose(std::move(candidates));
}

// Where none is a portal's table it is the first one, which the import refuses with the reason.
const TableOfFile::Candidate& TableOfFile::chosen_of(const std::vector<Candidate>& candidates)
{
    const auto is_worse = [](const Candidate& left, const Candidate& right) {
        if (left.content.has_signature != right.content.has_signature) return right.content.has_signature;
        return left.content.known_columns < right.content.known_columns;
    };
    const auto best = std::max_element(candidates.begin(), candidates.end(), is_worse);
    if (!best->content.has_signature) return *best;
    std::string tables;
    for (const Candidate& each : candidates) {
        if (each.content.has_signature) append_name(tables, each.name);
    }
    if (tables != best->name)
        throw domain::Refusal{
            domain::RefusalKind::Invalid, "file.several_tables", {{"line", "1"}, {"sheets", tables}}};
    return *best;
}

void TableOfFile::choose(std::vector<Candidate> candidates)
{
    sheet_name_ = chosen_of(candidates).name;
    for (Candidate& each : candidates) {
        if (each.name == sheet_name_ && !sheet_) {
            sheet_ = std::move(each.text);
        } else {
            append_name(unused_, each.name);
        }
    }
}

void TableOfFile::add_notes(portal_import::FileReading& reading) const
{
    if (!sheet_) return;
    std::vector<portal_import::FileNote> notes{{0, "note.sheet", {{"sheet", sheet_name_}}}};
    if (!unused_.empty()) notes.push_back({0, "note.sheets_unused", {{"sheets", unused_}}});
    reading.notes.insert(reading.notes.begin(), notes.begin(), notes.end());
}

}  // namespace furusato::application
