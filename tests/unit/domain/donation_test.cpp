#include "furusato/domain/donation.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

using enum DonationState;

constexpr std::array kAllStates{Applied, AwaitingPayment, Received, Cancelled, Refunded, Refused, Withdrawn};
constexpr std::array kEndedStates{Cancelled, Refunded, Refused};

TEST(DonationState, ComesBackFromItsKey)
{
    for (const auto state : kAllStates) EXPECT_EQ(donation_state_of(key_of(state)), state);
    EXPECT_EQ(key_of(AwaitingPayment), "awaiting_payment");
    EXPECT_EQ(donation_state_of("paid"), std::nullopt);
    EXPECT_EQ(donation_state_of(""), std::nullopt);
}

TEST(StateMove, StaysWhereThePortalTellsTheSame)
{
    for (const auto state : kAllStates)
        EXPECT_EQ(move_between(state, state), StateMove::Same) << key_of(state);
}

TEST(StateMove, GoesForwardFromApplicationToPaymentOrCancellation)
{
    EXPECT_EQ(move_between(Applied, AwaitingPayment), StateMove::Forward);
    EXPECT_EQ(move_between(Applied, Received), StateMove::Forward);
    EXPECT_EQ(move_between(Applied, Cancelled), StateMove::Forward);
    EXPECT_EQ(move_between(AwaitingPayment, Received), StateMove::Forward);
    EXPECT_EQ(move_between(AwaitingPayment, Cancelled), StateMove::Forward);
}

TEST(StateMove, IsARefundWhereThePortalCancelsAReceivedDonation)
{
    EXPECT_EQ(move_between(Received, Cancelled), StateMove::Refund);
    EXPECT_EQ(move_between(Received, Refunded), StateMove::Refund);
}

TEST(StateMove, StaysWhereAnEndedDonationIsToldCancelled)
{
    for (const auto state : kEndedStates)
        EXPECT_EQ(move_between(state, Cancelled), StateMove::Same) << key_of(state);
}

TEST(StateMove, IsBackwardsWhereAnEndedDonationIsToldAlive)
{
    for (const auto state : kEndedStates) {
        for (const auto told : {Applied, AwaitingPayment, Received}) {
            EXPECT_EQ(move_between(state, told), StateMove::Backwards)
                << key_of(state) << " told " << key_of(told);
        }
    }
}

TEST(StateMove, IsBackwardsWhereAReceivedDonationIsToldUnpaid)
{
    EXPECT_EQ(move_between(Received, AwaitingPayment), StateMove::Backwards);
    EXPECT_EQ(move_between(Received, Applied), StateMove::Backwards);
    EXPECT_EQ(move_between(AwaitingPayment, Applied), StateMove::Backwards);
}

TEST(StateMove, LeadsNowhereFromAWithdrawnDonation)
{
    for (const auto state : kAllStates) {
        if (state == Withdrawn) continue;
        EXPECT_EQ(move_between(Withdrawn, state), StateMove::Backwards) << key_of(state);
        EXPECT_EQ(move_between(state, Withdrawn), StateMove::Backwards) << key_of(state);
    }
}

TEST(StateMove, NeverGoesForwardBothWays)
{
    for (const auto from : kAllStates) {
        for (const auto told : kAllStates) {
            if (move_between(from, told) != StateMove::Forward) continue;
            EXPECT_EQ(move_between(told, from), StateMove::Backwards)
                << key_of(from) << " and " << key_of(told);
        }
    }
}

TEST(GiftLine, HasTheKeyNoneOnlyWithoutACode)
{
    GiftLine line;
    EXPECT_EQ(line.gift_key(), "none");
    line.gift_code = "SN042";
    EXPECT_EQ(line.gift_key(), "SN042");
}

}  // namespace
}  // namespace furusato::domain
