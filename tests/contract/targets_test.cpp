#include "furusato/application/targets.hpp"

#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Durability;
using application::Records;
using application::Target;
using application::TargetKind;
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

class TargetRepository : public OnEveryEngine {
protected:
    std::vector<Target> list(std::optional<FiscalYear> year = {})
    {
        std::vector<Target> targets;
        ledger.store().read([&](Records& records) { targets = records.targets.list(year); });
        return targets;
    }
};

TEST_P(TargetRepository, KeepsEveryField)
{
    const auto operation = ledger.an_operation();
    const Target annual{5, TargetKind::IncomeBudget, FiscalYear{2023}, {}, Yen{14'450'000}, {2023, 4, 1},
        repeated("𠮷", 399) + "\n"};
    const Target monthly{
        6, TargetKind::Target, FiscalYear{2024}, Month{2025, 3}, Yen{Yen::kLimit}, {2024, 4, 2}, ""};
    ledger.store().write(Durability::Confirmed, [&](Records& records) {
        records.targets.add(monthly, operation);
        records.targets.add(annual, operation);
    });
    const auto stored = list();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].id, 5) << "in order of entry";
    EXPECT_EQ(stored[0].kind, TargetKind::IncomeBudget);
    EXPECT_EQ(stored[0].fiscal_year, FiscalYear{2023});
    EXPECT_EQ(stored[0].month, std::nullopt);
    EXPECT_EQ(stored[0].amount, annual.amount);
    EXPECT_EQ(stored[0].entered_on, annual.entered_on);
    EXPECT_EQ(stored[0].note, annual.note);
    EXPECT_EQ(stored[1].kind, TargetKind::Target);
    EXPECT_EQ(stored[1].month, (Month{2025, 3}));
    EXPECT_EQ(stored[1].amount, monthly.amount);
    EXPECT_EQ(list(FiscalYear{2024}).size(), 1U);
    EXPECT_EQ(list(FiscalYear{2022}).size(), 0U);
}

TEST_P(TargetRepository, IsAppendedToByStaffWhoAreLinked)
{
    auto manage = ledger.manage_targets();
    const Target first = manage.set(a_target(100), ledger.caller());
    const Target second = manage.set(a_target(200), ledger.caller());
    EXPECT_LT(first.id, second.id);
    EXPECT_EQ(second.entered_on, ledger.business_date);
    const auto entries = manage.list(FiscalYear{2023});
    ASSERT_EQ(entries.size(), 2U) << "the earlier entry stays";
    EXPECT_EQ(entries[1].amount, Yen{200});
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(TargetRepository, TakesNoMonthOfAnotherYearAndNoNegativeAmount)
{
    auto manage = ledger.manage_targets();
    for (const Target& bad : {a_target(1, Month{2023, 3}), a_target(1, Month{2024, 4}), a_target(-1)}) {
        try {
            manage.set(bad, ledger.caller());
            ADD_FAILURE() << "took a bad target";
        } catch (const domain::Refusal& refusal) {
            EXPECT_EQ(refusal.kind(), domain::RefusalKind::Invalid);
            EXPECT_EQ(refusal.code(), "target.invalid");
        }
    }
    EXPECT_TRUE(list().empty());
    EXPECT_NO_THROW(manage.set(a_target(0, Month{2023, 4}), ledger.caller()));
    EXPECT_NO_THROW(manage.set(a_target(1, Month{2024, 3}), ledger.caller()));
}

TEST_P(TargetRepository, SpreadsAnAnnualFigureEvenlyWithTheRemainderInMarch)
{
    ledger.manage_targets().set(a_target(110'000'000), ledger.caller());
    const auto report = ledger.report(2023);
    ASSERT_EQ(report.months.size(), 12U);
    for (std::size_t i = 0; i < 11; ++i) EXPECT_EQ(report.months[i].target, Yen{9'166'666});
    EXPECT_EQ(report.months[11].target, Yen{9'166'674});
    EXPECT_EQ(report.months[11].cumulative_target, Yen{110'000'000});
    EXPECT_EQ(report.target, Yen{110'000'000});
}

TEST_P(TargetRepository, GoesByTheLatestEntryAndNeverByABudget)
{
    auto manage = ledger.manage_targets();
    Target budget = a_target(14'450'000);
    budget.kind = TargetKind::IncomeBudget;
    manage.set(budget, ledger.caller());
    EXPECT_EQ(ledger.report(2023).target, std::nullopt);
    EXPECT_EQ(ledger.report(2023).achievement_permille, std::nullopt);
    manage.set(a_target(12'000), ledger.caller());
    manage.set(a_target(24'000), ledger.caller());
    manage.set(budget, ledger.caller());
    EXPECT_EQ(ledger.report(2023).target, Yen{24'000});
    EXPECT_EQ(ledger.report(2024).target, std::nullopt);
}

TEST_P(TargetRepository, FollowsAMonthlyPlanAndSpreadsTheRest)
{
    auto manage = ledger.manage_targets();
    manage.set(a_target(12'000), ledger.caller());
    manage.set(a_target(6'000, Month{2023, 12}), ledger.caller());
    manage.set(a_target(7'000, Month{2023, 12}), ledger.caller());
    const auto report = ledger.report(2023);
    EXPECT_EQ(report.months[8].target, Yen{7'000});
    EXPECT_EQ(report.months[0].target, Yen{454});
    EXPECT_EQ(report.months[11].target, Yen{5'000 - 10 * 454});
    EXPECT_EQ(report.target, Yen{12'000});
}

TEST_P(TargetRepository, MeasuresAchievementRoundedDown)
{
    ledger.manage_targets().set(a_target(30'001), ledger.caller());
    ledger.enter(a_donation(20'000));
    EXPECT_EQ(ledger.report(2023).achievement_permille, 666);
}

TEST_P(TargetRepository, HoldsForTheFiscalCalendarOnly)
{
    ledger.manage_targets().set(a_target(12'000), ledger.caller());
    for (const auto calendar : {application::Calendar::Tax, application::Calendar::Designation}) {
        const auto report = ledger.report(2023, calendar);
        EXPECT_EQ(report.target, std::nullopt);
        EXPECT_EQ(report.achievement_permille, std::nullopt);
        for (const auto& month : report.months) EXPECT_EQ(month.target, std::nullopt);
    }
}

RUN_ON_EVERY_ENGINE(TargetRepository);

}  // namespace
}  // namespace furusato::tests
