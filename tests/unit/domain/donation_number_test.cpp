#include "furusato/domain/donation_number.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace furusato::domain {
namespace {

TEST(DonationNumber, WritesTheFiscalYearInTwoDigitsAndSevenRunningDigits)
{
    EXPECT_EQ((DonationNumber{FiscalYear{2026}, 1}.text()), "F26-0000001");
    EXPECT_EQ((DonationNumber{FiscalYear{2026}, 1'234}.text()), "F26-0001234");
    EXPECT_EQ((DonationNumber{FiscalYear{2008}, 9'999'999}.text()), "F08-9999999");
}

TEST(DonationNumber, GrowsWhenAYearNeedsMoreThanSevenDigits)
{
    EXPECT_EQ((DonationNumber{FiscalYear{2026}, 10'000'000}.text()), "F26-10000000");
    EXPECT_EQ(DonationNumber::parse("F26-10000000"), (DonationNumber{FiscalYear{2026}, 10'000'000}));
}

TEST(DonationNumber, ReadsWhatItWrites)
{
    for (const int year : {2000, 2008, 2026, 2099}) {
        for (const std::int64_t running : {1, 42, 9'999'999, 10'000'000, 123'456'789}) {
            const DonationNumber number{FiscalYear{year}, running};
            EXPECT_EQ(DonationNumber::parse(number.text()), number) << number.text();
        }
    }
}

TEST(DonationNumber, ReadsASmallLetter)
{
    EXPECT_EQ(DonationNumber::parse("f26-0000001"), (DonationNumber{FiscalYear{2026}, 1}));
}

TEST(DonationNumber, RefusesAnyOtherText)
{
    for (const auto* text : {"", "F", "F26", "F26-", "F26-1", "F26-000001", "F26-00000001", "F26-000000a",
             "F26-+000001", "F2-0000001", "F026-0000001", "R26-0000001", "26-0000001", "F260000001",
             "F26 0000001", "F26-0000001 ", " F26-0000001", "F26-9999999999999999999", "Ｆ26-0000001",
             "F２６-0000001", "Fa6-0000001"}) {
        EXPECT_EQ(DonationNumber::parse(text), std::nullopt) << text;
    }
}

TEST(DonationNumber, HasNoTextOutsideItsCentury)
{
    EXPECT_THROW((DonationNumber{FiscalYear{1999}, 1}.text()), std::out_of_range);
    EXPECT_THROW((DonationNumber{FiscalYear{2100}, 1}.text()), std::out_of_range);
}

TEST(DonationNumber, SortsByYearThenNumber)
{
    EXPECT_LT((DonationNumber{FiscalYear{2025}, 9}), (DonationNumber{FiscalYear{2026}, 1}));
    EXPECT_LT((DonationNumber{FiscalYear{2026}, 9'999'999}), (DonationNumber{FiscalYear{2026}, 10'000'000}));
}

}  // namespace
}  // namespace furusato::domain
