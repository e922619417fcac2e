#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace furusato::portal_import {

/// NFKC of a UTF-8 text (ICU); for comparison only, it changes people's names.
std::string nfkc(std::string_view text);

/// Composes decomposed kana (か + U+3099) and changes nothing else: what stored texts get (architecture.md,
/// b).
std::string compose_kana(std::string_view text);

/// Comparison form of headers, status words and codes: NFKC, all white space removed, 寄付 → 寄附, ASCII
/// upper case.
std::string fold_word(std::string_view text);

/// Without ASCII and full-width blanks and line breaks at both ends.
std::string_view trimmed(std::string_view text);

/// Whether a text is valid UTF-8 without control characters but line breaks.
bool is_plain_text(std::string_view text);

/// Characters of a UTF-8 text, as a database column counts them.
std::size_t length_in_characters(std::string_view text);

/// Whether a name holds 〓, ?, U+FFFD, a private-use or an unassigned code point: characters were lost on the
/// way (interfaces.md).
bool is_name_damaged(std::string_view name);

/// Folds of names_and_addresses.md §3 for donor matching; built once from etc/reference/kanji_variants.csv.
/// Thread-safe.
class NameFolds {
public:
    /// `variants` maps one character to its canonical form (UTF-8 each), chains already resolved.
    explicit NameFolds(std::unordered_map<std::string, std::string> variants);

    /// Key of a person's or body's name: NFKC, variants, no blanks, no variation selectors, legal forms of
    /// companies removed, upper case.
    std::string name_key(std::string_view name) const;
    /// A name as it is searched for: folded as name_key, with its words in the order written.
    std::string search_key(std::string_view name) const;
    /// Key of a kana reading, any width or kana (§3.2 rule 3).
    std::string kana_key(std::string_view kana) const;
    /// Key of an address: postal code and all digits of street and building ("1丁目2番3号" = "1-2-3"); weak
    /// evidence.
    std::string address_key(
        std::string_view postal_code, std::string_view street, std::string_view building) const;

private:
    std::string fold_variants(std::string_view text) const;
    std::unordered_map<std::string, std::string> variants_;
    std::vector<bool> may_vary_;  // by code point of the basic plane: most characters have no variant
};

/// Phone number as digits with an optional leading "+" (§3.5): any width, +81 → 0, a lost leading zero put
/// back; empty if none.
std::string phone_digits(std::string_view text);

/// Mail address trimmed, half-width, lower case.
std::string mail_key(std::string_view text);

}  // namespace furusato::portal_import
