#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "furusato/domain/fiscal_year.hpp"

namespace furusato::domain {

/// 受付番号: fiscal year of applied_on in two digits and a running number, e.g. F26-0000001.
struct DonationNumber {
    FiscalYear fiscal_year;
    std::int64_t running = 0;

    /// "F26-0000001"; more than seven digits when the year needs them. Throws std::out_of_range before 2000 and after 2099.
    std::string text() const;
    /// Reads the text form (years 2000 to 2099, ASCII, any case); nullopt for anything else.
    static std::optional<DonationNumber> parse(std::string_view text);

    friend auto operator<=>(const DonationNumber&, const DonationNumber&) = default;
};

}  // namespace furusato::domain
