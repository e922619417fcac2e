#include "furusato/portal_import/read_values.hpp"

#include <algorithm>
#include <limits>

#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/characters.hpp"
#include "portal_import/decode.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::string_view kYenUnit = "円";

bool are_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                [](char byte) { return is_digit(static_cast<unsigned char>(byte)); });
}

std::string padded(std::string digits, std::size_t size)
{
    if (digits.size() < size) digits.insert(0, size - digits.size(), '0');
    return digits;
}

// The digits of a postal code or a part of one; nullopt when anything but 〒, blanks and hyphens stands
// around them.
std::optional<std::string> postal_digits(std::string_view text)
{
    const std::string normal = nfkc(text);
    std::string digits;
    for (std::string_view rest = normal; !rest.empty();) {
        const char32_t code_point = take_character(rest).code_point;
        if (is_digit(code_point)) {
            digits += static_cast<char>(code_point);
        } else if (code_point != U'〒' && !is_blank(code_point) && !is_hyphen(code_point)) {
            return std::nullopt;
        }
    }
    return digits;
}

bool holds_hyphen(std::string_view text)
{
    const std::string normal = nfkc(trimmed(text));
    for (std::string_view rest = normal; !rest.empty();) {
        if (is_hyphen(take_character(rest).code_point)) return true;
    }
    return false;
}

}  // namespace

std::optional<domain::Yen> read_yen(std::string_view text)
{
    const std::string normal = nfkc(trimmed(text));
    std::string_view amount = normal;
    if (amount.ends_with(kYenUnit)) {
        amount.remove_suffix(kYenUnit.size());
        amount = trimmed(amount);
    }
    return domain::Yen::parse(amount);
}

std::optional<int> read_quantity(std::string_view text)
{
    const std::string normal = nfkc(trimmed(text));
    if (!are_digits(normal)) return std::nullopt;
    const std::size_t first = std::min(normal.find_first_not_of('0'), normal.size() - 1);
    const std::string_view digits = std::string_view{normal}.substr(first);
    constexpr std::size_t safe_digits = 9;
    if (digits.size() > safe_digits) return std::numeric_limits<int>::max();
    int number = 0;
    for (const char digit : digits) number = number * 10 + (digit - '0');
    return number;
}

std::string read_postal_code(std::string_view text)
{
    const auto digits = postal_digits(text);
    if (!digits || digits->size() < 5 || digits->size() > 7) return {};
    // A spreadsheet takes zeros from numbers only: with a hyphen a short code is a slip of the pen, and zeros would make it another town's.
    if (digits->size() < 7 && holds_hyphen(text)) return {};
    return padded(*digits, 7);
}

std::string read_postal_code(std::string_view first_three, std::string_view last_four)
{
    const auto first = postal_digits(first_three);
    const auto last = postal_digits(last_four);
    if (!first || !last || first->size() > 3 || last->size() > 4) return {};
    if (first->empty() || last->empty()) return {};
    return padded(*first, 3) + padded(*last, 4);
}

std::string join_phone_parts(std::string_view first, std::string_view second, std::string_view third)
{
    if (second.empty() && third.empty()) return phone_digits(first);
    std::string head = nfkc(trimmed(first));
    std::string middle = nfkc(trimmed(second));
    std::string tail = nfkc(trimmed(third));
    const bool is_domestic = are_digits(head) && are_digits(middle) && are_digits(tail);
    if (is_domestic) {
        if (head.front() != '0') head.insert(0, 1, '0');
        const bool is_mobile = head.size() == 3 && head.back() == '0';  // 0x0 + four digits + four digits
        if (is_mobile) middle = padded(middle, 4);
        tail = padded(tail, 4);
    }
    return phone_digits(head + middle + tail);
}

}  // namespace furusato::portal_import
