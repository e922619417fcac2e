#include "furusato/domain/municipality_code.hpp"

#include <gtest/gtest.h>

#include <string>

namespace furusato::domain {
namespace {

std::string six_digits(std::string_view five_digits)
{
    const auto code = MunicipalityCode::from_five_digits(five_digits);
    return code ? code->digits() : "";
}

TEST(MunicipalityCode, Rule3_2_AddsTheCheckDigit)
{
    EXPECT_EQ(six_digits("35215"), "352152");  // 周南市
    EXPECT_EQ(six_digits("35208"), "352080");  // 岩国市, 10 becomes 0
    EXPECT_EQ(six_digits("35202"), "352021");  // 宇部市, 11 becomes 1
    EXPECT_EQ(six_digits("01000"), "010006");  // 北海道, sum below 11
    EXPECT_EQ(six_digits("01100"), "011002");  // 札幌市, sum below 11
    EXPECT_EQ(six_digits("13101"), "131016");  // 千代田区
}

TEST(MunicipalityCode, Rule3_3_AcceptsEveryCityOfYamaguchi)
{
    for (const auto* code : {"352012", "352021", "352039", "352047", "352063", "352071", "352080", "352101",
             "352110", "352128", "352136", "352152", "352161"}) {
        ASSERT_TRUE(MunicipalityCode::parse(code)) << code;
        EXPECT_EQ(MunicipalityCode::parse(code)->digits(), code);
        EXPECT_EQ(six_digits(std::string_view{code}.substr(0, 5)), code);
    }
}

TEST(MunicipalityCode, Rule2_13_AcceptsYokohamaAndItsWard)
{
    EXPECT_TRUE(MunicipalityCode::parse("141003"));
    EXPECT_TRUE(MunicipalityCode::parse("141046"));
}

TEST(MunicipalityCode, Rule3_4_KeepsTheLeadingZero)
{
    EXPECT_TRUE(MunicipalityCode::parse("010006"));
    EXPECT_EQ(MunicipalityCode::parse("10006"), std::nullopt);
}

TEST(MunicipalityCode, AcceptsExactlyOneCheckDigit)
{
    for (char digit = '0'; digit <= '9'; ++digit) {
        const auto code = MunicipalityCode::parse(std::string{"35215"} + digit);
        EXPECT_EQ(code.has_value(), digit == '2') << digit;
    }
}

TEST(MunicipalityCode, RefusesTextThatIsNoCode)
{
    for (const auto* text :
        {"", "35215", "3521522", "35215-2", "35215a", "３５２１５２", " 352152", "-52152"}) {
        EXPECT_EQ(MunicipalityCode::parse(text), std::nullopt) << text;
    }
    EXPECT_EQ(MunicipalityCode::from_five_digits("3521"), std::nullopt);
    EXPECT_EQ(MunicipalityCode::from_five_digits("352152"), std::nullopt);
    EXPECT_EQ(MunicipalityCode::from_five_digits("3521a"), std::nullopt);
}

}  // namespace
}  // namespace furusato::domain
