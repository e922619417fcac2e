#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::domain {

/// Who gives (rules.md 5.10, 5.11).
enum class DonorKind { Individual, Corporation, Group, Anonymous };

inline constexpr std::array<std::string_view, 4> kDonorKindKeys{
    "individual", "corporation", "group", "anonymous"};
constexpr std::string_view key_of(DonorKind kind)
{
    return kDonorKindKeys[static_cast<std::size_t>(kind)];
}
/// The kind of a key; nullopt for an unknown key.
std::optional<DonorKind> donor_kind_of(std::string_view key);

}  // namespace furusato::domain
