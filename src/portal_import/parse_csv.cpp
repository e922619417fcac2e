#include "portal_import/parse_csv.hpp"

#include <algorithm>
#include <cstring>

#include "portal_import/refuse_file.hpp"
#include "portal_import/sniff_format.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kChunkBytes = 262'144;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_line_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

// A cell without what keeps a spreadsheet from taking it for a formula or a number: '=1+1, '0123 and ="0123".
std::string_view unguarded(std::string_view cell)
{
    constexpr std::string_view digits = "0123456789";
    if (cell.front() == '\'') {
        const std::string_view rest = cell.substr(1);
        const bool is_formula = std::string_view{"=+-@"}.find(rest.front()) != std::string_view::npos;
        return is_formula || rest.find_first_not_of(digits) == std::string_view::npos ? rest : cell;
    }
    const bool is_text = cell.size() > 3 && cell.starts_with("=\"") && cell.ends_with('"');
    const std::string_view inside = is_text ? cell.substr(2, cell.size() - 3) : cell;
    return inside.find('"') == std::string_view::npos ? inside : cell;
}

}  // namespace

RecordReader::RecordReader(ByteSource& source, long record_max_bytes, std::optional<TextFormat> format)
    : source_{source},
      record_max_bytes_{static_cast<std::size_t>(record_max_bytes)},
      format_{format},
      counts_rows_{source.counts_rows()}
{
    breaks_['\n'] = true;
    breaks_['\r'] = true;
}

const RawRecord* RecordReader::next()
{
    if (!is_started_) start();
    while (true) {
        skip_blank_lines();
        if (begin_ < end_ && scan_record()) return &record_;
        if (end_ - begin_ > record_max_bytes_) refuse_long_record();
        if (fill()) continue;
        if (begin_ == end_) return nullptr;
        // The file ended inside the record: scanned once more, its end is the end of the last cell.
        if (scan_record()) return &record_;
        refuse_file("file.unclosed_quote", quote_line_);
    }
}

void RecordReader::start()
{
    while (end_ < kChunkBytes && fill()) {
    }
    const std::string_view first_bytes = view(0, end_);
    refuse_unless_text(first_bytes);
    refuse_binary(0);
    is_started_ = true;
    has_bom_ = first_bytes.starts_with(kByteOrderMark);
    if (has_bom_) begin_ = kByteOrderMark.size();
    if (!format_) format_ = TextFormat{sniff_delimiter(view(begin_, end_)), '"'};
    quote_ = format_->quote;
    breaks_[static_cast<unsigned char>(format_->delimiter)] = true;
}

bool RecordReader::fill()
{
    if (is_at_end_) return false;
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() < end_ + kChunkBytes) buffer_.resize(end_ + kChunkBytes);
    const std::size_t size = source_.read(buffer_.data() + end_, buffer_.size() - end_);
    if (size == 0) {
        is_at_end_ = true;
        return false;
    }
    end_ += size;
    if (is_started_) refuse_binary(end_ - size);
    return true;
}

void RecordReader::refuse_binary(std::size_t first) const
{
    if (view(first, end_).find('\0') != std::string_view::npos) refuse_file("file.binary", line_);
}

void RecordReader::skip_blank_lines()
{
    while (begin_ < end_ && is_line_break(buffer_[begin_])) {
        const bool is_carriage_return = buffer_[begin_] == '\r';
        if (is_carriage_return && begin_ + 1 == end_ && !is_at_end_) {
            fill();
            continue;  // a line feed may follow in the next chunk
        }
        begin_ += is_carriage_return && begin_ + 1 < end_ && buffer_[begin_ + 1] == '\n' ? 2 : 1;
        ++line_;
    }
}

// False when the record does not end inside the buffer.
bool RecordReader::scan_record()
{
    at_ = begin_;
    inner_lines_ = 0;
    in_quotes_ = false;
    record_.cells.clear();
    unquoted_.clear();
    unquoted_.reserve(2 * (end_ - begin_));  // never grows below: cells are views into it
    while (true) {
        const bool is_quoted = at_ < end_ && buffer_[at_] == quote_;
        const Step step = is_quoted ? scan_quoted_cell() : scan_plain_cell();
        if (step == Step::BufferDone) return false;
        if (step == Step::RecordDone) return finish_record();
        ++at_;
    }
}

