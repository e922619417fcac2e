#include "furusato/security/keyed_digests.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "furusato/domain/refusal.hpp"

namespace furusato::security {
namespace {

const std::string kKey(64, '0');

TEST(KeyedDigests, GivesTheKnownSha256OfAbc)
{
    EXPECT_EQ(make_digests(kKey)->sha256_hex("abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(KeyedDigests, GivesTheSameSha256InPieces)
{
    const auto digests = make_digests(kKey);
    const auto running = digests->sha256();
    running->add("a");
    running->add("");
    running->add("bc");
    EXPECT_EQ(running->hex(), digests->sha256_hex("abc"));
}

TEST(KeyedDigests, GivesTheKnownHmacOfRfc4231CaseOne)
{
    // RFC 4231 test case 1: key of twenty bytes 0x0b, padded by zero bytes as HMAC does by itself.
    const std::string key = std::string(40, 'b').replace(0, 40, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    EXPECT_EQ(make_digests(key)->keyed_hex("Hi There"),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST(KeyedDigests, GivesTheSameAnswerAgainAndAnotherForAnotherKey)
{
    const auto digests = make_digests(kKey);
    EXPECT_EQ(digests->keyed_number("a"), digests->keyed_number("a"));
    EXPECT_GT(digests->keyed_number("a"), 0);
    EXPECT_NE(digests->keyed_hex("a"), digests->keyed_hex("b"));
    EXPECT_NE(digests->keyed_hex("a"), make_digests(std::string(64, '1'))->keyed_hex("a"));
    EXPECT_NE(digests->key_fingerprint(), make_digests(std::string(64, '1'))->key_fingerprint());
}

class KeyFile : public ::testing::Test {
protected:
    void SetUp() override
    {
        std::filesystem::create_directories(folder_);
        std::filesystem::remove(file_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_ = std::filesystem::path{::testing::TempDir()} / "furusato_key_test";
    std::filesystem::path file_ = folder_ / "ledger.key";
};

TEST_F(KeyFile, IsMadeOnceAndReadableByItsOwnerOnly)
{
    const std::string key = read_or_create_key(file_);
    EXPECT_EQ(key.size(), 64U);
    EXPECT_EQ(read_or_create_key(file_), key);
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(std::filesystem::status(file_).permissions() & others, std::filesystem::perms::none);
}

TEST_F(KeyFile, IsRefusedWhenItHoldsSomethingElse)
{
    std::ofstream{file_} << "not a key\n";
    EXPECT_THROW(read_or_create_key(file_), domain::Refusal);
}

}  // namespace
}  // namespace furusato::security
