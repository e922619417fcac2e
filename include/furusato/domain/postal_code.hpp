#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace furusato::domain {

/// Seven digits, text, leading zeros kept.
class PostalCode {
public:
    /// Reads "7450045" or "745-0045" (ASCII); nullopt for anything else. No padding here: repairs belong to the import.
    static std::optional<PostalCode> parse(std::string_view text);

    const std::string& digits() const { return digits_; }
    /// "745-0045".
    std::string hyphenated() const { return digits_.substr(0, 3) + "-" + digits_.substr(3); }

    friend auto operator<=>(const PostalCode&, const PostalCode&) = default;

private:
    explicit PostalCode(std::string digits) : digits_{std::move(digits)} {}
    std::string digits_;
};

}  // namespace furusato::domain
