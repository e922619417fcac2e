#include "furusato/domain/refusal.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

TEST(Refusal, CarriesKindCodeAndDetails)
{
    try {
        throw Refusal{RefusalKind::Conflict, "gift.out_of_stock", {{"gift", "SN001"}}};
    } catch (const std::exception& error) {
        EXPECT_STREQ(error.what(), "gift.out_of_stock");
        const auto& refusal = dynamic_cast<const Refusal&>(error);
        EXPECT_EQ(refusal.kind(), RefusalKind::Conflict);
        EXPECT_EQ(refusal.code(), "gift.out_of_stock");
        EXPECT_EQ(refusal.details(), (Refusal::Details{{"gift", "SN001"}}));
    }
}

}  // namespace
}  // namespace furusato::domain
