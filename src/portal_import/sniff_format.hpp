#pragma once

#include <array>
#include <string_view>

namespace furusato::portal_import {

/// Refuses what is no text file by its first bytes (PDF, zip and xlsx, old Excel, HTML); not by its name.
void refuse_unless_text(std::string_view first_bytes);

/// What may part cells; of equals the first counts.
inline constexpr std::array kDelimiters{',', '\t', ';'};

/// The delimiter that the first lines hold most of outside quotes.
char sniff_delimiter(std::string_view first_bytes);

}  // namespace furusato::portal_import
