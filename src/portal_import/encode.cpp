#include "furusato/portal_import/encode.hpp"

#include <array>
#include <unordered_map>

#include "portal_import/decode.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::string_view kGeta = "〓";

std::size_t length_of_letter(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return std::min(length, text.size());
}

using Letters = std::unordered_map<std::string, std::string>;

/// What each two bytes stand for, the other way round. Where several stand for one character Windows writes those of JIS, then those of
/// NEC's row 13, then IBM's.
Letters letters_of_cp932()
{
    struct Rows {
        int first;
        int last;
    };
    constexpr std::array<Rows, 5> kInOrder{
        {{0x81, 0x86}, {0x88, 0x9F}, {0xE0, 0xEA}, {0x87, 0x87}, {0xF0, 0xFC}}};
    Letters letters;
    for (int byte = 0xA1; byte <= 0xDF; ++byte) {
        const std::string one(1, static_cast<char>(byte));
        letters.emplace(decoded(one, Encoding::Cp932), one);
    }
    for (const Rows& rows : kInOrder) {
        for (int lead = rows.first; lead <= rows.last; ++lead) {
            for (int trail = 0x40; trail <= 0xFC; ++trail) {
                const std::string two{static_cast<char>(lead), static_cast<char>(trail)};
                if (!first_undecodable(two, Encoding::Cp932))
                    letters.emplace(decoded(two, Encoding::Cp932), two);
            }
        }
    }
    return letters;
}

const Letters& cp932_letters()
{
    static const Letters kLetters = letters_of_cp932();
    return kLetters;
}

template <class Missing>
std::string written(std::string_view text, const Missing& missing)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t length = length_of_letter(text);
        const std::string letter{text.substr(0, length)};
        text.remove_prefix(length);
        if (length == 1) {
            out += letter;
            continue;
        }
        const auto known = cp932_letters().find(letter);
        out += known == cp932_letters().end() ? missing() : known->second;
    }
    return out;
}

}  // namespace

std::optional<std::string> encoded(std::string_view text, Encoding encoding)
{
    if (encoding == Encoding::Utf8) return std::string{text};
    bool is_complete = true;
    std::string out = written(text, [&] {
        is_complete = false;
        return std::string{};
    });
    if (!is_complete) return std::nullopt;
    return out;
}

std::string encoded_or_geta(std::string_view text, Encoding encoding)
{
    if (encoding == Encoding::Utf8) return std::string{text};
    return written(text, [] { return cp932_letters().at(std::string{kGeta}); });
}

}  // namespace furusato::portal_import
