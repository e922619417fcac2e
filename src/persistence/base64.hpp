#pragma once

#include <string>
#include <string_view>

namespace furusato::persistence {

/// Bytes of any kind as text: parked records may hold what no encoding knows.
std::string base64(std::string_view bytes);
/// The bytes again.
std::string from_base64(const std::string& text);

}  // namespace furusato::persistence
