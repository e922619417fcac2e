#include "cli/text_table.hpp"

#include <algorithm>
#include <numeric>

namespace furusato::cli {
namespace {

/// Length in bytes of the character that starts with this byte.
std::size_t length_of(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

char32_t code_point_at(std::string_view text, std::size_t at, std::size_t length)
{
    static constexpr unsigned char kMasks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    char32_t point = static_cast<unsigned char>(text[at]) & kMasks[length];
    for (std::size_t i = 1; i < length && at + i < text.size(); ++i)
        point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
    return point;
}

/// East Asian Width: wide and full-width characters take two columns, marks and variation selectors none.
std::size_t width_of(char32_t point)
{
    if ((point >= 0xfe00 && point <= 0xfe0f) || (point >= 0xe0100 && point <= 0xe01ef) || point == 0x3099 ||
        point == 0x309a)
        return 0;
    const bool wide = (point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xa4cf) ||
                      (point >= 0xac00 && point <= 0xd7a3) || (point >= 0xf900 && point <= 0xfaff) ||
                      (point >= 0xfe30 && point <= 0xfe6f) || (point >= 0xff00 && point <= 0xff60) ||
                      (point >= 0xffe0 && point <= 0xffe6) || (point >= 0x1f300 && point <= 0x1faff) ||
                      (point >= 0x20000 && point <= 0x3fffd) || (point >= 0x2460 && point <= 0x24ff) ||
                      point == 0x203b;
    return wide ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = length_of(static_cast<unsigned char>(text[at]));
        width += width_of(code_point_at(text, at, length));
        at += length;
    }
    return width;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines{{}};
    for (std::size_t at = 0; at < text.size();) {
        // A word that must stay together: one full-width character, or a run of narrow ones up to a blank.
        std::size_t end = at + length_of(static_cast<unsigned char>(text[at]));
        if (display_width(text.substr(at, end - at)) < 2) {
            while (end < text.size() && text[end - 1] != ' ' && static_cast<unsigned char>(text[end]) < 0x80)
                ++end;
        }
        const std::string_view word = text.substr(at, end - at);
        if (!lines.back().empty() && display_width(lines.back()) + display_width(word) > width)
            lines.emplace_back();
        lines.back() += word;
        at = end;
    }
    for (auto& line : lines) line.erase(line.find_last_not_of(' ') + 1);
    return lines;
}

std::string fitted(std::string_view text, std::size_t width)
{
    if (display_width(text) <= width) return std::string{text};
    std::size_t used = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = length_of(static_cast<unsigned char>(text[at]));
        const std::size_t next = width_of(code_point_at(text, at, length));
        if (used + next + 1 > width) break;
        used += next;
        at += length;
    }
    return std::string{text.substr(0, at)} + "…";
}

std::vector<std::size_t> TextTable::widths(std::size_t width) const
{
    constexpr std::size_t kGap = 2;
    constexpr std::size_t kNarrowest = 8;
    std::vector<std::size_t> widths;
    for (const auto& column : columns_) widths.push_back(display_width(column.title));
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    }
    for (;;) {
        const std::size_t whole = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const bool may_shrink = columns_[i].align == Align::Left && widths[i] > kNarrowest;
            if (may_shrink && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
        }
        if (whole <= width || widest == widths.size()) return widths;
        --widths[widest];
    }
}

void TextTable::print_row(
    std::ostream& out, const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string cell = fitted(cells[i], widths[i]);
        const std::string padding(widths[i] - display_width(cell), ' ');
        line += i == 0 ? "" : "  ";
        line += columns_[i].align == Align::Right ? padding + cell : cell + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << "\n";
}

void TextTable::print(std::ostream& out, std::size_t width) const
{
    const auto column_widths = widths(width);
    std::vector<std::string> titles;
    for (const auto& column : columns_) titles.push_back(column.title);
    print_row(out, titles, column_widths);
    out << std::string(
               std::accumulate(column_widths.begin(), column_widths.end(), 2 * (column_widths.size() - 1)),
               '-')
        << "\n";
    for (const auto& row : rows_) print_row(out, row, column_widths);
}

}  // namespace furusato::cli
