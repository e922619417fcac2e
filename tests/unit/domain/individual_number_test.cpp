#include "furusato/domain/individual_number.hpp"

#include <gtest/gtest.h>

#include <string>

namespace furusato::domain {
namespace {

TEST(IndividualNumber, Rule2A_AcceptsTheCheckDigitsOfTheExamples)
{
    EXPECT_TRUE(passes_individual_number_check("123456789018"));
    EXPECT_TRUE(passes_individual_number_check("987654321000"));  // remainder 1 gives 0
    EXPECT_TRUE(passes_individual_number_check("987654321050"));  // remainder 0 gives 0
}

TEST(IndividualNumber, Rule2A_RefusesAWrongCheckDigit)
{
    EXPECT_FALSE(passes_individual_number_check("123456789012"));
    EXPECT_FALSE(passes_individual_number_check("987654321001"));
}

TEST(IndividualNumber, Rule2A_AcceptsExactlyOneCheckDigit)
{
    for (char digit = '0'; digit <= '9'; ++digit) {
        EXPECT_EQ(passes_individual_number_check(std::string{"12345678901"} + digit), digit == '8') << digit;
    }
}

TEST(IndividualNumber, IsTwelveAsciiDigits)
{
    for (const auto* text : {"", "12345678901", "1234567890180", "1234-5678-9018", "12345678901a",
             "１２３４５６７８９０１８", "7000012050002"}) {
        EXPECT_FALSE(passes_individual_number_check(text)) << text;
    }
}

}  // namespace
}  // namespace furusato::domain
