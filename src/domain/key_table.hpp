#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace furusato::domain {

/// The enumerator whose key stands at its place in the table; nullopt for an unknown key.
template <class Enumeration, std::size_t count>
constexpr std::optional<Enumeration> enumerator_of(
    const std::array<std::string_view, count>& keys, std::string_view key)
{
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) return std::nullopt;
    return static_cast<Enumeration>(found - keys.begin());
}

}  // namespace furusato::domain
