#include "furusato/domain/payment_method.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

TEST(PaymentMethod, ComesBackFromItsKey)
{
    for (std::size_t index = 0; index < kPaymentMethodKeys.size(); ++index) {
        const auto method = payment_method_of(kPaymentMethodKeys[index]);
        ASSERT_TRUE(method);
        EXPECT_EQ(static_cast<std::size_t>(*method), index);
        EXPECT_EQ(key_of(*method), kPaymentMethodKeys[index]);
    }
}

TEST(PaymentMethod, HasTheKeysOfTheContract)
{
    EXPECT_EQ(key_of(PaymentMethod::Card), "card");
    EXPECT_EQ(key_of(PaymentMethod::DBarai), "d_barai");
    EXPECT_EQ(key_of(PaymentMethod::ConvenienceStore), "convenience_store");
    EXPECT_EQ(key_of(PaymentMethod::PaymentSlip), "payment_slip");
    EXPECT_EQ(key_of(PaymentMethod::Other), "other");
}

TEST(PaymentMethod, HasNoMethodForAnUnknownKey)
{
    for (const auto* key : {"", "Card", "cards", "cash", "カード"})
        EXPECT_EQ(payment_method_of(key), std::nullopt) << key;
}

}  // namespace
}  // namespace furusato::domain
