#include "portal_import/value_table.hpp"

#include <gtest/gtest.h>

#include "portal_import/read_options.hpp"

namespace furusato::portal_import {
namespace {

TEST(ValueTable, FindsAWordInAnyWidthAndCase)
{
    const std::map<std::string, int> table{{"AMAZONPAY", 1}, {"コンビニ", 2}};
    EXPECT_EQ(look_up(table, "Ａｍａｚｏｎ　Pay"), 1);
    EXPECT_EQ(look_up(table, "ｺﾝﾋﾞﾆ"), 2);
    EXPECT_EQ(look_up(table, "コンビニ払い"), std::nullopt);
    EXPECT_EQ(look_up(table, ""), std::nullopt);
}

TEST(ValueTable, TakesTheLongestPatternThatFits)
{
    const std::map<std::string, bool> table{
        {"*ワンストップ*", true}, {"*ワンストップ*不要*", false}, {"不要", false}};
    EXPECT_EQ(look_up(table, "必要(ワンストップ特例申請用)"), true);
    EXPECT_EQ(look_up(table, "ワンストップ特例申請書は不要です"), false);
    EXPECT_EQ(look_up(table, "不要"), false);
    EXPECT_EQ(look_up(table, "必要"), std::nullopt);
}

TEST(ValueTable, FitsPatterns)
{
    EXPECT_TRUE(fits_pattern("*", ""));
    EXPECT_TRUE(fits_pattern("A*C", "ABBC"));
    EXPECT_TRUE(fits_pattern("*A*B", "XAYABB"));
    EXPECT_FALSE(fits_pattern("A*A", "A"));
    EXPECT_FALSE(fits_pattern("*A*B*", "BA"));
    EXPECT_FALSE(fits_pattern("A", "AB"));
}

TEST(ReadOptions, FindsAnOptionByItsNameOrPattern)
{
    const std::string cell = "寄付金の使い道:教育:文化\n税金控除申請に必要な書類: 不要 \nはい";
    EXPECT_EQ(option_value(cell, {"寄附金の使い道"}, {":"}), "教育:文化");
    EXPECT_EQ(option_value(cell, {"*ワンストップ*", "*税金控除*"}, {":"}), "不要");
    EXPECT_EQ(option_value(cell, {"のし"}, {":"}), "");
    EXPECT_EQ(option_value(cell, {}, {":"}), "");
    EXPECT_EQ(option_value("", {"*"}, {":"}), "");
}

}  // namespace
}  // namespace furusato::portal_import
