#include "portal_import/column_samples.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "furusato/domain/prefecture.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/characters.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/detect_portal.hpp"
#include "portal_import/encoding_vote.hpp"
#include "portal_import/parse_csv.hpp"
#include "portal_import/refuse_file.hpp"
#include "portal_import/sniff_format.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kRecordsLookedAt = 2'000;
constexpr long kRecordMaxBytes = 1'000'000;
constexpr std::size_t kHeaderSearched = 10;

struct Record {
    long line;
    std::vector<std::string> cells;
};

std::vector<Record> read_records(ByteSource& source, FileSample& sample)
{
    constexpr std::size_t bytes_looked_at = 65'536;
    std::string first_bytes(bytes_looked_at, '\0');
    first_bytes.resize(source.read(first_bytes.data(), first_bytes.size()));
    source.rewind();
    refuse_unless_text(first_bytes);
    sample.format.delimiter = sniff_delimiter(first_bytes);
    std::vector<Record> records;
    EncodingVote vote{std::nullopt};
    RecordReader reader{source, kRecordMaxBytes, sample.format};
    while (records.size() < kRecordsLookedAt) {
        const RawRecord* raw = reader.next();
        if (raw == nullptr) break;
        vote.count(raw->bytes, raw->line);
        Record& record = records.emplace_back(Record{raw->line, {}});
        for (const auto cell : raw->cells) record.cells.emplace_back(cell);
    }
    sample.encoding = reader.has_bom() ? Encoding::Utf8 : vote.winner();
    for (Record& record : records) {
        for (std::string& cell : record.cells) cell = std::string{trimmed(decoded(cell, sample.encoding))};
    }
    return records;
}

/// The first record of many words that the records below are as wide as.
std::optional<std::size_t> find_header(const std::vector<Record>& records)
{
    for (std::size_t at = 0; at < std::min(records.size(), kHeaderSearched); ++at) {
        if (!looks_like_header({records[at].line, records[at].cells})) continue;
        const bool has_row = at + 1 < records.size();
        if (has_row && records[at + 1].cells.size() < records[at].cells.size() &&
            records[at + 1].cells.size() * 2 < records[at].cells.size())
            continue;
        if (has_row && records[at + 1].cells.size() > records[at].cells.size() + 1) continue;
        return at;
    }
    return std::nullopt;
}

std::string kept_digits(const std::string& text)
{
    std::string digits;
    for (const char byte : text) digits += byte >= '0' && byte <= '9' ? std::string{byte} : "";
    return digits;
}

bool holds_only(const std::string& text, const std::function<bool(char32_t)>& is_allowed)
{
    for (std::string_view rest = text; !rest.empty();) {
        if (!is_allowed(take_character(rest).code_point)) return false;
    }
    return !text.empty();
}

bool is_kana(char32_t code_point)
{
    return (code_point >= 0x3041 && code_point <= 0x30FF) || is_blank(code_point);
}

bool is_kanji(char32_t code_point)
{
    return (code_point >= 0x3400 && code_point <= 0x9FFF) || (code_point >= 0xF900 && code_point <= 0xFAFF) ||
           code_point >= 0x20000;
}

/// Figures alone may be anything: only what is written as a day is one.
std::optional<domain::Date> day_in(const std::string& text, const domain::EraTable& eras)
{
    if (kept_digits(text) == text) return std::nullopt;
    return read_date(text, eras);
}

bool is_birth_day(const std::string& text, const domain::EraTable& eras)
{
    constexpr int first_year = 1900;
    constexpr int last_year = 2012;
    const auto day = day_in(text, eras);
    return day && day->year() >= first_year && day->year() <= last_year;
}

bool is_amount(const std::string& text)
{
    constexpr std::int64_t least = 1'000;
    const auto amount = read_yen(text);
    return amount && amount->amount() >= least && amount->amount() % 100 == 0;
}

bool is_small_number(const std::string& text)
{
    constexpr int most = 99;
    const auto number = read_quantity(text);
    return number && *number <= most;
}

