#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace furusato::domain {

/// Whether a text is exactly this many ASCII digits.
constexpr bool is_digits(std::string_view text, std::size_t count)
{
    return text.size() == count && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The value of 1 to 18 ASCII digits; nullopt for anything else.
constexpr std::optional<std::int64_t> digits_value(std::string_view text)
{
    constexpr std::size_t longest = 18;  // more could overflow 64 bits
    if (text.empty() || text.size() > longest || !is_digits(text, text.size())) return std::nullopt;
    std::int64_t value = 0;
    for (const char digit : text) value = value * 10 + (digit - '0');
    return value;
}

/// The digits of a number that is not negative, with leading zeros up to a width.
inline std::string zero_padded(std::int64_t number, std::size_t width)
{
    std::string digits = std::to_string(number);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

/// The number of a zero_padded() text; nullopt when its zeros are not those that zero_padded() writes.
constexpr std::optional<std::int64_t> zero_padded_value(std::string_view text, std::size_t width)
{
    if (text.size() < width || (text.size() > width && text.front() == '0')) return std::nullopt;
    return digits_value(text);
}

/// A text with its ASCII letters in upper case, all other bytes as they are.
inline std::string upper_case(std::string_view text)
{
    std::string upper{text};
    for (char& letter : upper) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return upper;
}

}  // namespace furusato::domain
