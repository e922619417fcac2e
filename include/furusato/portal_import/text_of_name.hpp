#pragma once

#include <string>
#include <string_view>

namespace furusato::portal_import {

/// The name of a file in an archive as UTF-8: CP932 unless it is UTF-8 or said to be; control characters as U+FFFD.
std::string text_of_name(std::string_view bytes, bool is_utf8);

}  // namespace furusato::portal_import
