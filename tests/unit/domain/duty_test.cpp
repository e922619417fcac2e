#include "furusato/domain/duty.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

TEST(Duty, ComesBackFromItsKey)
{
    for (const auto duty : {Duty::Receipts, Duty::OneStop, Duty::GiftOrders, Duty::Telephone}) {
        EXPECT_EQ(duty_of(key_of(duty)), duty);
    }
    EXPECT_EQ(key_of(Duty::GiftOrders), "gift_orders");
    EXPECT_EQ(duty_of("city"), std::nullopt);
}

TEST(DutyHolder, ComesBackFromItsKey)
{
    for (const auto holder : {DutyHolder::City, DutyHolder::Contractor, DutyHolder::Portal}) {
        EXPECT_EQ(duty_holder_of(key_of(holder)), holder);
    }
    EXPECT_EQ(key_of(DutyHolder::Contractor), "contractor");
    EXPECT_EQ(duty_holder_of("receipts"), std::nullopt);
}

}  // namespace
}  // namespace furusato::domain
