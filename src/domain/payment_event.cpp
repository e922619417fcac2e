#include "furusato/domain/payment_event.hpp"

namespace furusato::domain {
namespace {

using enum DonationState;
using Row = std::array<std::optional<DonationState>, kPaymentEventKeys.size()>;

constexpr auto kNo = std::nullopt;

constexpr std::array<Row, kDonationStateKeys.size()> kStates{{
    //  pay, cancel, refund, refuse, take_back
    Row{Received, Cancelled, kNo, Refused, kNo},    // applied
    Row{Received, Cancelled, kNo, Refused, kNo},    // awaiting_payment
    Row{kNo, kNo, Refunded, kNo, AwaitingPayment},  // received
    Row{kNo, kNo, kNo, kNo, AwaitingPayment},       // cancelled
    Row{kNo, kNo, kNo, kNo, Received},              // refunded
    Row{kNo, kNo, kNo, kNo, AwaitingPayment},       // refused
    Row{kNo, kNo, kNo, kNo, kNo},                   // withdrawn: only its portal's file brings it again
}};

}  // namespace

std::optional<DonationState> state_after(DonationState state, PaymentEvent event)
{
    return kStates[static_cast<std::size_t>(state)][static_cast<std::size_t>(event)];
}

}  // namespace furusato::domain
