#include "furusato/domain/local_resident_rule.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

const LocalResidentRule kRule{{{{2003, 4, 21}, {}, "山口県", "周南市"}}};

Address in_city(const std::string& city, const std::string& prefecture = "山口県")
{
    return {"", "", prefecture, city, "1番地", ""};
}

TEST(LocalResidentRule, JudgesByPrefectureAndCity)
{
    EXPECT_TRUE(kRule.is_resident(in_city("周南市"), {2026, 11, 1}));
    EXPECT_TRUE(kRule.is_resident(in_city("周南市大字久米"), {2026, 11, 1}));
    EXPECT_TRUE(kRule.is_resident(in_city("周南市", ""), {2026, 11, 1})) << "written without its prefecture";
    EXPECT_FALSE(kRule.is_resident(in_city("下松市"), {2026, 11, 1}));
    EXPECT_FALSE(kRule.is_resident(in_city("周南市", "広島県"), {2026, 11, 1}));
    EXPECT_FALSE(kRule.is_resident(in_city(""), {2026, 11, 1}));
}

TEST(LocalResidentRule, KnowsTheCityByTheNameOfTheDay)
{
    const LocalResidentRule renamed{
        {{{2000, 1, 1}, Date{2003, 4, 21}, "山口県", "徳山市"}, {{2003, 4, 21}, {}, "山口県", "周南市"}}};
    EXPECT_TRUE(renamed.is_resident(in_city("徳山市"), {2003, 4, 20}));
    EXPECT_FALSE(renamed.is_resident(in_city("周南市"), {2003, 4, 20}));
    EXPECT_FALSE(renamed.is_resident(in_city("徳山市"), {2003, 4, 21}));
    EXPECT_TRUE(renamed.is_resident(in_city("周南市"), {2003, 4, 21}));
    EXPECT_FALSE(renamed.is_resident(in_city("徳山市"), {1999, 12, 31}));
    const LocalResidentRule without_prefecture{{{{2000, 1, 1}, {}, "", "周南市"}}};
    EXPECT_TRUE(without_prefecture.is_resident(in_city("周南市"), {2026, 1, 1}));
    const LocalResidentRule nameless{{{{2000, 1, 1}, {}, "山口県", ""}}};
    EXPECT_FALSE(nameless.is_resident(in_city("周南市"), {2026, 1, 1}))
        << "a city without a name has no residents";
}

}  // namespace
}  // namespace furusato::domain
