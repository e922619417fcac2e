#pragma once

#include <string_view>

namespace furusato::application {

/// How packed files begin.
inline constexpr std::string_view kZipStart = "PK\x03\x04";
inline constexpr std::string_view kGzipStart = "\x1F\x8B";

}  // namespace furusato::application