bool RecordReader::finish_record()
{
    std::size_t next = at_;
    if (next < end_) {
        if (buffer_[next] == '\r' && next + 1 == end_ && !is_at_end_) return false;
        const bool is_crlf = buffer_[next] == '\r' && next + 1 < end_ && buffer_[next + 1] == '\n';
        (is_crlf ? has_crlf_ : buffer_[next] == '\n' ? has_lf_ : has_cr_) = true;
        next += is_crlf ? 2 : 1;
    }
    record_.line = line_;
    record_.bytes = view(begin_, at_);
    if (record_.bytes.size() > record_max_bytes_) refuse_long_record();
    line_ += (counts_rows_ ? 0 : inner_lines_) + 1;
    begin_ = next;
    return true;
}

RecordReader::Step RecordReader::scan_plain_cell()
{
    const std::size_t first = at_;
    skip_to_break();
    const Step step = step_at_end_of_cell();
    if (step != Step::BufferDone) {
        record_.cells.push_back(view(first, at_));
        take_guard_off();
    }
    return step;
}

void RecordReader::skip_to_break()
{
    const char* const bytes = buffer_.data();
    std::size_t at = at_;
    while (at < end_ && !breaks_[static_cast<unsigned char>(bytes[at])]) ++at;
    at_ = at;
}

RecordReader::Step RecordReader::scan_quoted_cell()
{
    quote_line_ = line_ + inner_lines_;
    in_quotes_ = true;
    const std::size_t first = ++at_;
    bool has_doubled_quote = false;
    if (!find_closing_quote(has_doubled_quote)) return Step::BufferDone;
    in_quotes_ = false;
    record_.cells.push_back(has_doubled_quote ? without_doubled_quotes(first, at_) : view(first, at_));
    const std::size_t rest = ++at_;
    skip_to_break();
    if (at_ > rest) {  // "ab"c: what stands behind the closing quote is kept as it is
        const std::size_t start = unquoted_.size();
        unquoted_.append(record_.cells.back());
        unquoted_.append(view(rest, at_));
        record_.cells.back() = std::string_view{unquoted_}.substr(start);
    }
    take_guard_off();
    return step_at_end_of_cell();
}

void RecordReader::take_guard_off()
{
    std::string_view& cell = record_.cells.back();
    if (cell.size() > 1 && (cell.front() == '=' || cell.front() == '\'')) cell = unguarded(cell);
}

// Leaves at_ on the closing quote; counts the line breaks on the way.
bool RecordReader::find_closing_quote(bool& has_doubled_quote)
{
    const char* const bytes = buffer_.data();
    const std::size_t end = end_;
    const char quote = quote_;
    std::size_t at = at_;  // locals: this loop sees every byte of a quoted file
    for (; at < end; ++at) {
        const char byte = bytes[at];
        if (static_cast<unsigned char>(byte) > static_cast<unsigned char>(quote)) continue;
        if (is_line_break(byte)) {
            const bool is_second_of_two = byte == '\n' && bytes[at - 1] == '\r';
            inner_lines_ += is_second_of_two ? 0 : 1;
        } else if (byte == quote) {
            const bool is_doubled = at + 1 < end && bytes[at + 1] == quote;
            if (!is_doubled) break;
            has_doubled_quote = true;
            ++at;
        }
    }
    at_ = at;
    const bool is_last_byte = at + 1 == end;  // what follows the quote is not known yet
    return at < end && (!is_last_byte || is_at_end_);
}

std::string_view RecordReader::without_doubled_quotes(std::size_t first, std::size_t last)
{
    const std::size_t start = unquoted_.size();
    for (std::size_t at = first; at < last; ++at) {
        unquoted_ += buffer_[at];
        if (buffer_[at] == quote_) ++at;
    }
    return std::string_view{unquoted_}.substr(start);
}

RecordReader::Step RecordReader::step_at_end_of_cell() const
{
    if (at_ == end_) return is_at_end_ ? Step::RecordDone : Step::BufferDone;
    return is_line_break(buffer_[at_]) ? Step::RecordDone : Step::CellDone;
}

LineEnd RecordReader::line_end() const
{
    if (has_crlf_ + has_lf_ + has_cr_ > 1) return LineEnd::Mixed;
    return has_crlf_ ? LineEnd::Crlf : has_lf_ ? LineEnd::Lf : has_cr_ ? LineEnd::Cr : LineEnd::None;
}

// Many lines of text behind an open quote are a quote that nobody closed; one endless line is just too long.
void RecordReader::refuse_long_record() const
{
    if (in_quotes_ && inner_lines_ > 0) refuse_file("file.unclosed_quote", quote_line_);
    refuse_file("file.record_too_long", line_);
}

std::string_view RecordReader::view(std::size_t first, std::size_t last) const
{
    return {buffer_.data() + first, last - first};
}

}  // namespace furusato::portal_import
