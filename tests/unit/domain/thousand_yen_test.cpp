#include "furusato/domain/thousand_yen.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

TEST(ThousandYen, Rule_5_7_CellsAreRoundedDownEachAndTheTotalFromItsYen)
{
    const auto rounded = [](std::int64_t yen) { return in_thousands(Yen{yen}, ThousandRounding::Down); };
    EXPECT_EQ(rounded(1500), 1);
    EXPECT_EQ(rounded(1999), 1);
    EXPECT_EQ(rounded(1500 + 1500 + 1999), 4);
    EXPECT_EQ(rounded(999), 0);
    EXPECT_EQ(rounded(-1999), -1) << "a refund loses its fraction too";
}

TEST(ThousandYen, RoundsHalfUpWhereTheCityDoes)
{
    const auto rounded = [](std::int64_t yen) { return in_thousands(Yen{yen}, ThousandRounding::HalfUp); };
    EXPECT_EQ(rounded(1499), 1);
    EXPECT_EQ(rounded(1500), 2);
    EXPECT_EQ(rounded(-1500), -2);
}

TEST(ThousandYen, KnowsItsRoundingsByName)
{
    EXPECT_EQ(thousand_rounding_of("down"), ThousandRounding::Down);
    EXPECT_EQ(thousand_rounding_of("half_up"), ThousandRounding::HalfUp);
    EXPECT_EQ(thousand_rounding_of("切捨て"), std::nullopt);
}

}  // namespace
}  // namespace furusato::domain
