#include "furusato/portal_import/fold_text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "portal_import/characters.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/legal_forms.hpp"

namespace furusato::portal_import {
namespace {

constexpr auto kLegalFormReadings = std::to_array<std::u32string_view>(
    {U"カブシキガイシヤ", U"ユウゲンガイシヤ", U"ゴウドウガイシヤ", U"イリヨウホウジン"});

constexpr char32_t kBasicPlane = 0x10000;

constexpr std::size_t kShortestReading = 8;  // of a legal form

// Leaves a text whole that is made of such parts alone.
template <class Text, class Part, std::size_t size>
Text without(const Text& text, const std::array<Part, size>& parts)
{
    Text rest = text;
    for (const Part part : parts) {
        for (auto at = rest.find(part); at != Text::npos; at = rest.find(part)) rest.erase(at, part.size());
    }
    return rest.empty() ? text : rest;
}

// A Roman name counts the same with the family name first or last.
std::string with_sorted_words(const std::string& name)
{
    if (!is_ascii(name) || name.find(' ') == std::string::npos) return name;
    std::vector<std::string> words{""};
    for (const char byte : name) {
        if (byte == ' ') {
            words.emplace_back();
        } else {
            const bool is_lower = byte >= 'a' && byte <= 'z';
            words.back() += is_lower ? static_cast<char>(byte - 'a' + 'A') : byte;
        }
    }
    std::sort(words.begin(), words.end());
    std::string sorted;
    for (const std::string& word : words) sorted += word;
    return sorted;
}

char32_t katakana_of(char32_t kana)
{
    return kana >= 0x3041 && kana <= 0x3096 ? kana + 0x60 : kana;
}

char32_t large_of(char32_t kana)
{
    switch (kana) {
        case U'ァ': return U'ア';
        case U'ィ': return U'イ';
        case U'ゥ': return U'ウ';
        case U'ェ': return U'エ';
        case U'ォ': return U'オ';
        case U'ッ': return U'ツ';
        case U'ャ': return U'ヤ';
        case U'ュ': return U'ユ';
        case U'ョ': return U'ヨ';
        case U'ヮ': return U'ワ';
        case U'ヂ': return U'ジ';
        case U'ヅ': return U'ズ';
        case U'ヲ': return U'オ';
        case U'ヰ': return U'イ';
        case U'ヱ': return U'エ';
        default: return kana;
    }
}

// ヴァ行 → バ行; the small vowel is used up.
char32_t plain_v(char32_t vowel)
{
    switch (vowel) {
        case U'ァ': return U'バ';
        case U'ィ': return U'ビ';
        case U'ェ': return U'ベ';
        case U'ォ': return U'ボ';
        default: return U'ブ';
    }
}

bool is_in(char32_t kana, std::u32string_view row)
{
    return row.find(kana) != std::u32string_view::npos;
}

// オウ, オオ and オー are one long vowel, ウウ and ウー another: the second half is dropped.
bool lengthens(char32_t before, char32_t kana)
{
    if (kana != U'ウ' && kana != U'オ') return false;
    if (is_in(before, U"オコソトノホモヨロゴゾドボポ")) return true;
    return kana == U'ウ' && is_in(before, U"ウクスツヌフムユルグズブプ");
}

std::u32string unfolded_kana(std::string_view text)
{
    std::u32string kana;
    while (!text.empty()) {
        char32_t code_point = katakana_of(take_character(text).code_point);
        if (code_point >= U'a' && code_point <= U'z') code_point -= U'a' - U'A';
        if (is_blank(code_point) || is_invisible(code_point) || is_hyphen(code_point) || code_point == U'・')
            continue;
        kana += code_point;
    }
    return kana;
}

// 一二三 … directly before one of these is a house number, elsewhere part of a town's name (三番町).
bool is_number_word(std::string_view text)
{
    if (text.starts_with("番町") || text.starts_with("番丁")) return false;
    return text.starts_with("丁目") || text.starts_with("番") || text.starts_with("号");
}

int kanji_digit(char32_t code_point)
{
    constexpr std::u32string_view digits = U"〇一二三四五六七八九十";
    const auto found = digits.find(code_point);
    return found == std::u32string_view::npos ? -1 : static_cast<int>(found);
}

// Takes a run of kanji digits; its value when it is a house number, -1 otherwise.
int take_kanji_number(std::string_view& text)
{
    int value = 0;
    int last = 0;
    std::string_view rest = text;
    while (!rest.empty() && value < 100'000) {
        std::string_view after = rest;
        const int digit = kanji_digit(take_character(after).code_point);
        if (digit < 0) break;
        if (digit == 10) {
            value += (last == 0 ? 1 : last) * 10 - last;
            last = 0;
        } else {
            value = (last == 0 ? value : value * 10) + digit;
            last = digit;
        }
        rest = after;
    }
    text = rest;
    return is_number_word(rest) ? value : -1;
}

void append_number_blocks(std::string& key, std::string_view text)
{
    bool is_in_number = false;
    while (!text.empty()) {
        std::string_view after = text;
        const char32_t code_point = take_character(after).code_point;
        if (is_digit(code_point)) {
            if (!is_in_number) key += '-';
            key += static_cast<char>(code_point);
            text = after;
        } else if (kanji_digit(code_point) >= 0) {
            const int number = take_kanji_number(text);
            if (number >= 0) key += "-" + std::to_string(number);
        } else {
            text = after;
        }
        is_in_number = is_digit(code_point);
    }
}

}  // namespace

NameFolds::NameFolds(std::unordered_map<std::string, std::string> variants)
    : variants_{std::move(variants)}, may_vary_(kBasicPlane)
{
    for (const auto& [written, plain] : variants_) {
        std::string_view text = written;
        const char32_t code_point = text.empty() ? 0 : take_character(text).code_point;
        if (code_point >= 0x80 && code_point < kBasicPlane) may_vary_[code_point] = true;
    }
}

std::string NameFolds::fold_variants(std::string_view text) const
{
    std::string out;
    while (!text.empty()) {
        const auto [code_point, bytes] = take_character(text);
        if (is_invisible(code_point)) continue;
        const bool may_vary = code_point >= kBasicPlane || may_vary_[code_point];
        const auto variant = may_vary ? variants_.find(std::string{bytes}) : variants_.end();
        out += variant == variants_.end() ? bytes : std::string_view{variant->second};
    }
    return out;
}

std::string NameFolds::name_key(std::string_view name) const
{
    const std::string words = fold_variants(nfkc(trimmed(name)));
    const std::string folded = fold_word(with_sorted_words(words));
    return holds_legal_form(folded) ? without(folded, kLegalForms) : folded;
}

std::string NameFolds::search_key(std::string_view name) const
{
    const std::string folded = fold_word(fold_variants(nfkc(trimmed(name))));
    return holds_legal_form(folded) ? without(folded, kLegalForms) : folded;
}

std::string NameFolds::kana_key(std::string_view kana) const
{
    const std::u32string reading = unfolded_kana(nfkc(kana));
    std::u32string large;
    for (std::size_t at = 0; at < reading.size(); ++at) {
        if (reading[at] != U'ヴ') {
            large += large_of(reading[at]);
            continue;
        }
        const char32_t vowel = at + 1 < reading.size() ? reading[at + 1] : U' ';
        large += plain_v(vowel);
        if (is_in(vowel, U"ァィゥェォ")) ++at;
    }
    if (large.size() > kShortestReading) large = without(large, kLegalFormReadings);
    std::string key;
    char32_t before = 0;
    for (const char32_t code_point : large) {
        if (lengthens(before, code_point)) continue;
        append_utf8(key, code_point);
        before = code_point;
    }
    return key;
}

std::string NameFolds::address_key(
    std::string_view postal_code, std::string_view street, std::string_view building) const
{
    std::string key{postal_code};
    append_number_blocks(key, nfkc(street));
    append_number_blocks(key, nfkc(building));
    return key;
}

}  // namespace furusato::portal_import
