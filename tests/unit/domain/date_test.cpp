#include "furusato/domain/date.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace furusato::domain {
namespace {

TEST(Date, KeepsItsParts)
{
    const Date date{2026, 11, 22};
    EXPECT_EQ(date.year(), 2026);
    EXPECT_EQ(date.month(), 11);
    EXPECT_EQ(date.day(), 22);
    EXPECT_EQ(date.iso(), "2026-11-22");
    EXPECT_EQ(date.iso_month(), "2026-11");
    EXPECT_EQ((Date{2026, 4, 1}.iso()), "2026-04-01");
}

TEST(Date, KnowsLeapYears)
{
    EXPECT_FALSE(Date::of(1900, 2, 29));
    EXPECT_TRUE(Date::of(2000, 2, 29));
    EXPECT_FALSE(Date::of(2023, 2, 29));
    EXPECT_TRUE(Date::of(2024, 2, 29));
    EXPECT_FALSE(Date::of(2100, 2, 29));
    EXPECT_EQ((Date{1900, 2, 28}.plus_days(1)), (Date{1900, 3, 1}));
    EXPECT_EQ((Date{2000, 2, 28}.plus_days(1)), (Date{2000, 2, 29}));
    EXPECT_EQ((Date{2024, 2, 29}.plus_days(1)), (Date{2024, 3, 1}));
}

TEST(Date, RefusesDaysThatDoNotExist)
{
    EXPECT_THROW((Date{2026, 2, 30}), std::out_of_range);
    EXPECT_THROW((Date{2026, 4, 31}), std::out_of_range);
    EXPECT_THROW((Date{2026, 13, 1}), std::out_of_range);
    EXPECT_EQ(Date::of(2026, 0, 1), std::nullopt);
    EXPECT_EQ(Date::of(2026, 1, 0), std::nullopt);
    EXPECT_EQ(Date::of(2026, 1, 32), std::nullopt);
    EXPECT_EQ(Date::of(2026, -1, -1), std::nullopt);
    EXPECT_EQ(Date::of(2026, 257, 257), std::nullopt);
    EXPECT_EQ(Date::of(67'562, 1, 1), std::nullopt);
}

TEST(Date, ReachesFrom1873To9999)
{
    EXPECT_EQ(Date::of(1872, 12, 31), std::nullopt);
    EXPECT_TRUE(Date::of(1873, 1, 1));
    EXPECT_TRUE(Date::of(9999, 12, 31));
    EXPECT_EQ(Date::of(10'000, 1, 1), std::nullopt);
    EXPECT_THROW((Date{1873, 1, 1}.plus_days(-1)), std::out_of_range);
    EXPECT_THROW((Date{9999, 12, 31}.plus_days(1)), std::out_of_range);
    EXPECT_THROW(Date::from_day_number(INT64_MAX), std::out_of_range);
    EXPECT_THROW(Date::from_day_number(INT64_MIN), std::out_of_range);
}

TEST(Date, ParsesIsoTextAndWritesItBack)
{
    for (const auto* text : {"1873-01-01", "2000-02-29", "2026-11-22", "9999-12-31"}) {
        const auto date = Date::parse_iso(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->iso(), text);
    }
}

TEST(Date, RefusesTextThatIsNotAnIsoDay)
{
    for (const auto* text : {"", "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "2026/01/01",
             "20260101", "2026-01-01 ", "2026-01-01T00:00", " 2026-01-01", "26-01-01", "2026-01-0a",
             "-026-01-01", "2026-+1-01", "0000-00-00", "２０２６-01-01"}) {
        EXPECT_EQ(Date::parse_iso(text), std::nullopt) << text;
    }
}

TEST(Date, CountsDaysSince1970)
{
    EXPECT_EQ((Date{1970, 1, 1}.day_number()), 0);
    EXPECT_EQ((Date{1969, 12, 31}.day_number()), -1);
    EXPECT_EQ((Date{2000, 1, 1}.day_number()), 10'957);
    EXPECT_EQ((Date{2026, 11, 22}.plus_days(365)), (Date{2027, 11, 22}));
    EXPECT_EQ((Date{2026, 1, 1}.plus_days(-1)), (Date{2025, 12, 31}));
}

TEST(Date, ComesBackFromItsDayNumberOnEveryDayOfTwoCenturies)
{
    Date expected{1899, 12, 31};
    for (auto number = expected.day_number(); number <= Date{2100, 3, 1}.day_number(); ++number) {
        const auto date = Date::from_day_number(number);
        ASSERT_EQ(date.day_number(), number);
        ASSERT_GE(date, expected);
        expected = date;
    }
    EXPECT_EQ(expected, (Date{2100, 3, 1}));
}

TEST(Date, KnowsTheDayOfTheWeek)
{
    EXPECT_EQ((Date{1970, 1, 1}.weekday()), 4);
    EXPECT_EQ((Date{1873, 1, 1}.weekday()), 3);
    EXPECT_EQ((Date{2026, 11, 22}.weekday()), 0);
    EXPECT_EQ((Date{2026, 11, 28}.weekday()), 6);
}

TEST(Date, Rule2_8_TenthOfJanuary2027IsASundayAnd2028AMonday)
{
    EXPECT_EQ((Date{2027, 1, 10}.weekday()), 0);
    EXPECT_EQ((Date{2027, 1, 12}.weekday()), 2);
    EXPECT_EQ((Date{2028, 1, 10}.weekday()), 1);
}

TEST(Date, ComparesByTime)
{
    EXPECT_LT((Date{2026, 12, 31}), (Date{2027, 1, 1}));
    EXPECT_LT((Date{2026, 1, 31}), (Date{2026, 2, 1}));
    EXPECT_LT((Date{2026, 1, 1}), (Date{2026, 1, 2}));
}

}  // namespace
}  // namespace furusato::domain
