#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace furusato::domain {

/// Whole yen, at most one quadrillion either way: products with a percentage cannot overflow.
class Yen {
public:
    static constexpr std::int64_t kLimit = 1'000'000'000'000'000;

    constexpr Yen() = default;

    /// Throws std::out_of_range beyond kLimit.
    constexpr explicit Yen(std::int64_t amount) : amount_{amount}
    {
        if (amount > kLimit || amount < -kLimit) throw std::out_of_range{"yen"};
    }

    /// Reads "12000", "12,000", "12,000円" or "¥12,000" (ASCII digits, groups of three; ¥ as U+00A5, U+FFE5 or the
    /// backslash of CP932); nullopt for anything else, a minus included.
    static std::optional<Yen> parse(std::string_view text);

    constexpr std::int64_t amount() const { return amount_; }
    friend constexpr Yen operator+(Yen left, Yen right) { return Yen{left.amount_ + right.amount_}; }
    friend constexpr Yen operator-(Yen left, Yen right) { return Yen{left.amount_ - right.amount_}; }
    constexpr Yen operator-() const { return Yen{-amount_}; }
    Yen& operator+=(Yen other) { return *this = *this + other; }
    friend constexpr auto operator<=>(Yen, Yen) = default;

private:
    std::int64_t amount_ = 0;
};

/// "1,234,567" (no unit; a leading minus for negative amounts).
std::string grouped(Yen amount);

/// Exact test of "a gift may cost at most 30 % of the donation" and its kin; nothing is rounded (rules.md 4.5).
constexpr bool is_within_permille(Yen part, Yen whole, int permille)
{
    return part.amount() * 1000 <= whole.amount() * permille;
}

/// The amount in 大字, as 壱拾弐万参千四百五拾六 for 123456 (rules.md 8.6); a leading 壱 stands before 拾, 百, 千 too.
/// "零" for nothing; throws std::out_of_range for a negative amount.
std::string in_formal_kanji(Yen amount);

}  // namespace furusato::domain
