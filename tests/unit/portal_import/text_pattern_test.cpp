#include "portal_import/text_pattern.hpp"

#include <gtest/gtest.h>

namespace furusato::portal_import {
namespace {

std::string part(std::string_view pattern, std::string_view text, const std::string& mark)
{
    const auto found = match_pattern(pattern, text);
    return found ? found->at(mark) : "none";
}

TEST(TextPattern, TakesACodeAndANameApart)
{
    EXPECT_EQ(part("[{code}] {name}", "[SN011] 周南ふぐ[2人前]", "code"), "SN011");
    EXPECT_EQ(part("[{code}] {name}", "[SN011] 周南ふぐ[2人前]", "name"), "周南ふぐ[2人前]");
    EXPECT_EQ(part("[{code}] {name}", "［ＳＮ０１１］周南ふぐ", "code"), "SN011");
    EXPECT_EQ(part("{name}[{code}]", "【ふるさと納税】ふぐ[2人前] [SN011]", "code"), "SN011");
    EXPECT_EQ(part("[{code}] {name}", "周南ふぐ", "code"), "none");
    EXPECT_EQ(part("[{code}] {name}", "[2人前] ふぐ", "code"), "none");
    EXPECT_EQ(part("[{code}] {name}", "", "code"), "none");
}

TEST(TextPattern, KnowsTheShipmentsOfASubscription)
{
    EXPECT_EQ(part("{code}_{k}/{n}", "SN_050_2/12", "code"), "SN_050");
    EXPECT_EQ(part("{code}_{k}/{n}", "SN_050_2/12", "k"), "2");
    EXPECT_EQ(part("{code}_{k}/{n}", "SN_050_2/12", "n"), "12");
    for (const char* text : {"SN050", "SN050_2", "SN050_2/", "SN050_a/12", "_2/12", "SN050_1234/12"})
        EXPECT_EQ(part("{code}_{k}/{n}", text, "k"), "none") << text;
}

}  // namespace
}  // namespace furusato::portal_import
