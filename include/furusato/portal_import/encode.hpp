#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "furusato/portal_import/encoding.hpp"

namespace furusato::portal_import {

/// UTF-8 text as a portal file writes it; nullopt where the encoding has no such character.
std::optional<std::string> encoded(std::string_view text, Encoding encoding);

/// The same, with 〓 for what the encoding does not have.
std::string encoded_or_geta(std::string_view text, Encoding encoding);

}  // namespace furusato::portal_import
