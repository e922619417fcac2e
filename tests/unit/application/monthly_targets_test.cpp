#include <gtest/gtest.h>

#include <numeric>

#include "furusato/application/manage_targets.hpp"

namespace furusato::application {
namespace {

using domain::FiscalYear;
using domain::Month;
using domain::Yen;

Target a_target(std::int64_t yen, std::optional<Month> month = {})
{
    Target target;
    target.fiscal_year = FiscalYear{2023};
    target.month = month;
    target.amount = Yen{yen};
    return target;
}

/// The twelve figures, April first; empty without a target.
std::vector<std::int64_t> months(const std::vector<Target>& entries)
{
    std::vector<std::int64_t> figures;
    const auto targets = monthly_targets(entries, FiscalYear{2023});
    if (targets) {
        for (const Yen amount : *targets) figures.push_back(amount.amount());
    }
    return figures;
}

using Figures = std::vector<std::int64_t>;

TEST(MonthlyTargets, AreNoneWithoutATargetOfTheYear)
{
    EXPECT_EQ(monthly_targets({}, FiscalYear{2023}), std::nullopt);
    EXPECT_EQ(monthly_targets({a_target(12)}, FiscalYear{2024}), std::nullopt);
    Target budget = a_target(14'450'000);
    budget.kind = TargetKind::IncomeBudget;
    EXPECT_EQ(monthly_targets({budget}, FiscalYear{2023}), std::nullopt);
}

TEST(MonthlyTargets, SpreadAnAnnualFigureEvenlyWithTheRemainderInMarch)
{
    EXPECT_EQ(months({a_target(12)}), Figures(12, 1));
    EXPECT_EQ(months({a_target(23)}), (Figures{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 12}));
    EXPECT_EQ(months({a_target(5)}), (Figures{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5}));
    EXPECT_EQ(months({a_target(0)}), Figures(12, 0)) << "a target of nothing is a target";
}

TEST(MonthlyTargets, AddUpToTheAnnualFigure)
{
    for (const std::int64_t yen : {1, 11, 13, 110'000'000, 999'999'999}) {
        const auto figures = months({a_target(yen), a_target(yen / 3, Month{2023, 7})});
        EXPECT_EQ(std::accumulate(figures.begin(), figures.end(), std::int64_t{0}), yen);
    }
}

TEST(MonthlyTargets, KeepAMonthlyPlanAndSpreadTheRestOverTheOtherMonths)
{
    EXPECT_EQ(months({a_target(130), a_target(20, Month{2023, 4})}),
        (Figures{20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10}));
    EXPECT_EQ(months({a_target(110), a_target(0, Month{2024, 3})}),
        (Figures{10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0}));
    EXPECT_EQ(months({a_target(115), a_target(0, Month{2024, 3})})[10], 15)
        << "the remainder goes to the last open month";
}

TEST(MonthlyTargets, LetAPlanStandThatAsksForMoreThanTheYear)
{
    EXPECT_EQ(months({a_target(100), a_target(150, Month{2023, 12})}),
        (Figures{0, 0, 0, 0, 0, 0, 0, 0, 150, 0, 0, 0}));
}

TEST(MonthlyTargets, MayBePlannedByTheMonthAlone)
{
    EXPECT_EQ(months({a_target(7, Month{2023, 12})}), (Figures{0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0}));
    std::vector<Target> plan;
    for (int i = 0; i < 12; ++i) plan.push_back(a_target(i, Month{2023, 4}.plus_months(i)));
    EXPECT_EQ(months(plan), (Figures{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
}

TEST(MonthlyTargets, GoByTheLatestEntry)
{
    EXPECT_EQ(months({a_target(12), a_target(24)}), Figures(12, 2));
    EXPECT_EQ(months({a_target(9, Month{2023, 4}), a_target(11), a_target(0, Month{2023, 4})}),
        (Figures{0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
}

}  // namespace
}  // namespace furusato::application
