#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "furusato/portal_import/encoding.hpp"

namespace furusato::portal_import {

bool is_ascii(std::string_view bytes);

/// Position of the first byte that is no text in this encoding; nullopt when all of it is. UTF-8 is read
/// strictly.
std::optional<std::size_t> first_undecodable(std::string_view bytes, Encoding encoding);

/// Appends the bytes as UTF-8, U+FFFD for each byte that is no text, so that the byte after it is never
/// swallowed.
void append_decoded(std::string& out, std::string_view bytes, Encoding encoding);

std::string decoded(std::string_view bytes, Encoding encoding);

/// Appends one code point as UTF-8.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace furusato::portal_import
