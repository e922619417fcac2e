#include "portal_import/decode.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include "portal_import/cp932_table.hpp"

namespace furusato::portal_import {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// End of the ASCII that starts at `at`, eight bytes at a step: most cells are digits and addresses of them.
std::size_t end_of_ascii(std::string_view bytes, std::size_t at)
{
    while (at + 8 <= bytes.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        if ((word & 0x8080808080808080U) != 0) break;
        at += 8;
    }
    while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
    return at;
}

struct Character {
    char32_t code_point;
    std::size_t size;  // 0: the byte starts no character
};

bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

struct Utf8 {
    Character read(std::string_view bytes, std::size_t at) const;
};

Character Utf8::read(std::string_view bytes, std::size_t at) const
{
    const auto byte = [&](std::size_t offset) -> unsigned {
        return at + offset < bytes.size() ? static_cast<unsigned char>(bytes[at + offset]) : 0;
    };
    const unsigned lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    char32_t code_point = lead & (0xFFU >> (size + 1));
    for (std::size_t offset = 1; offset < size; ++offset) {
        if (!is_continuation(static_cast<unsigned char>(byte(offset)))) return {kReplacement, 0};
        code_point = (code_point << 6) | (byte(offset) & 0x3F);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool is_overlong = code_point < smallest[size];
    const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (lead < 0xC2 || lead > 0xF4 || is_overlong || is_surrogate || code_point > 0x10FFFF)
        return {kReplacement, 0};
    return {code_point, size};
}

struct Cp932 {
    const Cp932Table& table = cp932_table();

    Character read(std::string_view bytes, std::size_t at) const
    {
        const auto lead = static_cast<unsigned char>(bytes[at]);
        if (table.kind_of(lead) == Cp932Table::Kind::Single) return {table.single(lead), 1};
        if (table.kind_of(lead) == Cp932Table::Kind::None || at + 1 >= bytes.size()) return {kReplacement, 0};
        const char16_t code_point = table.pair(lead, static_cast<unsigned char>(bytes[at + 1]));
        return {code_point == 0 ? kReplacement : code_point, code_point == 0 ? 0U : 2U};
    }
};

template <class Charset>
std::optional<std::size_t> first_bad_byte(std::string_view bytes, const Charset& charset)
{
    std::size_t at = end_of_ascii(bytes, 0);
    while (at < bytes.size()) {
        const Character character = charset.read(bytes, at);
        if (character.size == 0) return at;
        at += character.size;
        if (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) at = end_of_ascii(bytes, at);
    }
    return std::nullopt;
}

// Writes one code point; the end of it.
char* write_utf8(char* out, char32_t code_point)
{
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code_point >> shift) & 0x3F)); };
    if (code_point < 0x80) {
        *out++ = static_cast<char>(code_point);
        return out;
    }
    if (code_point < 0x800) {
        *out++ = static_cast<char>(0xC0 | (code_point >> 6));
    } else if (code_point < 0x10000) {
        *out++ = static_cast<char>(0xE0 | (code_point >> 12));
        *out++ = tail(6);
    } else {
        *out++ = static_cast<char>(0xF0 | (code_point >> 18));
        *out++ = tail(12);
        *out++ = tail(6);
    }
    *out++ = tail(0);
    return out;
}

template <class Charset>
void append_characters(std::string& out, std::string_view bytes, const Charset& charset)
{
    constexpr std::size_t longest_character = 4;
    std::array<char, 512> block;  // one append for many characters
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t ascii = end_of_ascii(bytes, at);
        out.append(bytes, at, ascii - at);
        at = ascii;
        char* end = block.data();
        const char* const full = block.data() + block.size() - longest_character;
        while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) >= 0x80 && end <= full) {
            const Character character = charset.read(bytes, at);
            end = write_utf8(end, character.code_point);
            at += character.size == 0 ? 1 : character.size;
        }
        out.append(block.data(), static_cast<std::size_t>(end - block.data()));
    }
}

}  // namespace

bool is_ascii(std::string_view bytes)
{
    return end_of_ascii(bytes, 0) == bytes.size();
}

std::optional<std::size_t> first_undecodable(std::string_view bytes, Encoding encoding)
{
    return encoding == Encoding::Utf8 ? first_bad_byte(bytes, Utf8{}) : first_bad_byte(bytes, Cp932{});
}

void append_decoded(std::string& out, std::string_view bytes, Encoding encoding)
{
    if (encoding == Encoding::Cp932) {
        append_characters(out, bytes, Cp932{});
    } else if (first_bad_byte(bytes, Utf8{})) {
        append_characters(out, bytes, Utf8{});
    } else {
        out.append(bytes);
    }
}

std::string decoded(std::string_view bytes, Encoding encoding)
{
    std::string out;
    append_decoded(out, bytes, encoding);
    return out;
}

void append_utf8(std::string& out, char32_t code_point)
{
    std::array<char, 4> bytes;
    out.append(bytes.data(), write_utf8(bytes.data(), code_point));
}

}  // namespace furusato::portal_import
