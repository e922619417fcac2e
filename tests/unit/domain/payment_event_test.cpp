#include "furusato/domain/payment_event.hpp"

#include <gtest/gtest.h>

#include "support/printing.hpp"

namespace furusato::domain {
namespace {

using enum DonationState;
using enum PaymentEvent;

TEST(PaymentEvents, LeadFromApplicationToMoneyAndBack)
{
    for (const auto waiting : {Applied, AwaitingPayment}) {
        EXPECT_EQ(state_after(waiting, Pay), Received);
        EXPECT_EQ(state_after(waiting, Cancel), Cancelled);
        EXPECT_EQ(state_after(waiting, Refuse), Refused);
        EXPECT_EQ(state_after(waiting, Refund), std::nullopt) << "no money came";
    }
    EXPECT_EQ(state_after(Received, Refund), Refunded);
    EXPECT_EQ(state_after(Received, Cancel), std::nullopt) << "money came: it is refunded";
    EXPECT_EQ(state_after(Received, Pay), std::nullopt);
}

TEST(PaymentEvents, AreTakenBackOneStepEach)
{
    EXPECT_EQ(state_after(Received, TakeBack), AwaitingPayment);
    EXPECT_EQ(state_after(Cancelled, TakeBack), AwaitingPayment);
    EXPECT_EQ(state_after(Refused, TakeBack), AwaitingPayment);
    EXPECT_EQ(state_after(Refunded, TakeBack), Received);
    EXPECT_EQ(state_after(AwaitingPayment, TakeBack), std::nullopt);
}

TEST(PaymentEvents, CannotMoveAnEndedDonation)
{
    for (const auto ended : {Cancelled, Refunded, Refused}) {
        for (const auto event : {Pay, Cancel, Refund, Refuse})
            EXPECT_EQ(state_after(ended, event), std::nullopt) << key_of(ended) << " " << key_of(event);
    }
}

}  // namespace
}  // namespace furusato::domain
