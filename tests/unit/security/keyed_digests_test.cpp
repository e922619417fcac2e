#include "furusato/security/keyed_digests.hpp"

#include <gtest/gtest.h>

namespace furusato::security {
namespace {

const std::string kKey(64, '0');

TEST(Sha256, GivesTheKnownDigests)
{
    // FIPS 180-2, appendix B, and the digest of nothing.
    const auto digests = make_digests(kKey);
    EXPECT_EQ(digests->sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(digests->sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(digests->sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(digests->sha256_hex(std::string(1'000'000, 'a')),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameInPieces)
{
    const auto digests = make_digests(kKey);
    const auto one = digests->sha256(), other = digests->sha256();
    one->add("a");
    other->add("x");
    one->add("");
    one->add("bc");
    EXPECT_EQ(one->hex(), digests->sha256_hex("abc"));
    EXPECT_EQ(other->hex(), digests->sha256_hex("x"));
}

TEST(KeyedDigests, GiveTheKnownCodes)
{
    // RFC 4231, test cases 1 and 2.
    const auto first = make_digests("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    EXPECT_EQ(
        first->keyed_hex("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    const auto second = make_digests("4a656665");
    EXPECT_EQ(second->keyed_hex("what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(KeyedDigests, StayTheSameHoweverOftenTheyAreAsked)
{
    const auto digests = make_digests(kKey);
    const std::string first = digests->keyed_hex("周南");
    EXPECT_NE(digests->keyed_hex("徳山"), first);
    EXPECT_NE(digests->keyed_hex(""), first);
    EXPECT_EQ(digests->keyed_hex("周南"), first);
    EXPECT_EQ(make_digests(kKey)->keyed_hex("周南"), first);
}

TEST(KeyedDigests, DependOnTheKey)
{
    const auto one = make_digests(kKey), other = make_digests(std::string(63, '0') + "1");
    EXPECT_NE(one->keyed_hex("周南"), other->keyed_hex("周南"));
    EXPECT_NE(one->keyed_number("周南"), other->keyed_number("周南"));
    EXPECT_NE(one->key_fingerprint(), other->key_fingerprint());
    EXPECT_EQ(one->sha256_hex("周南"), other->sha256_hex("周南"));
}

TEST(KeyedNumber, IsTheFirst63BitsOfTheCode)
{
    EXPECT_EQ(make_digests("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b")->keyed_number("Hi There"),
        6'348'428'616'299'027'497);
}

TEST(KeyedNumber, IsNeverNegativeAndNeverNothing)
{
    const auto digests = make_digests(kKey);
    for (int i = 0; i < 1'000; ++i) EXPECT_GT(digests->keyed_number(std::to_string(i)), 0);
}

TEST(KeyFingerprint, NamesAKeyWithoutGivingItAway)
{
    const std::string key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const std::string fingerprint = make_digests(key)->key_fingerprint();
    EXPECT_EQ(fingerprint.size(), 16U);
    EXPECT_EQ(key.find(fingerprint), std::string::npos);
    EXPECT_EQ(make_digests(key)->key_fingerprint(), fingerprint);
}

}  // namespace
}  // namespace furusato::security
