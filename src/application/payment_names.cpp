#include "application/payment_names.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace furusato::application {
namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Banks know no small kana (ｼﾖｳﾀ for しょうた) and no long mark but the hyphen.
std::string with_large_kana(std::string text)
{
    static const std::array<std::pair<const char*, const char*>, 11> kLarge{
        {{"ァ", "ア"}, {"ィ", "イ"}, {"ゥ", "ウ"}, {"ェ", "エ"}, {"ォ", "オ"}, {"ッ", "ツ"}, {"ャ", "ヤ"},
            {"ュ", "ユ"}, {"ョ", "ヨ"}, {"ー", "-"}, {"ヲ", "オ"}}};
    for (const auto& [small, large] : kLarge) replace_all(text, small, large);
    return text;
}

/// A letter of three bytes; ァ to ヺ are U+30A1 to U+30FA, ぁ to ゖ lie 0x60 below.
constexpr std::size_t kKanaBytes = 3;

unsigned letter_at(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned>(static_cast<unsigned char>(text[at + i]));
    };
    if (at + kKanaBytes > text.size() || (byte(0) & 0xF0U) != 0xE0U) return 0;
    return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
}

std::string with_katakana(const std::string& text)
{
    constexpr unsigned kFirst = 0x3041, kLast = 0x3096, kDistance = 0x60;
    std::string katakana;
    for (std::size_t at = 0; at < text.size();) {
        const unsigned letter = letter_at(text, at);
        if (letter < kFirst || letter > kLast) {
            katakana += text[at++];
            continue;
        }
        const unsigned other = letter + kDistance;
        katakana += static_cast<char>(0xE0U | (other >> 12U));
        katakana += static_cast<char>(0x80U | ((other >> 6U) & 0x3FU));
        katakana += static_cast<char>(0x80U | (other & 0x3FU));
        at += kKanaBytes;
    }
    return katakana;
}

bool is_katakana(const std::string& text)
{
    constexpr unsigned kFirst = 0x30A1, kLast = 0x30FC;
    for (std::size_t at = 0; at < text.size();) {
        const unsigned letter = letter_at(text, at);
        const bool is_kana = letter >= kFirst && letter <= kLast;
        if (!is_kana && static_cast<unsigned char>(text[at]) >= 0x80) return false;
        at += is_kana ? kKanaBytes : 1;
    }
    return true;
}

/// ｶ) ﾕ) ｼﾔ) ｻﾞｲ) and so on: legal forms of transfers, before or after the name.
std::string without_legal_form(std::string text)
{
    for (const char* form :
        {"カ", "ユ", "ド", "メ", "シ", "シヤ", "ザイ", "ガク", "フク", "シユウ", "ドク", "イ"}) {
        for (const std::string& mark : {std::string{form} + ")", "(" + std::string{form}}) {
            if (text.rfind(mark, 0) == 0) text.erase(0, mark.size());
            if (text.size() >= mark.size() && text.compare(text.size() - mark.size(), mark.size(), mark) == 0)
                text.erase(text.size() - mark.size());
        }
    }
    return text;
}

}  // namespace

std::string payer_key(
    const std::string& name, const std::vector<std::string>& prefixes, const portal_import::NameFolds& folds)
{
    std::string text = with_katakana(portal_import::fold_word(name));
    for (const std::string& prefix : prefixes) {
        const std::string folded = with_katakana(portal_import::fold_word(prefix));
        if (!folded.empty() && text.rfind(folded, 0) == 0) {
            text.erase(0, folded.size());
            break;
        }
    }
    text = without_legal_form(with_large_kana(text));
    // A reading is compared as it is written: オオノ is not オノ. Kanji are folded as names are.
    return is_katakana(text) ? text : folds.name_key(text);
}

std::vector<std::string> words_of_reference(const std::string& reference)
{
    std::vector<std::string> words{portal_import::fold_word(reference)};
    std::string word;
    for (const char letter : portal_import::nfkc(reference) + " ") {
        if (letter != ' ' && letter != ',' && letter != '/' && letter != ':') {
            word += letter;
            continue;
        }
        if (!word.empty()) words.push_back(portal_import::fold_word(word));
        word.clear();
    }
    return words;
}

}  // namespace furusato::application
