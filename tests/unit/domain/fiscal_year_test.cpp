#include "furusato/domain/fiscal_year.hpp"

#include <gtest/gtest.h>

#include "unit/domain/japanese_eras.hpp"

namespace furusato::domain {
namespace {

std::string printed(FiscalYear year)
{
    return tests::japanese_eras().calendar_year_text(year.value()) + "年度";
}

TEST(FiscalYear, Rule8_2_RunsFromAprilToMarch)
{
    EXPECT_EQ(printed(FiscalYear::of(Date{2027, 3, 31})), "令和8年度");
    EXPECT_EQ(printed(FiscalYear::of(Date{2027, 4, 1})), "令和9年度");
}

TEST(FiscalYear, Rule8_2_IsNamedReiwaGannenFromApril2019OnThoughTheEraBeganInMay)
{
    EXPECT_EQ(printed(FiscalYear::of(Date{2019, 4, 10})), "令和元年度");
    EXPECT_EQ(printed(FiscalYear::of(Date{2020, 3, 31})), "令和元年度");
    EXPECT_EQ(printed(FiscalYear::of(Date{2019, 3, 31})), "平成30年度");
}

TEST(FiscalYear, Rule5_2_FollowsTheDayOfReceipt)
{
    EXPECT_EQ(printed(FiscalYear::of(Date{2027, 3, 31})), "令和8年度");
    EXPECT_EQ(printed(FiscalYear::of(Date{2027, 4, 1})), "令和9年度");
}

TEST(FiscalYear, Rule1_6_OfADonationInFebruaryIsTheYearBefore)
{
    EXPECT_EQ(printed(FiscalYear::of(Date{2027, 2, 10})), "令和8年度");
}

TEST(FiscalYear, Rule5_1_ClosesItsBooksOn31May)
{
    const FiscalYear year{2026};
    EXPECT_EQ(year.first_day(), (Date{2026, 4, 1}));
    EXPECT_EQ(year.last_day(), (Date{2027, 3, 31}));
    EXPECT_EQ(year.books_close_on(), (Date{2027, 5, 31}));
}

TEST(FiscalYear, HoldsItsFirstAndLastDayInLeapYearsToo)
{
    for (int start = 1999; start <= 2028; ++start) {
        EXPECT_EQ(FiscalYear::of(FiscalYear{start}.first_day()), FiscalYear{start});
        EXPECT_EQ(FiscalYear::of(FiscalYear{start}.last_day()), FiscalYear{start});
        EXPECT_EQ(FiscalYear::of(FiscalYear{start}.last_day().plus_days(1)), FiscalYear{start + 1});
    }
}

}  // namespace
}  // namespace furusato::domain
