#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "furusato/domain/yen.hpp"

namespace furusato::domain {

/// How budget papers make 千円 of 円; cities differ (rules.md 5.7).
enum class ThousandRounding { Down, HalfUp };

/// "down" or "half_up"; nullopt for anything else.
std::optional<ThousandRounding> thousand_rounding_of(std::string_view key);

/// The amount in 千円, sign aside. Each cell for itself from its 円: totals are never added up from cells (rules.md 5.7).
std::int64_t in_thousands(Yen amount, ThousandRounding rounding);

}  // namespace furusato::domain
