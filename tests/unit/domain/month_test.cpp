#include "furusato/domain/month.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace furusato::domain {
namespace {

TEST(Month, ParsesIsoTextAndWritesItBack)
{
    const auto month = Month::parse_iso("2026-04");
    ASSERT_TRUE(month);
    EXPECT_EQ(month->year(), 2026);
    EXPECT_EQ(month->month(), 4);
    EXPECT_EQ(month->iso(), "2026-04");
}

TEST(Month, RefusesTextThatIsNotAMonth)
{
    for (const auto* text :
        {"", "2026", "2026-4", "2026-13", "2026-00", "2026-04-01", "2026/04", "1872-12", " 2026-04"}) {
        EXPECT_EQ(Month::parse_iso(text), std::nullopt) << text;
    }
}

TEST(Month, RefusesMonthsThatDoNotExist)
{
    EXPECT_THROW((Month{2026, 0}), std::out_of_range);
    EXPECT_THROW((Month{2026, 13}), std::out_of_range);
    EXPECT_THROW((Month{1872, 12}), std::out_of_range);
    EXPECT_THROW((Month{10'000, 1}), std::out_of_range);
}

TEST(Month, CountsAcrossYears)
{
    EXPECT_EQ((Month{2026, 12}.plus_months(1)), (Month{2027, 1}));
    EXPECT_EQ((Month{2026, 1}.plus_months(-1)), (Month{2025, 12}));
    EXPECT_EQ((Month{2026, 4}.plus_months(11)), (Month{2027, 3}));
    EXPECT_EQ((Month{2026, 4}.plus_months(-28)), (Month{2023, 12}));
    EXPECT_EQ((Month{2026, 4}.plus_months(0)), (Month{2026, 4}));
    EXPECT_THROW((Month{9999, 12}.plus_months(1)), std::out_of_range);
    EXPECT_THROW((Month{1873, 1}.plus_months(-1)), std::out_of_range);
    EXPECT_THROW((Month{2026, 1}.plus_months(INT32_MAX)), std::out_of_range);
    EXPECT_THROW((Month{2026, 1}.plus_months(INT32_MIN)), std::out_of_range);
}

TEST(Month, KnowsItsFirstAndLastDay)
{
    EXPECT_EQ((Month{2026, 4}.first_day()), (Date{2026, 4, 1}));
    EXPECT_EQ((Month{2026, 4}.last_day()), (Date{2026, 4, 30}));
    EXPECT_EQ((Month{1900, 2}.last_day()), (Date{1900, 2, 28}));
    EXPECT_EQ((Month{2000, 2}.last_day()), (Date{2000, 2, 29}));
    EXPECT_EQ((Month{2024, 2}.last_day()), (Date{2024, 2, 29}));
    EXPECT_EQ((Month{2026, 12}.last_day()), (Date{2026, 12, 31}));
    EXPECT_EQ((Month{9999, 12}.last_day()), (Date{9999, 12, 31}));
}

TEST(Month, HoldsEveryDayOfIt)
{
    EXPECT_EQ(Month::of(Date{2026, 4, 1}), (Month{2026, 4}));
    EXPECT_EQ(Month::of(Date{2026, 4, 30}), (Month{2026, 4}));
    EXPECT_LT((Month{2026, 12}), (Month{2027, 1}));
}

}  // namespace
}  // namespace furusato::domain
