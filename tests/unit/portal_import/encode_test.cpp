#include "furusato/portal_import/encode.hpp"

#include <gtest/gtest.h>

#include "portal_import/decode.hpp"

namespace furusato::portal_import {
namespace {

using namespace std::string_literals;

TEST(Encode, WritesCp932AsWindowsDoes)
{
    EXPECT_EQ(encoded("髙", Encoding::Cp932), "\xFB\xFC"s);
    EXPECT_EQ(encoded("﨑", Encoding::Cp932), "\xFA\xB1"s);
    EXPECT_EQ(encoded("①", Encoding::Cp932), "\x87\x40"s);
    EXPECT_EQ(encoded("∵", Encoding::Cp932), "\x81\xE6"s) << "of three places the one of JIS";
    EXPECT_EQ(encoded("㈱", Encoding::Cp932), "\x87\x8A"s) << "NEC's before IBM's";
    EXPECT_EQ(encoded("～ｱ1", Encoding::Cp932), "\x81\x60\xB1\x31"s);
}

TEST(Encode, KnowsWhatAnEncodingDoesNotHave)
{
    EXPECT_FALSE(encoded("𠮷野", Encoding::Cp932));
    EXPECT_EQ(encoded_or_geta("𠮷野", Encoding::Cp932), "\x81\xAC\x96\xEC"s);
    EXPECT_EQ(encoded("𠮷野", Encoding::Utf8), "𠮷野");
}

TEST(Encode, EveryCharacterThatIsReadIsWrittenSoThatItIsReadTheSame)
{
    int seen = 0;
    for (int lead = 0x81; lead <= 0xFC; ++lead) {
        for (int trail = 0x40; trail <= 0xFC; ++trail) {
            const std::string two{static_cast<char>(lead), static_cast<char>(trail)};
            if ((lead >= 0xA0 && lead < 0xE0) || first_undecodable(two, Encoding::Cp932)) continue;
            const std::string text = decoded(two, Encoding::Cp932);
            const auto written = encoded(text, Encoding::Cp932);
            ASSERT_TRUE(written) << text;
            EXPECT_EQ(decoded(*written, Encoding::Cp932), text);
            ++seen;
        }
    }
    EXPECT_GT(seen, 9'000);
}

}  // namespace
}  // namespace furusato::portal_import
