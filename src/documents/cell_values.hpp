#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace furusato::documents {

/// From which day a workbook counts its days.
enum class DayCount { From1900, From1904 };

/// How a style shows a number, as far as its value depends on it.
struct NumberFormat {
    bool has_date = false;
    bool has_time = false;
    std::size_t digits = 0;  // "0000000": leading zeros up to so many
};

/// The format of a code as it stands in the styles ("yyyy/m/d h:mm", "0000000").
NumberFormat number_format(std::string_view code);
/// That of a number below 164, which every spreadsheet knows.
NumberFormat built_in_format(int id);

/// A stored number as text: whole numbers with all of their digits, days and times as 2026/01/05 23:59:00. A whole number of sixteen digits
/// or more is written with an exponent, because a spreadsheet has lost its last ones.
std::string text_of_number(std::string_view stored, const NumberFormat& format, DayCount days);

/// A text without the escapes of what XML cannot hold ("_x000D_").
std::string unescaped(std::string_view text);

}  // namespace furusato::documents
