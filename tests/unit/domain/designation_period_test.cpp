#include "furusato/domain/designation_period.hpp"

#include <gtest/gtest.h>

#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/tax_year.hpp"

namespace furusato::domain {
namespace {

TEST(DesignationPeriod, Rule4_2_RunsFromOctoberToSeptember)
{
    EXPECT_EQ(DesignationPeriod::of(Date{2026, 9, 30}), DesignationPeriod{2025});
    EXPECT_EQ(DesignationPeriod::of(Date{2026, 10, 1}), DesignationPeriod{2026});
    EXPECT_EQ(DesignationPeriod::of(Date{2027, 9, 30}), DesignationPeriod{2026});
    EXPECT_EQ(DesignationPeriod{2026}.first_day(), (Date{2026, 10, 1}));
    EXPECT_EQ(DesignationPeriod{2026}.last_day(), (Date{2027, 9, 30}));
}

TEST(DesignationPeriod, Rule8_3_IsOneOfTheKeysOfOneDayOfReceipt)
{
    const Date received_on{2027, 1, 5};
    EXPECT_EQ(TaxYear::of(received_on), TaxYear{2027});
    EXPECT_EQ(FiscalYear::of(received_on), FiscalYear{2026});
    EXPECT_EQ(DesignationPeriod::of(received_on), DesignationPeriod{2026});
}

}  // namespace
}  // namespace furusato::domain
