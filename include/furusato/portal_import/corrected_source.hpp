#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "furusato/portal_import/byte_source.hpp"
#include "furusato/portal_import/pipeline.hpp"

namespace furusato::portal_import {

/// A record as its bytes stand in the file.
struct RawFileRecord {
    long line = 0;  // first physical line
    long row = 0;   // number after the header
    std::string bytes;
    std::size_t cells = 0;
};

/// Some records of a file with what is needed to write them down again.
struct RawFileRecords {
    std::vector<std::string> headers;  // decoded
    std::string header_bytes;
    TextFormat format;
    Encoding encoding = Encoding::Utf8;
    std::vector<RawFileRecord> records;  // in order
};

/// The records that begin on these lines. Throws domain::Refusal "file.…" for a file that could not be imported.
RawFileRecords find_raw_records(
    ByteSource& source, const ImportSettings& settings, const std::set<long>& lines);

/// What a clerk decided about the record that begins on a line.
struct RecordCorrection {
    bool is_dropped = false;                   // the record does not count
    std::map<std::size_t, std::string> cells;  // column number from 0, UTF-8
};

/// The file as if the corrections stood in it: every other record as it is, each on its own line.
class CorrectedSource final : public ByteSource {
public:
    /// The format and encoding are those of the file. Throws domain::Refusal{Invalid, "correction.not_in_encoding"} for a value that
    /// the file's encoding cannot write.
    CorrectedSource(ByteSource& source, const RawFileRecords& file,
        const std::map<long, RecordCorrection>& corrections, long record_max_bytes);
    ~CorrectedSource() override;
    std::size_t read(char* buffer, std::size_t size) override;
    void rewind() override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace furusato::portal_import
