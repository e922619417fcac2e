#include "furusato/domain/one_stop_limit.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "furusato/domain/designation_period.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "support/printing.hpp"

namespace furusato::domain {
namespace {

OpeningDays opening_days()
{
    return OpeningDays{{{2026, 11, 23}, {2027, 1, 1}, {2027, 1, 11}, {2028, 1, 1}, {2028, 1, 10}}};
}

OneStopLimits limits(bool is_shifted)
{
    return {{{2015, 1, 10, is_shifted}}, opening_days()};
}

TEST(Rule2_8OneStopLimit, ALimitOnAClosedDayMovesToTheNextOpenOne)
{
    EXPECT_EQ(limits(true).of(TaxYear{2026}), (Date{2027, 1, 12})) << "Sunday, then 成人の日";
    EXPECT_EQ(limits(true).of(TaxYear{2027}), (Date{2028, 1, 11})) << "成人の日";
    EXPECT_EQ(limits(true).of(TaxYear{2024}), (Date{2025, 1, 10})) << "a Friday";
}

TEST(Rule2_8OneStopLimit, ACityMayStandOnTheTenth)
{
    EXPECT_EQ(limits(false).of(TaxYear{2026}), (Date{2027, 1, 10}));
}

TEST(Rule2_8OneStopLimit, ALaterRuleHoldsFromItsTaxYear)
{
    const OneStopLimits changed{{{2015, 1, 10, false}, {2027, 1, 15, false}}, opening_days()};
    EXPECT_EQ(changed.of(TaxYear{2026}), (Date{2027, 1, 10}));
    EXPECT_EQ(changed.of(TaxYear{2027}), (Date{2028, 1, 15}));
    EXPECT_EQ(changed.of(TaxYear{2014}), (Date{2015, 1, 10}));
    EXPECT_THROW((OneStopLimits{{}, opening_days()}), std::invalid_argument);
    EXPECT_THROW((OneStopLimits{{{2015}, {2015}}, opening_days()}), std::invalid_argument);
}

TEST(Rule8_3OneEventFourKeys, AReceiptInJanuaryBelongsToFourCalendars)
{
    const Date received{2027, 1, 5};
    EXPECT_EQ(TaxYear::of(received).value(), 2027);
    EXPECT_EQ(FiscalYear::of(received).value(), 2026);
    EXPECT_EQ(DesignationPeriod::of(received).first_day(), (Date{2026, 10, 1}));
    EXPECT_EQ(DesignationPeriod::of(received).last_day(), (Date{2027, 9, 30}));
    EXPECT_EQ(limits(true).of(TaxYear::of(received)), (Date{2028, 1, 11}));
}

TEST(Rule8_7OpeningDays, OfficesCloseOnWeekendsHolidaysAndAtTheTurnOfTheYear)
{
    const OpeningDays days = opening_days();
    EXPECT_FALSE(days.is_open({2026, 11, 21})) << "Saturday";
    EXPECT_FALSE(days.is_open({2026, 11, 22})) << "Sunday";
    EXPECT_FALSE(days.is_open({2026, 11, 23})) << "勤労感謝の日";
    EXPECT_TRUE(days.is_open({2026, 11, 24}));
    EXPECT_TRUE(days.is_open({2026, 12, 28}));
    EXPECT_EQ(days.first_open_from({2026, 12, 29}), (Date{2027, 1, 4}));
    EXPECT_TRUE(days.covers({2028, 5, 1}));
    EXPECT_FALSE(days.covers({2029, 5, 1}));
}

}  // namespace
}  // namespace furusato::domain
