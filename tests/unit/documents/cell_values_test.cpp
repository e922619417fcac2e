#include "documents/cell_values.hpp"

#include <gtest/gtest.h>

namespace furusato::documents {
namespace {

std::string shown(const char* stored, const char* code, DayCount days = DayCount::From1900)
{
    return text_of_number(stored, number_format(code), days);
}

TEST(CellValues, KeepAllDigitsOfAWholeNumber)
{
    EXPECT_EQ(shown("123456789012", "General"), "123456789012") << "Excel shows 1.23457E+11";
    EXPECT_EQ(shown("1.23456789012E+11", "General"), "123456789012");
    EXPECT_EQ(shown("999999999999999", "General"), "999999999999999");
    EXPECT_EQ(shown("-3", "General"), "-3");
    EXPECT_EQ(shown("12000.0", "#,##0"), "12000");
    EXPECT_EQ(shown("0", "General"), "0");
}

TEST(CellValues, WriteAnExponentWhereDigitsAreLost)
{
    EXPECT_EQ(shown("1234567890123456", "0"), "1.234567890123456E+15");
}

TEST(CellValues, WriteFractionsShortly)
{
    EXPECT_EQ(shown("0.10000000000000001", "General"), "0.1");
    EXPECT_EQ(shown("1.5E-3", "General"), "0.0015");
}

TEST(CellValues, KeepLeadingZerosOfAFormatOfZeros)
{
    EXPECT_EQ(shown("600000", "0000000"), "0600000");
    EXPECT_EQ(shown("7450045", "0000000"), "7450045");
}

TEST(CellValues, WriteDaysAndTimes)
{
    EXPECT_EQ(shown("46027", "yyyy/m/d"), "2026/01/05");
    EXPECT_EQ(shown("46027.999988425923", "yyyy/m/d h:mm:ss"), "2026/01/05 23:59:59");
    EXPECT_EQ(shown("46027.5", "yyyy/m/d"), "2026/01/05 12:00:00") << "a time that is not shown is there";
    EXPECT_EQ(shown("46027", "[$-411]ggge\"年\"m\"月\"d\"日\""), "2026/01/05");
    EXPECT_EQ(shown("0.5", "h:mm"), "12:00:00");
    EXPECT_EQ(shown("1.25", "[h]:mm"), "30:00:00");
    EXPECT_EQ(shown("46027.999999999", "yyyy/m/d"), "2026/01/06");
}

TEST(CellValues, CountDaysFrom1900WithItsFalseLeapDayOrFrom1904)
{
    EXPECT_EQ(shown("1", "yyyy/m/d"), "1900/01/01");
    EXPECT_EQ(shown("59", "yyyy/m/d"), "1900/02/28");
    EXPECT_EQ(shown("60", "yyyy/m/d"), "1900/02/29");
    EXPECT_EQ(shown("61", "yyyy/m/d"), "1900/03/01");
    EXPECT_EQ(shown("44565", "yyyy/m/d", DayCount::From1904), "2026/01/05");
}

TEST(CellValues, TellDatesFromOtherFormats)
{
    for (const char* code :
        {"General", "0.00", "#,##0;[Red]-#,##0", "0%", "0.00E+00", "\"日\"0", "#,##0\\ \"yen\"", "@"})
        EXPECT_EQ(shown("46027", code), "46027") << code;
    for (const int id : {14, 22, 27, 31, 57}) EXPECT_TRUE(built_in_format(id).has_date) << id;
    for (const int id : {0, 1, 4, 9, 11, 38, 49})
        EXPECT_FALSE(built_in_format(id).has_date || built_in_format(id).has_time) << id;
}

TEST(CellValues, LeaveWhatIsNoNumber)
{
    for (const char* stored : {"abc", "", "1 2", "nan", "inf", "1e999"})
        EXPECT_EQ(shown(stored, "yyyy/m/d"), stored);
    EXPECT_EQ(shown("-1", "yyyy/m/d"), "-1");
    EXPECT_EQ(shown("99999999999", "yyyy/m/d"), "99999999999");
}

TEST(CellValues, ResolveEscapes)
{
    EXPECT_EQ(unescaped("a_x000D_\nb_x005F_x000D_"), "a\r\nb_x000D_");
    EXPECT_EQ(unescaped("_x0000_ _xZZZZ_ _x00"), "_x0000_ _xZZZZ_ _x00");
}

}  // namespace
}  // namespace furusato::documents
