#include <gtest/gtest.h>

#include <numeric>

#include "furusato/application/manage_targets.hpp"

namespace furusato::application {
namespace {

using domain::FiscalYear;
using domain::Month;
using domain::Yen;

Target annual(std::int64_t yen)
{
    Target target;
    target.fiscal_year = FiscalYear{2026};
    target.amount = Yen{yen};
    return target;
}

Target monthly(int year, int month, std::int64_t yen)
{
    Target target = annual(yen);
    target.month = Month{year, month};
    return target;
}

std::int64_t sum_of(const std::vector<Yen>& months)
{
    return std::accumulate(months.begin(), months.end(), std::int64_t{0},
        [](std::int64_t sum, Yen month) { return sum + month.amount(); });
}

TEST(MonthlyTargets, AreNoneWithoutAnyTarget)
{
    EXPECT_FALSE(monthly_targets({}, FiscalYear{2026}).has_value());
}

TEST(MonthlyTargets, SpreadTheAnnualFigureEvenlyWithTheRemainderInMarch)
{
    const auto months = *monthly_targets({annual(110'000'000)}, FiscalYear{2026});
    ASSERT_EQ(months.size(), 12U);
    EXPECT_EQ(months.front(), Yen{9'166'666});
    EXPECT_EQ(months.back(), Yen{9'166'674});
    EXPECT_EQ(sum_of(months), 110'000'000);
}

TEST(MonthlyTargets, TakeEnteredMonthsAsTheyAreAndSpreadTheRest)
{
    const auto months = *monthly_targets({annual(1'200), monthly(2026, 12, 650)}, FiscalYear{2026});
    EXPECT_EQ(months[8], Yen{650});
    EXPECT_EQ(months[0], Yen{50});
    EXPECT_EQ(sum_of(months), 1'200);
}

TEST(MonthlyTargets, LetTheLatestEntryHold)
{
    EXPECT_EQ(sum_of(*monthly_targets({annual(1'200), annual(2'400)}, FiscalYear{2026})), 2'400);
}

TEST(MonthlyTargets, AskForNothingMoreWhereThePlanExceedsTheAnnualFigure)
{
    EXPECT_EQ(sum_of(*monthly_targets({annual(100), monthly(2026, 4, 500)}, FiscalYear{2026})), 500);
}

TEST(MonthlyTargets, NeverMixInAnIncomeBudget)
{
    Target budget = annual(14'450'000);
    budget.kind = TargetKind::IncomeBudget;
    EXPECT_FALSE(monthly_targets({budget}, FiscalYear{2026}).has_value());
}

}  // namespace
}  // namespace furusato::application
