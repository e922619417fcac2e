#pragma once

#include <string>

namespace furusato::cli {

/// "2026-11-24 08:30" in Japan of an instant "2026-11-23T23:30:12Z".
std::string in_japan(const std::string& instant);

}  // namespace furusato::cli
