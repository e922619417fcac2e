#include "furusato/domain/donor.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

TEST(DonorKind, ComesBackFromItsKey)
{
    for (const auto kind :
        {DonorKind::Individual, DonorKind::Corporation, DonorKind::Group, DonorKind::Anonymous}) {
        EXPECT_EQ(donor_kind_of(key_of(kind)), kind);
    }
    EXPECT_EQ(key_of(DonorKind::Corporation), "corporation");
    EXPECT_EQ(donor_kind_of("person"), std::nullopt);
    EXPECT_EQ(donor_kind_of(""), std::nullopt);
}

}  // namespace
}  // namespace furusato::domain
