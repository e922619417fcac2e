#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace furusato::domain {

/// 業務分担: what is done for a portal …
enum class Duty { Receipts, OneStop, GiftOrders, Telephone };
/// … and by whom.
enum class DutyHolder { City, Contractor, Portal };

inline constexpr std::array<std::string_view, 4> kDutyKeys{
    "receipts", "one_stop", "gift_orders", "telephone"};
inline constexpr std::array<std::string_view, 3> kDutyHolderKeys{"city", "contractor", "portal"};
constexpr std::string_view key_of(Duty duty)
{
    return kDutyKeys[static_cast<std::size_t>(duty)];
}
constexpr std::string_view key_of(DutyHolder holder)
{
    return kDutyHolderKeys[static_cast<std::size_t>(holder)];
}
/// The duty or holder of a key; nullopt for an unknown key.
std::optional<Duty> duty_of(std::string_view key);
std::optional<DutyHolder> duty_holder_of(std::string_view key);

}  // namespace furusato::domain