bool is_phone(const std::string& text)
{
    const std::string digits = kept_digits(text);
    const bool is_written_so = holds_only(text, [](char32_t code_point) {
        return is_digit(code_point) || is_hyphen(code_point) || code_point == U'+' || code_point == U'(' ||
               code_point == U')';
    });
    return is_written_so && digits.size() >= 9 && digits.size() <= 12 &&
           (digits.front() == '0' || text.front() == '+');
}

bool is_mail(const std::string& text)
{
    const auto at = text.find('@');
    return at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos;
}

/// Two words of kanji or kana, without figures, not too long.
bool is_name(const std::string& text)
{
    constexpr std::size_t longest = 20;
    const bool is_written_so =
        holds_only(text, [](char32_t code_point) { return is_kanji(code_point) || is_kana(code_point); });
    const bool holds_kanji = !holds_only(text, is_kana);
    const auto blank = std::min(text.find(' '), text.find("\u3000"));
    return is_written_so && holds_kanji && blank != std::string::npos &&
           length_in_characters(text) <= longest;
}

bool ends_like_city(const std::string& text)
{
    const auto ends = [&text](std::string_view end) { return text.ends_with(end); };
    return (ends("市") || ends("区") || ends("町") || ends("村")) && kept_digits(text).empty();
}

/// A number that names something: figures of some length, perhaps with letters and hyphens.
bool is_number(const std::string& text)
{
    constexpr std::size_t least = 4;
    const bool is_written_so = holds_only(text, [](char32_t code_point) {
        return is_digit(code_point) || code_point == U'-' || code_point == U'_' ||
               (code_point >= U'A' && code_point <= U'Z') || (code_point >= U'a' && code_point <= U'z');
    });
    return is_written_so && kept_digits(text).size() >= least;
}

bool is_of_kind(const std::string& cell, CellKind kind, const domain::EraTable& eras)
{
    const std::string text = nfkc(cell);
    switch (kind) {
        case CellKind::Day: return day_in(text, eras).has_value();
        case CellKind::DayAndTime:
            return day_in(text, eras).has_value() && text.find(':') != std::string::npos;
        case CellKind::BirthDay: return is_birth_day(text, eras);
        case CellKind::Amount: return is_amount(text);
        case CellKind::SmallNumber: return is_small_number(text);
        case CellKind::PostalCode: return !read_postal_code(text).empty() && kept_digits(text).size() == 7;
        case CellKind::Prefecture: return domain::is_prefecture(cell);
        case CellKind::City: return ends_like_city(cell);
        case CellKind::Phone: return is_phone(text);
        case CellKind::Mail: return is_mail(text);
        case CellKind::Kana: return holds_only(text, is_kana);
        case CellKind::Name: return is_name(cell);
        case CellKind::Number: return is_number(text);
    }
    return false;
}

}  // namespace

long ColumnSample::filled() const
{
    return std::count_if(cells.begin(), cells.end(), [](const std::string& cell) { return !cell.empty(); });
}

FileSample read_sample(ByteSource& source)
{
    FileSample sample;
    const std::vector<Record> records = read_records(source, sample);
    if (records.empty()) refuse_file("file.empty", 1);
    const auto header = find_header(records);
    if (!header) refuse_file("file.no_header", records.front().line);
    sample.header_line = records[*header].line;
    for (const std::string& name : records[*header].cells) sample.columns.push_back({name, {}});
    for (std::size_t at = *header + 1; at < records.size(); ++at) {
        if (records[at].cells.size() < sample.columns.size()) continue;
        ++sample.rows;
        for (std::size_t column = 0; column < sample.columns.size(); ++column)
            sample.columns[column].cells.push_back(records[at].cells[column]);
    }
    return sample;
}

int share_of_kind(const ColumnSample& column, CellKind kind, const domain::EraTable& eras)
{
    long fitting = 0;
    long filled = 0;
    for (const std::string& cell : column.cells) {
        if (cell.empty()) continue;
        ++filled;
        fitting += is_of_kind(cell, kind, eras) ? 1 : 0;
    }
    return filled == 0 ? 0 : static_cast<int>(fitting * 100 / filled);
}

}  // namespace furusato::portal_import
