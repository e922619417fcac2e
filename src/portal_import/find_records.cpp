#include "furusato/portal_import/find_records.hpp"

#include <algorithm>

#include "portal_import/decode.hpp"
#include "portal_import/decode_utf16.hpp"
#include "portal_import/examine_file.hpp"
#include "portal_import/mend_records.hpp"
#include "portal_import/parse_csv.hpp"

namespace furusato::portal_import {
namespace {

FileRecord record_of(
    const RawRecord& raw, long row, const std::vector<std::string>& headers, Encoding encoding)
{
    FileRecord record{raw.line, row, {}};
    for (std::size_t i = 0; i < std::max(raw.cells.size(), headers.size()); ++i) {
        record.cells.emplace_back(i < headers.size() ? headers[i] : std::string{},
            i < raw.cells.size() ? decoded(raw.cells[i], encoding) : std::string{});
    }
    return record;
}

}  // namespace

std::vector<FileRecord> find_records(
    ByteSource& bytes, const ImportSettings& settings, const std::set<long>& lines)
{
    const auto utf16 = utf16_text(bytes);
    ByteSource& source = utf16 ? *utf16 : bytes;
    const ExaminedFile file = examine_file(source, settings);
    source.rewind();
    RecordReader reader{source, settings.limits.record_max_bytes, file.reading.format};
    for (std::size_t record = 0; record < file.records_before_rows; ++record) reader.next();
    const ColumnShapes shapes{file.columns, *file.profile, settings.eras};
    RecordMender mender{[&] { return reader.next(); }, shapes, form_of(file), settings.encoding};
    std::vector<FileRecord> found;
    long row = 0;
    while (found.size() < lines.size()) {
        const RawRecord* record = mender.next();
        if (record == nullptr) break;
        ++row;
        if (lines.count(record->line) != 0)
            found.push_back(record_of(*record, row, file.columns.headers(), file.encoding));
    }
    return found;
}

}  // namespace furusato::portal_import
