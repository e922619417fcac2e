#include "application/payment_names.hpp"

#include <array>
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
    std::string text = portal_import::fold_word(name);
    for (const std::string& prefix : prefixes) {
        const std::string folded = portal_import::fold_word(prefix);
        if (!folded.empty() && text.rfind(folded, 0) == 0) {
            text.erase(0, folded.size());
            break;
        }
    }
    text = without_legal_form(with_large_kana(text));
    const std::string kana = folds.kana_key(text);
    return with_large_kana(kana.empty() ? folds.name_key(text) : kana);
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
