#pragma once

#include <string_view>

namespace furusato::portal_import {

/// Refuses what is no text file by its first bytes (PDF, zip and xlsx, old Excel, HTML, UTF-16); not by its
/// name.
void refuse_unless_text(std::string_view first_bytes);

/// Tab or comma, whichever the first lines hold more of outside quotes.
char sniff_delimiter(std::string_view first_bytes);

}  // namespace furusato::portal_import
