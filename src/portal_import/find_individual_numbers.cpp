#include "portal_import/find_individual_numbers.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "furusato/domain/individual_number.hpp"
#include "portal_import/hash64.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::size_t kDigits = 12;
// Three different numbers that pass by chance: once in 1,331 files with such a column.
constexpr std::size_t kDifferentNumbers = 3;
constexpr std::size_t kLongestCell = 64;

// Takes one digit, of either width and in either encoding, or a separator ('\0'); nullopt for anything else.
std::optional<char> take_digit(std::string_view& cell)
{
    const auto byte = [&cell](std::size_t at) -> unsigned {
        return at < cell.size() ? static_cast<unsigned char>(cell[at]) : 0U;
    };
    const auto take = [&cell](std::size_t size, unsigned value) {
        cell.remove_prefix(size);
        return static_cast<char>(value);
    };
    if (byte(0) >= '0' && byte(0) <= '9') return take(1, byte(0));
    if (byte(0) == ' ' || byte(0) == '-' || byte(0) == '\'') return take(1, 0);
    if (byte(0) == 0x82 && byte(1) >= 0x4F && byte(1) <= 0x58)
        return take(2, '0' + byte(1) - 0x4F);                                        // CP932 ０
    if (byte(0) == 0x81 && (byte(1) == 0x40 || byte(1) == 0x7C)) return take(2, 0);  // CP932 blank, －
    if (byte(0) == 0xEF && byte(1) == 0xBC) {
        if (byte(2) >= 0x90 && byte(2) <= 0x99) return take(3, '0' + byte(2) - 0x90);  // UTF-8 ０
        if (byte(2) == 0x8D) return take(3, 0);                                        // UTF-8 －
    }
    if (cell.starts_with("\u3000")) return take(3, 0);
    return std::nullopt;
}

// The twelve digits of a cell that holds nothing else.
std::optional<std::array<char, kDigits>> twelve_digits(std::string_view cell)
{
    if (cell.size() < kDigits || cell.size() > kLongestCell) return std::nullopt;
    std::array<char, kDigits> digits{};
    std::size_t count = 0;
    while (!cell.empty()) {
        const auto digit = take_digit(cell);
        if (!digit) return std::nullopt;
        if (*digit == '\0') continue;
        if (count == kDigits) return std::nullopt;
        digits[count++] = *digit;
    }
    if (count != kDigits) return std::nullopt;
    return digits;
}

}  // namespace

bool names_individual_number(std::string_view header)
{
    const std::string name = fold_header(header);
    const auto has = [&name](std::string_view part) { return name.find(part) != std::string::npos; };
    const bool is_about_it = has("個人番号") || has("マイナンバー") || has("MYNUMBER");
    return is_about_it && !has("カード") && !has("確認") && !has("提出") && !has("有無") && !has("同意");
}

void IndividualNumberSearch::look_at(const RawRecord& record)
{
    const std::size_t count = std::min(columns_.size(), record.cells.size());
    for (std::size_t at = 0; at < count; ++at) {
        if (record.cells[at].empty()) continue;
        Column& column = columns_[at];
        ++column.filled;
        const auto digits = twelve_digits(record.cells[at]);
        if (!digits) continue;
        ++column.twelve_digits;
        const std::string_view number{digits->data(), digits->size()};
        if (!domain::passes_individual_number_check(number)) continue;
        ++column.passing;
        if (column.different.size() >= kDifferentNumbers) continue;
        const std::uint64_t hash = Hash64{}.add(number).value();
        if (std::find(column.different.begin(), column.different.end(), hash) == column.different.end()) {
            column.different.push_back(hash);
        }
    }
}

std::optional<std::size_t> IndividualNumberSearch::found_column() const
{
    // A typing error or a word such as なし here and there must not hide the others.
    const auto is_found = [](const Column& column) {
        return column.different.size() >= kDifferentNumbers && 2 * column.twelve_digits >= column.filled &&
               10 * column.passing >= 8 * column.twelve_digits;
    };
    const auto found = std::find_if(columns_.begin(), columns_.end(), is_found);
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

}  // namespace furusato::portal_import
