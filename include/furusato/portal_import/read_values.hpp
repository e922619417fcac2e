#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "furusato/domain/date.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::portal_import {

/// A date as portals and spreadsheets write it (portal_formats.md §6 no. 10), with or without a time of day;
/// with a time zone, the day in Japan. Nullopt for a day that does not exist, without a year, or with a year
/// in two digits.
std::optional<domain::Date> read_date(std::string_view text, const domain::EraTable& eras);

/// Whole yen in any width, with commas, 円 or a yen sign; nullopt for signs, fractions, exponents and words.
std::optional<domain::Yen> read_yen(std::string_view text);

/// A whole number without a sign, in any width; numbers too large for int come back as the largest int.
std::optional<int> read_quantity(std::string_view text);

/// Seven digits; a spreadsheet's lost zeros are put back where five or six are left. Empty for anything else.
std::string read_postal_code(std::string_view text);

/// The same from a code in two columns (3 + 4 digits).
std::string read_postal_code(std::string_view first_three, std::string_view last_four);

/// A phone number in three columns, joined; zeros that a spreadsheet took from the parts are put back.
std::string join_phone_parts(std::string_view first, std::string_view second, std::string_view third);

}  // namespace furusato::portal_import
