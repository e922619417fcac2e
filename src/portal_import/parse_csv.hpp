#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/portal_import/byte_source.hpp"
#include "furusato/portal_import/file_reading.hpp"

namespace furusato::portal_import {

/// One record of the file, still encoded; valid until the next one is read.
struct RawRecord {
    long line = 0;                        // first physical line, 1 = first line of the file
    std::string_view bytes;               // as in the file, without the line end
    std::vector<std::string_view> cells;  // quotes removed, and what guards a cell from a spreadsheet
};

/// Splits a file of cells with delimiters into records (RFC 4180) with one chunk and one record in memory.
///
/// It splits bytes, before decoding: no second byte of CP932 is a quote, comma, tab or line break. Line ends
/// may be CRLF, LF or CR; blank lines are no records; a quote inside an unquoted cell is a character like any
/// other.
class RecordReader {
public:
    /// Without a format the delimiter is the one that the first lines hold most of, and the quote is ".
    RecordReader(ByteSource& source, long record_max_bytes, std::optional<TextFormat> format = std::nullopt);

    /// The next record, nullptr at the end. Throws domain::Refusal for what is no text file, a record that is
    /// too long and a quote that never closes.
    const RawRecord* next();

    /// Whether the file starts with the byte order mark of UTF-8; known after the first call of next().
    bool has_bom() const { return has_bom_; }
    /// How the records so far ended; line breaks inside quotes do not count.
    LineEnd line_end() const;

private:
    enum class Step { CellDone, RecordDone, BufferDone };

    void start();
    bool fill();
    void refuse_binary(std::size_t first) const;
    void skip_blank_lines();
    bool scan_record();
    bool finish_record();
    void skip_to_break();
    Step scan_plain_cell();
    Step scan_quoted_cell();
    void take_guard_off();
    bool find_closing_quote(bool& has_doubled_quote);
    std::string_view without_doubled_quotes(std::size_t first, std::size_t last);
    Step step_at_end_of_cell() const;
    [[noreturn]] void refuse_long_record() const;
    std::string_view view(std::size_t first, std::size_t last) const;

    ByteSource& source_;
    std::size_t record_max_bytes_;
    std::optional<TextFormat> format_;
    bool counts_rows_;
    char quote_ = '"';
    std::string buffer_;
    std::size_t begin_ = 0;           // of the record that is read next
    std::size_t end_ = 0;             // of the bytes in the buffer
    std::size_t at_ = 0;              // scanner's place
    std::string unquoted_;            // cells with doubled quotes, rebuilt
    std::array<bool, 256> breaks_{};  // delimiter and line breaks
    RawRecord record_;
    bool has_crlf_ = false;
    bool has_lf_ = false;
    bool has_cr_ = false;
    long line_ = 1;         // of begin_
    long inner_lines_ = 0;  // line breaks inside the record so far
    long quote_line_ = 0;   // where the last quoted cell opened
    bool in_quotes_ = false;
    bool is_started_ = false;
    bool is_at_end_ = false;
    bool has_bom_ = false;
};

}  // namespace furusato::portal_import
