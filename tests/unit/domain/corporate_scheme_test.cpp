#include "furusato/domain/corporate_scheme.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

const CorporateScheme kScheme{{{{2016, 4, 20}, {2028, 3, 31}, Yen{100'000}}}};
const Date kDay{2026, 6, 1};

TEST(CorporateScheme, Rule_5_10_LessThanTheMinimumIsNotOfIt)
{
    EXPECT_FALSE(kScheme.may_cover(DonorKind::Corporation, Yen{99'999}, kDay, false));
    EXPECT_TRUE(kScheme.may_cover(DonorKind::Corporation, Yen{100'000}, kDay, false));
}

TEST(CorporateScheme, Rule_5_10_AHeadOfficeInTheCityMakesItAnOrdinaryDonation)
{
    EXPECT_FALSE(kScheme.may_cover(DonorKind::Corporation, Yen{1'000'000}, kDay, true));
}

TEST(CorporateScheme, IsForCorporationsOnlyAndForItsTime)
{
    for (const DonorKind kind : {DonorKind::Individual, DonorKind::Group, DonorKind::Anonymous})
        EXPECT_FALSE(kScheme.may_cover(kind, Yen{1'000'000}, kDay, false));
    EXPECT_FALSE(kScheme.may_cover(DonorKind::Corporation, Yen{1'000'000}, {2016, 4, 19}, false));
    EXPECT_TRUE(kScheme.may_cover(DonorKind::Corporation, Yen{1'000'000}, {2028, 3, 31}, false));
    EXPECT_FALSE(kScheme.may_cover(DonorKind::Corporation, Yen{1'000'000}, {2028, 4, 1}, false));
}

}  // namespace
}  // namespace furusato::domain
