#include "furusato/domain/postal_code.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

TEST(PostalCode, ReadsSevenDigitsWithOrWithoutHyphen)
{
    ASSERT_TRUE(PostalCode::parse("7450045"));
    EXPECT_EQ(PostalCode::parse("7450045"), PostalCode::parse("745-0045"));
    EXPECT_EQ(PostalCode::parse("745-0045")->digits(), "7450045");
    EXPECT_EQ(PostalCode::parse("7450045")->hyphenated(), "745-0045");
}

TEST(PostalCode, KeepsLeadingZeros)
{
    ASSERT_TRUE(PostalCode::parse("0010000"));
    EXPECT_EQ(PostalCode::parse("0010000")->digits(), "0010000");
    EXPECT_EQ(PostalCode::parse("0010000")->hyphenated(), "001-0000");
}

TEST(PostalCode, RepairsNothing)
{
    for (const auto* text :
        {"", "10000", "010000", "74500450", "7450-045", "745--0045", "745-045", "〒745-0045",
            "７４５００４５", "745 0045", "745004a", "-7450045", "7450045-", "745\u20100045"}) {
        EXPECT_EQ(PostalCode::parse(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace furusato::domain
