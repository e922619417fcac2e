#pragma once

#include <string_view>

namespace furusato::portal_import {

/// A character taken off a text: what it is and how it is written.
struct TakenCharacter {
    char32_t code_point;
    std::string_view bytes;
};

/// Takes the first character off a text of valid UTF-8 (decoded by us or by ICU); the text must not be empty.
inline TakenCharacter take_character(std::string_view& text)
{
    const auto byte = [&text](std::size_t at) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at]));
    };
    const char32_t lead = byte(0);
    TakenCharacter taken{lead, {}};
    std::size_t size = 1;
    if (lead >= 0xE0 && lead < 0xF0 && text.size() >= 3) {  // kana and kanji first
        size = 3;
        taken.code_point = ((lead & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
    } else if (lead >= 0xF0 && text.size() >= 4) {
        size = 4;
        taken.code_point =
            ((lead & 0x07) << 18) | ((byte(1) & 0x3F) << 12) | ((byte(2) & 0x3F) << 6) | (byte(3) & 0x3F);
    } else if (lead >= 0xC0 && lead < 0xE0 && text.size() >= 2) {
        size = 2;
        taken.code_point = ((lead & 0x1F) << 6) | (byte(1) & 0x3F);
    }
    taken.bytes = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

/// White space of any width.
constexpr bool is_blank(char32_t code_point)
{
    return code_point == U' ' || (code_point >= 0x09 && code_point <= 0x0D) || code_point == 0xA0 ||
           (code_point >= 0x2000 && code_point <= 0x200A) || code_point == 0x3000;
}

/// Variation selectors, zero-width characters and the byte order mark: they count for nothing in a
/// comparison.
constexpr bool is_invisible(char32_t code_point)
{
    return (code_point >= 0xFE00 && code_point <= 0xFE0F) ||
           (code_point >= 0xE0100 && code_point <= 0xE01EF) ||
           (code_point >= 0x200B && code_point <= 0x200F) || code_point == 0x2060 || code_point == 0xFEFF;
}

constexpr bool is_digit(char32_t code_point)
{
    return code_point >= U'0' && code_point <= U'9';
}

/// Anything that is typed for a hyphen between digits (names_and_addresses.md §3.2 no. 4), after NFKC.
constexpr bool is_hyphen(char32_t code_point)
{
    return code_point == U'-' || (code_point >= 0x2010 && code_point <= 0x2015) || code_point == 0x2043 ||
           code_point == 0x2212 || code_point == 0x23AF || code_point == 0x2500 || code_point == 0x2501 ||
           code_point == 0x30FC || code_point == 0xFE58 || code_point == 0xFE63 || code_point == 0xFF0D;
}

}  // namespace furusato::portal_import
