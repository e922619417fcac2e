#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "furusato/domain/tax_year.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::domain {

/// Number of a receipt: tax year and running number, unique, never reused (rules.md 1.10).
struct ReceiptNumber {
    TaxYear tax_year;
    std::int64_t running = 0;

    /// "R8-0000001": era letter and year of the tax year, as said on the telephone.
    std::string text(const EraTable& eras) const;
    /// "令和8年分 第0000001号", as printed.
    std::string printed(const EraTable& eras) const;
    /// Reads the text form (ASCII, any case); nullopt for anything else.
    static std::optional<ReceiptNumber> parse(std::string_view text, const EraTable& eras);

    friend auto operator<=>(const ReceiptNumber&, const ReceiptNumber&) = default;
};

}  // namespace furusato::domain
