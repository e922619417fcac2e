#include "furusato/portal_import/corrected_source.hpp"

#include <algorithm>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/encode.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/examine_file.hpp"
#include "portal_import/parse_csv.hpp"

namespace furusato::portal_import {
namespace {

/// Line breaks inside a record; CRLF is one.
long breaks_in(std::string_view bytes)
{
    long breaks = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool is_pair = bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n';
        breaks += !is_pair && (bytes[i] == '\n' || bytes[i] == '\r');
    }
    return breaks;
}

std::string quoted(std::string_view cell, char quote)
{
    std::string out(1, quote);
    for (const char letter : cell) {
        if (letter == quote) out += quote;
        out += letter;
    }
    return out + quote;
}

}  // namespace

RawFileRecords find_raw_records(
    ByteSource& source, const ImportSettings& settings, const std::set<long>& lines)
{
    const ExaminedFile file = examine_file(source, settings);
    source.rewind();
    RecordReader reader{source, settings.limits.record_max_bytes, file.reading.format};
    RawFileRecords found{file.columns.headers(), {}, file.reading.format, file.encoding, {}};
    for (std::size_t record = 0; record < file.records_before_rows; ++record) {
        const RawRecord* before = reader.next();
        if (before != nullptr) found.header_bytes = before->bytes;
    }
    long row = 0;
    while (found.records.size() < lines.size()) {
        const RawRecord* record = reader.next();
        if (record == nullptr) break;
        ++row;
        if (lines.count(record->line) != 0)
            found.records.push_back({record->line, row, std::string{record->bytes}, record->cells.size()});
    }
    return found;
}

struct CorrectedSource::State {
    State(ByteSource& inner, const RawFileRecords& its_file, std::map<long, RecordCorrection> its_corrections,
        long max_bytes)
        : source{inner},
          format{its_file.format},
          encoding{its_file.encoding},
          corrections{std::move(its_corrections)},
          record_max_bytes{max_bytes}
    {}

    void start()
    {
        source.rewind();
        reader.emplace(source, record_max_bytes, format);
        text.clear();
        given = 0;
        line = 1;
    }

    std::string corrected(const RawRecord& record, const RecordCorrection& correction) const
    {
        std::string bytes;
        for (std::size_t i = 0; i < record.cells.size(); ++i) {
            const auto cell = correction.cells.find(i);
            if (i > 0) bytes += format.delimiter;
            bytes +=
                quoted(cell == correction.cells.end() ? record.cells[i] : *encoded(cell->second, encoding),
                    format.quote);
        }
        return bytes;
    }

    /// Appends the next record on its line; false at the end.
    bool fill()
    {
        const RawRecord* record = reader->next();
        if (record == nullptr) return false;
        for (; line < record->line; ++line) text += '\n';
        const auto correction = corrections.find(record->line);
        if (correction != corrections.end() && correction->second.is_dropped) return true;
        text += correction == corrections.end() ? std::string{record->bytes}
                                                : corrected(*record, correction->second);
        text += '\n';
        line += breaks_in(record->bytes) + 1;
        return true;
    }

    ByteSource& source;
    const TextFormat format;
    const Encoding encoding;
    const std::map<long, RecordCorrection> corrections;
    const long record_max_bytes;
    std::optional<RecordReader> reader{};
    std::string text{};     // on its way
    std::size_t given = 0;  // of it
    long line = 1;          // where the next byte goes
};

CorrectedSource::CorrectedSource(ByteSource& source, const RawFileRecords& file,
    const std::map<long, RecordCorrection>& corrections, long record_max_bytes)
    : state_{std::make_unique<State>(source, file, corrections, record_max_bytes)}
{
    for (const auto& [line, correction] : corrections) {
        for (const auto& [column, value] : correction.cells) {
            if (!encoded(value, file.encoding))
                throw domain::Refusal{domain::RefusalKind::Invalid, "correction.not_in_encoding",
                    {{"encoding", name_of(file.encoding)}}};
        }
    }
    state_->start();
}

CorrectedSource::~CorrectedSource() = default;

std::size_t CorrectedSource::read(char* buffer, std::size_t size)
{
    State& state = *state_;
    while (state.given == state.text.size()) {
        state.text.clear();
        state.given = 0;
        if (!state.fill()) return 0;
    }
    const std::size_t count = std::min(size, state.text.size() - state.given);
    state.text.copy(buffer, count, state.given);
    state.given += count;
    return count;
}

void CorrectedSource::rewind()
{
    state_->start();
}

}  // namespace furusato::portal_import
