#include "furusato/portal_import/fold_text.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <stdexcept>

#include "portal_import/characters.hpp"
#include "portal_import/decode.hpp"

namespace furusato::portal_import {
namespace {

using Instance = const icu::Normalizer2* (*)(UErrorCode&);

const icu::Normalizer2& normalizer(Instance instance)
{
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* found = instance(error);
    if (U_FAILURE(error)) throw std::runtime_error{"ICU normalization data is missing"};
    return *found;
}

const icu::Normalizer2& nfkc_normalizer()
{
    static const icu::Normalizer2& found = normalizer(icu::Normalizer2::getNFKCInstance);
    return found;
}

const icu::Normalizer2& nfc_normalizer()
{
    static const icu::Normalizer2& found = normalizer(icu::Normalizer2::getNFCInstance);
    return found;
}

icu::StringPiece piece(std::string_view text)
{
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

// ASCII, kana without marks and kanji of the basic block: NFKC leaves them alone, and nearly all texts are
// made of them.
bool is_plain(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) continue;
        if (at + 2 >= text.size()) return false;
        const auto second = static_cast<unsigned char>(text[at + 1]);
        const auto third = static_cast<unsigned char>(text[at + 2]);
        const bool is_kanji = lead >= 0xE4 && lead <= 0xE9;
        const bool is_kana =
            lead == 0xE3 && (second == 0x81 || (second == 0x82 && (third < 0x99 || third > 0x9F)) ||
                                (second == 0x83 && third != 0xBF));
        if (!is_kanji && !is_kana) return false;
        at += 2;
    }
    return true;
}

// U+3099 or U+309A, the marks that follow kana. Looked for by their last byte: the first is that of every
// kana.
bool holds_kana_mark(std::string_view text)
{
    for (std::size_t at = 2; at < text.size(); ++at) {
        const bool is_last = text[at] == '\x99' || text[at] == '\x9A';
        if (is_last && text[at - 1] == '\x82' && text[at - 2] == '\xE3') return true;
    }
    return false;
}

void replace_all(std::string& text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

}  // namespace

std::string nfkc(std::string_view text)
{
    if (is_plain(text)) return std::string{text};
    UErrorCode error = U_ZERO_ERROR;
    if (nfkc_normalizer().isNormalizedUTF8(piece(text), error) && U_SUCCESS(error)) return std::string{text};
    std::string out;
    icu::StringByteSink<std::string> sink{&out, static_cast<std::int32_t>(text.size())};
    error = U_ZERO_ERROR;
    nfkc_normalizer().normalizeUTF8(0, piece(text), sink, nullptr, error);
    if (U_FAILURE(error)) throw std::runtime_error{"ICU cannot normalize"};
    return out;
}

std::string compose_kana(std::string_view text)
{
    if (!holds_kana_mark(text)) return std::string{text};
    std::u32string out;
    while (!text.empty()) {
        const char32_t code_point = take_character(text).code_point;
        const bool is_mark = code_point == 0x3099 || code_point == 0x309A;
        const UChar32 composed = is_mark && !out.empty()
                                     ? nfc_normalizer().composePair(
                                           static_cast<UChar32>(out.back()), static_cast<UChar32>(code_point))
                                     : U_SENTINEL;
        if (composed == U_SENTINEL) {
            out += code_point;
        } else {
            out.back() = static_cast<char32_t>(composed);
        }
    }
    std::string composed_text;
    for (const char32_t code_point : out) append_utf8(composed_text, code_point);
    return composed_text;
}

std::string fold_word(std::string_view text)
{
    const std::string normal = nfkc(text);
    std::string out;
    out.reserve(normal.size());
    for (std::string_view rest = normal; !rest.empty();) {
        const auto [code_point, bytes] = take_character(rest);
        if (is_blank(code_point) || is_invisible(code_point)) continue;
        const bool is_lower = code_point >= U'a' && code_point <= U'z';
        if (is_lower) {
            out += static_cast<char>(code_point - U'a' + U'A');
        } else {
            out += bytes;
        }
    }
    replace_all(out, "寄付", "寄附");
    return out;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view full_width_blank = "\u3000";
    const auto is_ascii_blank = [](char byte) {
        return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
    };
    const auto blank_at_start = [&](std::string_view rest) -> std::size_t {
        if (is_ascii_blank(rest.front())) return 1;
        return rest.starts_with(full_width_blank) ? full_width_blank.size() : 0;
    };
    const auto blank_at_end = [&](std::string_view rest) -> std::size_t {
        if (is_ascii_blank(rest.back())) return 1;
        return rest.ends_with(full_width_blank) ? full_width_blank.size() : 0;
    };
    for (std::size_t size = 1; size > 0 && !text.empty();) text.remove_prefix(size = blank_at_start(text));
    for (std::size_t size = 1; size > 0 && !text.empty();) text.remove_suffix(size = blank_at_end(text));
    return text;
}

bool is_plain_text(std::string_view text)
{
    const bool has_control = std::any_of(text.begin(), text.end(),
        [](char byte) { return (static_cast<unsigned char>(byte) < 0x20 && byte != '\n') || byte == 0x7F; });
    return !has_control && !first_undecodable(text, Encoding::Utf8);
}

std::size_t length_in_characters(std::string_view text)
{
    // Every byte but those that continue a character.
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

bool is_name_damaged(std::string_view name)
{
    while (!name.empty()) {
        const char32_t code_point = take_character(name).code_point;
        if (code_point == U'?' || code_point == U'？' || code_point == U'〓' || code_point == 0xFFFD)
            return true;
        const auto category = u_charType(static_cast<UChar32>(code_point));
        const bool is_no_letter =
            category == U_PRIVATE_USE_CHAR || category == U_UNASSIGNED || category == U_CONTROL_CHAR;
        if (is_no_letter && code_point != U'\t' && code_point != U'\n') return true;
    }
    return false;
}

}  // namespace furusato::portal_import
