#include "portal_import/decode.hpp"

#include <gtest/gtest.h>

namespace furusato::portal_import {
namespace {

using namespace std::string_literals;

TEST(Decode, KnowsTheCharactersThatStrictShiftJisLacks)
{
    EXPECT_EQ(decoded("\xFB\xFC\x8B\xB4", Encoding::Cp932), "髙橋");
    EXPECT_EQ(decoded("\xEE\xE0", Encoding::Cp932), "髙");  // the NEC twin of FBFC
    EXPECT_EQ(decoded("\xED\x95", Encoding::Cp932), "﨑");
    EXPECT_EQ(decoded("\x87\x40\x87\x8A\x87\x54\x87\x82\x87\x84", Encoding::Cp932), "①㈱Ⅰ№℡");
}

TEST(Decode, UsesTheMicrosoftMappingOfWaveDashAndMinus)
{
    EXPECT_EQ(decoded("\x81\x60\x81\x7C\x81\x5C", Encoding::Cp932), "\uFF5E\uFF0D\u2015");
}

TEST(Decode, ReadsSecondBytesThatLookLikeBackslashOrBar)
{
    EXPECT_EQ(decoded("\x83\x5C\x83\x7C\x95\x5C", Encoding::Cp932), "ソポ表");
}

TEST(Decode, KeepsHalfWidthKanaAndAscii)
{
    EXPECT_EQ(decoded("\xBD\xBD\xDE\xB7 12-3\\~", Encoding::Cp932), "ｽｽﾞｷ 12-3\\~");
}

TEST(Decode, PutsAReplacementCharacterForABadByteAndKeepsTheNextOne)
{
    EXPECT_EQ(decoded("\x81,\x93\x63", Encoding::Cp932), "\uFFFD,田");
    EXPECT_EQ(decoded("\x93", Encoding::Cp932), "\uFFFD");
    EXPECT_EQ(decoded("a\x80z\xA0\xFD", Encoding::Cp932), "a\uFFFDz\uFFFD\uFFFD");
    EXPECT_EQ(decoded("a\xE3\x81,b", Encoding::Utf8), "a\uFFFD\uFFFD,b");
}

TEST(Decode, NamesThePositionOfTheFirstBadByte)
{
    EXPECT_EQ(first_undecodable("abcdefgh\x93\x63\x81,", Encoding::Cp932), 10U);
    EXPECT_EQ(first_undecodable("周南\xFF", Encoding::Utf8), 6U);
    EXPECT_EQ(first_undecodable("周南市", Encoding::Utf8), std::nullopt);
    EXPECT_EQ(first_undecodable("", Encoding::Utf8), std::nullopt);
}

TEST(Decode, ReadsUtf8Strictly)
{
    for (const std::string& bad : {"\xC0\xAF"s, "\xE0\x80\xAF"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s,
             "\xF0\x80\x80\x80"s, "\x80"s, "\xE5\x91"s, "\xFE"s}) {
        EXPECT_EQ(first_undecodable(bad, Encoding::Utf8), 0U) << bad;
    }
    EXPECT_EQ(first_undecodable("𠮷邉\U000E0101é", Encoding::Utf8), std::nullopt);
}

TEST(Decode, DecodesLongTextsOfBothKindsInOnePiece)
{
    std::string bytes;
    std::string expected;
    for (int at = 0; at < 500; ++at) {
        bytes += "\x8E\xFC\x93\xEC-1 ";
        expected += "周南-1 ";
    }
    EXPECT_EQ(decoded(bytes, Encoding::Cp932), expected);
    EXPECT_EQ(decoded(expected, Encoding::Utf8), expected);
}

}  // namespace
}  // namespace furusato::portal_import
