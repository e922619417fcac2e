#include "furusato/portal_import/search_terms.hpp"

#include <algorithm>
#include <string>

#include "portal_import/characters.hpp"
#include "portal_import/decode.hpp"

namespace furusato::portal_import {
namespace {

using domain::SearchTerm;

constexpr std::size_t kLongestTerm = 60;  // characters; longer ones are cut, on both sides
constexpr std::size_t kFewestDigits = 4;

std::string cut(const std::string& text)
{
    if (text.size() <= kLongestTerm) return text;
    std::size_t end = 0;
    for (std::size_t characters = 0; end < text.size(); ++end) {
        const bool is_start = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
        if (is_start && ++characters > kLongestTerm) break;
    }
    return text.substr(0, end);
}

void add(std::vector<SearchTerm>& terms, const char* kind, const std::string& text)
{
    if (!text.empty()) terms.push_back({kind, cut(text)});
}

/// The text from its beginning, and from each word after the first.
std::vector<std::string_view> word_starts(std::string_view text)
{
    std::vector<std::string_view> starts;
    bool is_after_blank = true;
    for (std::string_view rest = text; !rest.empty();) {
        std::string_view next = rest;
        const bool is_gap = is_blank(take_character(next).code_point);
        if (!is_gap && is_after_blank) starts.push_back(rest);
        is_after_blank = is_gap;
        rest = next;
    }
    return starts;
}

std::string digits_of(std::string_view text)
{
    std::string digits;
    for (const char byte : nfkc(text)) {
        if (is_digit(static_cast<unsigned char>(byte))) digits += byte;
    }
    return digits;
}

bool is_number(std::string_view word)
{
    const std::string normal = nfkc(word);
    return normal.find_first_not_of("0123456789-+() ") == std::string::npos;
}

std::string backwards(const std::string& text)
{
    return {text.rbegin(), text.rend()};
}

}  // namespace

std::vector<SearchTerm> search_terms(const domain::Contact& contact, const NameFolds& folds)
{
    std::vector<SearchTerm> terms;
    for (const auto start : word_starts(contact.name)) add(terms, "name", folds.search_key(start));
    for (const auto start : word_starts(contact.kana)) add(terms, "kana", folds.kana_key(start));
    const std::string phone = digits_of(contact.phone);
    add(terms, "phone", phone);
    add(terms, "end", backwards(phone));
    add(terms, "mail", mail_key(contact.mail));
    add(terms, "postal", contact.postal_code);
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    return terms;
}

std::vector<SearchTerm> terms_of_word(std::string_view word, const NameFolds& folds)
{
    std::vector<SearchTerm> terms;
    if (is_number(word)) {
        const std::string digits = digits_of(word);
        if (digits.size() < kFewestDigits) return terms;
        add(terms, "phone", digits);
        add(terms, "end", backwards(digits));
        if (digits.size() <= 7) add(terms, "postal", digits);
        return terms;
    }
    add(terms, "name", folds.search_key(word));
    add(terms, "kana", folds.kana_key(word));
    const std::string mail = mail_key(word);
    if (is_ascii(mail)) add(terms, "mail", mail);
    return terms;
}

}  // namespace furusato::portal_import
