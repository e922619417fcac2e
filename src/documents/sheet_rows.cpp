#include "documents/sheet_rows.hpp"

#include <algorithm>
#include <charconv>

#include "documents/refuse_packed.hpp"

namespace furusato::documents {
namespace {

using Poco::XML::Attributes;

constexpr std::size_t kLastRow = 1'048'576;
constexpr std::size_t kLastColumn = 16'384;
constexpr std::size_t kLongestText = 1'000'000;
constexpr std::size_t kWaitingBytes = 1 << 18;
constexpr std::uint64_t kLargestText = std::uint64_t{4} << 30;

std::size_t number_of(std::string_view text)
{
    std::size_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc{} && end == text.data() + text.size() ? number : 0;
}

// "AB12" is column 28; 0 for what names none.
std::size_t column_of(std::string_view reference)
{
    std::size_t column = 0;
    for (const char letter : reference) {
        if (letter < 'A' || letter > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(letter - 'A' + 1);
        if (column > kLastColumn) return 0;
    }
    return column;
}

void append_cell(std::string& line, std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line.append(text);
        return;
    }
    line += '"';
    for (const char byte : text) line.append(byte == '"' ? 2 : 1, byte);
    line += '"';
}

}  // namespace

void SheetRows::refuse(const char* code) const
{
    refuse_packed(code, {{"line", std::to_string(row_)}, {"cell", std::to_string(column_)}});
}

void SheetRows::begin(std::string_view name, const Attributes& attributes)
{
    if (name == "row") {
        begin_row(attribute(attributes, "r"));
    } else if (name == "c" && is_in_row_) {
        begin_cell(attributes);
    } else if (is_in_cell_) {
        if (name == "rPh") is_in_reading_ = true;
        if (name == "f") has_formula_ = true;
        is_in_value_ = name == "v" || (name == "t" && !is_in_reading_);
        has_value_ = has_value_ || is_in_value_;
    }
}

void SheetRows::end(std::string_view name)
{
    is_in_value_ = false;
    if (name == "rPh") is_in_reading_ = false;
    if (name == "c" && is_in_cell_) end_cell();
    if (name != "row" || !is_in_row_) return;
    is_in_row_ = false;
    lines_ += '\n';
    if (lines_.size() < kWaitingBytes) return;
    out_.append(lines_);
    lines_.clear();
    if (out_.size() > kLargestText) refuse_packed("file.unpacks_too_large");
}

void SheetRows::text(std::string_view text)
{
    if (!is_in_value_) return;
    text_.append(text);
    if (text_.size() > kLongestText) refuse("file.record_too_long");
}

void SheetRows::begin_row(std::string_view number)
{
    const std::size_t row = number.empty() ? row_ + 1 : number_of(number);
    if (row <= row_ || row > kLastRow || is_in_row_) refuse_damaged();
    lines_.append(row - row_ - 1, '\n');
    row_ = row;
    column_ = 0;
    cells_written_ = 0;
    is_in_row_ = true;
}

void SheetRows::begin_cell(const Attributes& attributes)
{
    const std::string_view reference = attribute(attributes, "r");
    const std::size_t column = reference.empty() ? column_ + 1 : column_of(reference);
    if (column <= column_ || column > kLastColumn || is_in_cell_) refuse_damaged();
    column_ = column;
    style_ = number_of(attribute(attributes, "s"));
    const std::string_view kind = attribute(attributes, "t");
    kind_ = kind.empty() || kind == "n" ? Kind::Number
            : kind == "s"               ? Kind::Shared
            : kind == "b"               ? Kind::Boolean
                                        : Kind::Text;  // str, inlineStr, e (#N/A), d (a date as text)
    text_.clear();
    is_in_cell_ = true;
    has_formula_ = false;
    has_value_ = false;
}

void SheetRows::end_cell()
{
    is_in_cell_ = false;
    // Nobody has worked it out yet, and an empty cell would hide that.
    if (has_formula_ && !has_value_) refuse("file.formula_without_value");
    if (!has_value_) return;
    const std::string shown = value();
    if (shown.empty()) return;
    const std::size_t commas = cells_written_ == 0 ? column_ - 1 : column_ - cells_written_;
    lines_.append(commas, ',');
    append_cell(lines_, shown);
    cells_written_ = column_;
    width_ = std::max(width_, column_);
}

std::string SheetRows::value() const
{
    switch (kind_) {
        case Kind::Text: return unescaped(text_);
        case Kind::Boolean: return text_ == "1" || text_ == "true" ? "TRUE" : "FALSE";
        case Kind::Shared: {
            const std::size_t number = number_of(text_);
            if (text_.empty() || number >= shared_.size()) refuse("file.damaged");
            return std::string{shared_[number]};
        }
        case Kind::Number: break;
    }
    return text_.empty()
               ? std::string{}
               : text_of_number(text_, style_ < formats_.size() ? formats_[style_] : NumberFormat{}, days_);
}

std::size_t SheetRows::finish()
{
    out_.append(lines_);
    lines_.clear();
    return width_;
}

}  // namespace furusato::documents
