#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "furusato/domain/donation.hpp"

namespace furusato::domain {

/// What a clerk enters about the payment of a donation.
enum class PaymentEvent {
    Pay,       // the money is there
    Cancel,    // the donor gives the application up before paying
    Refund,    // money received is given back
    Refuse,    // the city does not accept the donation (rules.md 1.12)
    TakeBack,  // the last event had been entered by mistake
};

inline constexpr std::array<std::string_view, 5> kPaymentEventKeys{
    "pay", "cancel", "refund", "refuse", "take_back"};
constexpr std::string_view key_of(PaymentEvent event)
{
    return kPaymentEventKeys[static_cast<std::size_t>(event)];
}

/// The one transition table for clerks; nullopt where the event cannot happen. Portals have their own (move_between).
std::optional<DonationState> state_after(DonationState state, PaymentEvent event);

}  // namespace furusato::domain
