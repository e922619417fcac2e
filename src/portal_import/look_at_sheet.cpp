#include "furusato/portal_import/look_at_sheet.hpp"

#include <algorithm>
#include <vector>

#include "portal_import/detect_portal.hpp"
#include "portal_import/find_individual_numbers.hpp"
#include "portal_import/parse_csv.hpp"
#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {
namespace {

constexpr TextFormat kFormat{',', '"', true};

std::string letters_of(std::size_t column)
{
    std::string letters;
    for (++column; column > 0; column = (column - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    return letters;
}

[[noreturn]] void refuse(const std::string& sheet, std::size_t column)
{
    refuse_file("file.individual_number", 1, {{"column", sheet + "!" + letters_of(column)}});
}

void refuse_headers(const RawRecord& record, const std::string& sheet)
{
    const auto found = std::find_if(record.cells.begin(), record.cells.end(), names_individual_number);
    if (found != record.cells.end()) refuse(sheet, static_cast<std::size_t>(found - record.cells.begin()));
}

}  // namespace

SheetContent look_at_sheet(ByteSource& text, const std::string& name, const ImportSettings& settings)
{
    RecordReader reader{text, settings.limits.record_max_bytes, kFormat};
    std::vector<FirstRecord> first;
    IndividualNumberSearch numbers{0};
    while (const RawRecord* record = reader.next()) {
        if (first.empty()) numbers = IndividualNumberSearch{record->cells.size()};
        if (first.size() < header_search_records(settings)) {
            refuse_headers(*record, name);
            first.push_back({record->line, {record->cells.begin(), record->cells.end()}});
        }
        numbers.look_at(*record);
    }
    text.rewind();
    if (const auto column = numbers.found_column()) refuse(name, *column);
    if (first.empty()) return {};
    const HeaderFit fit = fit_of(first, settings, kFormat);
    return {false, fit.is_by_signature, fit.columns};
}

}  // namespace furusato::portal_import
