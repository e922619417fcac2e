#pragma once

#include <compare>
#include <string>

namespace furusato::domain {

/// A folded word under which a donor is found, or the start of one. Kinds: name, kana (whole, and from each later word on), phone, end
/// (the phone number backwards, for its last digits), mail, postal.
struct SearchTerm {
    std::string kind;
    std::string text;
    friend auto operator<=>(const SearchTerm&, const SearchTerm&) = default;
};

}  // namespace furusato::domain
