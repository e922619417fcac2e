#include "furusato/domain/tax_year.hpp"

#include <gtest/gtest.h>

#include "unit/domain/japanese_eras.hpp"

namespace furusato::domain {
namespace {

std::string printed(TaxYear year)
{
    return tests::japanese_eras().calendar_year_text(year.value()) + "年分";
}

TEST(TaxYear, Rule1_4_FollowsTheDayOfReceiptAndNotTheDayOfIssue)
{
    const Date received_on{2026, 12, 31};
    const Date issued_on{2027, 1, 14};
    EXPECT_EQ(printed(TaxYear::of(received_on)), "令和8年分");
    EXPECT_NE(TaxYear::of(received_on), TaxYear::of(issued_on));
}

TEST(TaxYear, Rule1_5_TurnsOverAtNewYear)
{
    EXPECT_EQ(printed(TaxYear::of(Date{2026, 12, 31})), "令和8年分");
    EXPECT_EQ(printed(TaxYear::of(Date{2027, 1, 1})), "令和9年分");
}

TEST(TaxYear, Rule1_6_IsTheCalendarYearOfTheDayOfReceipt)
{
    EXPECT_EQ(printed(TaxYear::of(Date{2027, 2, 10})), "令和9年分");
}

TEST(TaxYear, Rule8_2_IsNamedAfterTheEraAtItsEnd)
{
    EXPECT_EQ(printed(TaxYear::of(Date{2019, 2, 1})), "令和元年分");
    EXPECT_EQ(printed(TaxYear::of(Date{2018, 12, 31})), "平成30年分");
}

TEST(TaxYear, RunsFromJanuaryToDecember)
{
    EXPECT_EQ(TaxYear{2026}.first_day(), (Date{2026, 1, 1}));
    EXPECT_EQ(TaxYear{2026}.last_day(), (Date{2026, 12, 31}));
}

}  // namespace
}  // namespace furusato::domain
