#include "furusato/portal_import/read_table.hpp"

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/pipeline.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/decode_utf16.hpp"
#include "portal_import/encoding_vote.hpp"
#include "portal_import/map_columns.hpp"
#include "portal_import/parse_csv.hpp"
#include "portal_import/refuse_file.hpp"

namespace furusato::portal_import {
namespace {

constexpr long kRecordMaxBytes = 100'000;

Encoding encoding_of(ByteSource& source)
{
    source.rewind();
    RecordReader reader{source, kRecordMaxBytes};
    EncodingVote vote{std::nullopt};
    long records = 0;
    while (const RawRecord* record = reader.next()) {
        vote.count(record->bytes, record->line);
        ++records;
    }
    vote.refuse_if_wrong(records, ImportLimits{}.undecodable_rows_permille);
    source.rewind();
    return vote.winner();
}

}  // namespace

std::optional<std::size_t> Table::column(const std::vector<std::string>& names) const
{
    for (const auto& name : names) {
        for (std::size_t i = 0; i < headers.size(); ++i) {
            if (fold_header(headers[i]) == fold_header(name)) return i;
        }
    }
    return std::nullopt;
}

std::size_t Table::required_column(const std::vector<std::string>& names) const
{
    if (const auto found = column(names)) return *found;
    throw domain::Refusal{domain::RefusalKind::Invalid, "file.required_column_missing",
        {{"line", "1"}, {"column", names.front()}}};
}

Table read_table(ByteSource& bytes)
{
    const auto utf16 = utf16_text(bytes);
    ByteSource& source = utf16 ? *utf16 : bytes;
    const Encoding encoding = encoding_of(source);
    RecordReader reader{source, kRecordMaxBytes};
    Table table;
    const RawRecord* header = reader.next();
    if (header == nullptr) refuse_file("file.empty", 1);
    for (const auto cell : header->cells) table.headers.emplace_back(trimmed(decoded(cell, encoding)));
    long number = 0;
    while (const RawRecord* record = reader.next()) {
        TableRow row{record->line, ++number, {}, record->cells.size() != table.headers.size(),
            std::string{record->bytes}};
        for (const auto cell : record->cells)
            row.cells.emplace_back(trimmed(compose_kana(decoded(cell, encoding))));
        row.cells.resize(table.headers.size());
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace furusato::portal_import
