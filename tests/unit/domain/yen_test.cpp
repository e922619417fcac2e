#include "furusato/domain/yen.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace furusato::domain {
namespace {

TEST(Yen, HoldsAmountsUpToItsLimitEitherWay)
{
    EXPECT_EQ(Yen{Yen::kLimit}.amount(), 1'000'000'000'000'000);
    EXPECT_EQ(Yen{-Yen::kLimit}.amount(), -1'000'000'000'000'000);
    EXPECT_THROW(Yen{Yen::kLimit + 1}, std::out_of_range);
    EXPECT_THROW(Yen{-Yen::kLimit - 1}, std::out_of_range);
    EXPECT_THROW(Yen{INT64_MAX}, std::out_of_range);
    EXPECT_THROW(Yen{INT64_MIN}, std::out_of_range);
}

TEST(Yen, RefusesSumsAndDifferencesBeyondItsLimit)
{
    EXPECT_EQ(Yen{Yen::kLimit - 1} + Yen{1}, Yen{Yen::kLimit});
    EXPECT_THROW(Yen{Yen::kLimit} + Yen{1}, std::out_of_range);
    EXPECT_THROW(Yen{-Yen::kLimit} - Yen{1}, std::out_of_range);
    Yen total{Yen::kLimit};
    EXPECT_THROW(total += Yen{1}, std::out_of_range);
    EXPECT_EQ(total, Yen{Yen::kLimit});
}

TEST(Yen, AddsSubtractsNegatesAndCompares)
{
    EXPECT_EQ(Yen{10'000} + Yen{2'345}, Yen{12'345});
    EXPECT_EQ(Yen{10'000} - Yen{12'000}, Yen{-2'000});
    EXPECT_EQ(-Yen{500}, Yen{-500});
    EXPECT_LT(Yen{-1}, Yen{});
}

TEST(Yen, Rule0_4_SumsThePublishedDonationsOfFiscalYear2018)
{
    const Yen individuals = Yen{90'111'500} + Yen{683'620};
    const Yen others = Yen{1'530'000} + Yen{16'585'563};
    EXPECT_EQ(individuals + others, Yen{108'910'683});
}

TEST(Yen, ParsesEveryWayAnAmountIsWritten)
{
    for (const auto* text :
        {"12000", "12,000", "12,000円", "12000円", "\u00A512,000", "\uFFE512,000", "\uFFE512000"}) {
        EXPECT_EQ(Yen::parse(text), Yen{12'000}) << text;
    }
    EXPECT_EQ(Yen::parse("0"), Yen{});
    EXPECT_EQ(Yen::parse("999"), Yen{999});
    EXPECT_EQ(Yen::parse("1,234,567"), Yen{1'234'567});
    EXPECT_EQ(Yen::parse("012000"), Yen{12'000});
}

TEST(Yen, ParsesTheBackslashThatWasAYenSignInCp932)
{
    EXPECT_EQ(Yen::parse("\\12,000"), Yen{12'000});
}

TEST(Yen, ParsesItsLimitAndNothingAboveIt)
{
    EXPECT_EQ(Yen::parse("1,000,000,000,000,000"), Yen{Yen::kLimit});
    EXPECT_EQ(Yen::parse("1000000000000001"), std::nullopt);
    EXPECT_EQ(Yen::parse("999999999999999999"), std::nullopt);
    EXPECT_EQ(Yen::parse("9223372036854775808"), std::nullopt);
    EXPECT_EQ(Yen::parse("18446744073709563616"), std::nullopt);
    EXPECT_EQ(Yen::parse(std::string(1'000, '9')), std::nullopt);
}

TEST(Yen, RefusesSignsDecimalsAndExponents)
{
    for (const auto* text :
        {"-1", "+1", "△1,000", "10000.5", "10000.0", "1.2E+4", "1e4", "0x10", "\u00A5-1", "-\u00A51"}) {
        EXPECT_EQ(Yen::parse(text), std::nullopt) << text;
    }
}

TEST(Yen, RefusesCommasThatDoNotSeparateThreeDigits)
{
    for (const auto* text :
        {"1,2,0", "12,00", "1234,567", ",123", "1,234,", "1,,234", "1,23", ",", "12,0000"}) {
        EXPECT_EQ(Yen::parse(text), std::nullopt) << text;
    }
}

TEST(Yen, RefusesTextThatIsNoAmount)
{
    for (const auto* text :
        {"", "円", "\u00A5", "\uFFE5", "\\", "1円2", "円100", "100\u00A5", "\u00A5100円", "\u00A5\u00A5100",
            "100円円", " 100", "100 ", "1 000", "１２０００", "一万円", "12千円", "abc"}) {
        EXPECT_EQ(Yen::parse(text), std::nullopt) << text;
    }
    EXPECT_EQ(Yen::parse(std::string_view{"1\0", 2}), std::nullopt);
}

TEST(Grouped, SeparatesThousandsAndKeepsTheMinus)
{
    EXPECT_EQ(grouped(Yen{}), "0");
    EXPECT_EQ(grouped(Yen{999}), "999");
    EXPECT_EQ(grouped(Yen{1'000}), "1,000");
    EXPECT_EQ(grouped(Yen{123'456}), "123,456");
    EXPECT_EQ(grouped(Yen{1'234'567}), "1,234,567");
    EXPECT_EQ(grouped(Yen{-999}), "-999");
    EXPECT_EQ(grouped(Yen{-123'456}), "-123,456");
    EXPECT_EQ(grouped(Yen{Yen::kLimit}), "1,000,000,000,000,000");
}

TEST(Grouped, IsReadBackByParse)
{
    for (const std::int64_t amount : {0, 7, 999, 1'000, 10'000, 999'999, 1'000'000, 1'073'741'824}) {
        EXPECT_EQ(Yen::parse(grouped(Yen{amount})), Yen{amount});
    }
}

TEST(GiftCost, Rule4_5_MayReachThirtyPercentAndNotOneYenMore)
{
    EXPECT_TRUE(is_within_permille(Yen{3'000}, Yen{10'000}, 300));
    EXPECT_FALSE(is_within_permille(Yen{3'001}, Yen{10'000}, 300));
    EXPECT_TRUE(is_within_permille(Yen{18'000}, Yen{60'000}, 300));
    EXPECT_FALSE(is_within_permille(Yen{27'824}, Yen{60'000}, 300));
}

TEST(SolicitationCost, Rule4_11_MayReachTheCeilingOfThePeriodAndNotOneYenMore)
{
    EXPECT_TRUE(is_within_permille(Yen{47'500'000}, Yen{100'000'000}, 475));
    EXPECT_FALSE(is_within_permille(Yen{47'500'001}, Yen{100'000'000}, 475));
    EXPECT_TRUE(is_within_permille(Yen{50'000'000}, Yen{100'000'000}, 500));
    EXPECT_FALSE(is_within_permille(Yen{302'300'000}, Yen{538'500'000}, 500));  // rule 4.3, 山都町
}

TEST(IsWithinPermille, DoesNotOverflowAtTheLimit)
{
    EXPECT_TRUE(is_within_permille(Yen{Yen::kLimit}, Yen{Yen::kLimit}, 1'000));
    EXPECT_FALSE(is_within_permille(Yen{Yen::kLimit}, Yen{Yen::kLimit}, 999));
    EXPECT_TRUE(is_within_permille(Yen{}, Yen{}, 300));
}

TEST(FormalKanji, Rule8_6_WritesAmountsInDaiji)
{
    EXPECT_EQ(in_formal_kanji(Yen{10'000}), "壱万");
    EXPECT_EQ(in_formal_kanji(Yen{123'456}), "壱拾弐万参千四百五拾六");
    EXPECT_EQ(in_formal_kanji(Yen{1'000}), "壱千");
    EXPECT_EQ(in_formal_kanji(Yen{20'030'001}), "弐千参万壱");
}

TEST(FormalKanji, WritesEveryDigitAndUnit)
{
    EXPECT_EQ(in_formal_kanji(Yen{}), "零");
    EXPECT_EQ(in_formal_kanji(Yen{1}), "壱");
    EXPECT_EQ(in_formal_kanji(Yen{10}), "壱拾");
    EXPECT_EQ(in_formal_kanji(Yen{111}), "壱百壱拾壱");
    EXPECT_EQ(in_formal_kanji(Yen{6'789}), "六千七百八拾九");
    EXPECT_EQ(in_formal_kanji(Yen{100'000'000}), "壱億");
    EXPECT_EQ(in_formal_kanji(Yen{100'000'001}), "壱億壱");
    EXPECT_EQ(in_formal_kanji(Yen{1'000'000'000'001}), "壱兆壱");
    EXPECT_EQ(in_formal_kanji(Yen{Yen::kLimit}), "壱千兆");
}

TEST(FormalKanji, RefusesNegativeAmounts)
{
    EXPECT_THROW(in_formal_kanji(Yen{-1}), std::out_of_range);
}

}  // namespace
}  // namespace furusato::domain
