#include "furusato/portal_import/read_values.hpp"

#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

std::string iso(std::string_view text)
{
    const auto date = read_date(text, tests::some_eras());
    return date ? date->iso() : "";
}

TEST(ReadDate, AcceptsEveryFormThatPortalsAndSpreadsheetsWrite)
{
    for (const char* text :
        {"2026-01-05", "2026/1/5", "2026/01/05", "20260105", "2026.1.5", "2026年1月5日", "２０２６年１月５日",
            "令和8年1月5日", "令和 8年 1月 5日", "R8.1.5", "r8.01.05", "R8/1/5", "Ｒ８．１．５",
            "㋿8年1月5日", "46027", "46027.75", "2026/1/5(月)", "2026年1月5日（月）", " 2026/1/5　"}) {
        EXPECT_EQ(iso(text), "2026-01-05") << text;
    }
}

TEST(ReadDate, KnowsFirstYearsOfEras)
{
    EXPECT_EQ(iso("令和元年5月1日"), "2019-05-01");
    EXPECT_EQ(iso("R元.5.1"), "2019-05-01");
    EXPECT_EQ(iso("平成31年4月30日"), "2019-04-30");
    EXPECT_EQ(iso("H31.4.30"), "2019-04-30");
    EXPECT_EQ(iso("S60.12.1"), "1985-12-01");
    EXPECT_EQ(iso("令和元年4月30日"), "");
}

TEST(ReadDate, LeavesTheTimeOfDayOut)
{
    for (const char* text : {"2025-12-31 23:59:59", "2025/12/31 9:05", "2025-12-31T23:59:59",
             "20251231 23:59:59", "202512312359", "20251231235959", "2025/12/31 23:59:59.999",
             "令和7年12月31日 23時59分", "2025年12月31日 23時59分59秒", "2025-12-31T23:59:59+0900",
             "2025-12-31T23:59:59+09:00", "2025-12-31 23:59 JST"}) {
        EXPECT_EQ(iso(text), "2025-12-31") << text;
    }
}

TEST(ReadDate, GivesTheDayInJapanForATimeElsewhere)
{
    EXPECT_EQ(iso("2025-12-31T14:59:59Z"), "2025-12-31");
    EXPECT_EQ(iso("2025-12-31T15:00:00Z"), "2026-01-01");
    EXPECT_EQ(iso("2025-12-31T10:00:00-08:00"), "2026-01-01");
    EXPECT_EQ(iso("2026-01-01T00:30:00+1000"), "2025-12-31");
}

TEST(ReadDate, RefusesDaysThatDoNotExist)
{
    for (const char* text : {"2026-02-30", "2026/13/01", "2026-00-10", "20260230", "令和8年2月30日",
             "2026-01-05 25:00", "2026-01-05 10:60"}) {
        EXPECT_EQ(iso(text), "") << text;
    }
}

TEST(ReadDate, RefusesDatesWithoutAYearOrWithTwoDigitsOfIt)
{
    for (const char* text : {"1月5日", "12/31", "26/1/5", "26-01-05", "1/5/2026", "5-Jan", "", "未定",
             "2026-01", "2026-1/5", "R8", "2026/1/5 頃", "460271", "-46027", "2026-01-05T10:00:00+99:00"}) {
        EXPECT_EQ(iso(text), "") << text;
    }
}

TEST(ReadDate, SurvivesDigitsWithoutEnd)
{
    EXPECT_EQ(iso(std::string(5000, '9')), "");
    EXPECT_EQ(iso("46027." + std::string(5000, '9')), "2026-01-05");
    EXPECT_EQ(iso("9999-12-31T23:00:00Z"), "");
}

TEST(ReadYen, AcceptsWhatPeopleAndSpreadsheetsWrite)
{
    for (const char* text : {"12000", "12,000", "12,000円", "¥12,000", "￥12,000", "\\12,000",
             "１２，０００円", "１２０００", " 12000 ", "12000 円"}) {
        EXPECT_EQ(read_yen(text), domain::Yen{12'000}) << text;
    }
    EXPECT_EQ(read_yen("0"), domain::Yen{});
}

TEST(ReadYen, RefusesSignsFractionsExponentsAndWords)
{
    for (const char* text : {"", "-1", "-9999", "+100", "10000.5", "10000.0", "1.2E+4", "1e4", "一万円くらい",
             "12,00", "1,2000", "12 000", "円", "99999999999999999999", "△100", "#VALUE!"}) {
        EXPECT_EQ(read_yen(text), std::nullopt) << text;
    }
}

TEST(ReadQuantity, AcceptsWholeNumbersOfAnyWidth)
{
    EXPECT_EQ(read_quantity("2"), 2);
    EXPECT_EQ(read_quantity("０１２"), 12);
    EXPECT_EQ(read_quantity("0"), 0);
    EXPECT_EQ(read_quantity("99999999999"), std::numeric_limits<int>::max());
    for (const char* text : {"", "-1", "x", "1.0", "1個", "2 3"})
        EXPECT_EQ(read_quantity(text), std::nullopt) << text;
}

TEST(ReadPostalCode, PutsLostZerosBack)
{
    EXPECT_EQ(read_postal_code("745-0045"), "7450045");
    EXPECT_EQ(read_postal_code("〒７４５－００４５"), "7450045");
    EXPECT_EQ(read_postal_code("600000"), "0600000");
    EXPECT_EQ(read_postal_code("10000"), "0010000");
    for (const char* text : {"745-00", "988-02", "45-0001", "７４５－００"})
        EXPECT_EQ(read_postal_code(text), "") << text << ": zeros in front would be another town";
    for (const char* text : {"", "1234", "12345678", "SW1A 1AA"})
        EXPECT_EQ(read_postal_code(text), "") << text;
}

TEST(ReadPostalCode, PadsEachPartOfACodeInTwoColumns)
{
    EXPECT_EQ(read_postal_code("60", "0"), "0600000");
    EXPECT_EQ(read_postal_code("１", "４５"), "0010045");
    EXPECT_EQ(read_postal_code("745", ""), "");
    EXPECT_EQ(read_postal_code("745", "00455"), "");
}

TEST(JoinPhoneParts, PutsTheZerosOfEachPartBack)
{
    EXPECT_EQ(join_phone_parts("090", "0123", "0045"), "09001230045");
    EXPECT_EQ(join_phone_parts("90", "123", "45"), "09001230045");
    EXPECT_EQ(join_phone_parts("834", "22", "34"), "0834220034");
    EXPECT_EQ(join_phone_parts("+1-808-555-0101", "", ""), "+18085550101");
    EXPECT_EQ(join_phone_parts("", "", ""), "");
}

}  // namespace
}  // namespace furusato::portal_import
