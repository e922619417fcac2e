#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <set>
#include <thread>
#include <vector>

#include "furusato/domain/refusal.hpp"
#include "furusato/security/keyed_digests.hpp"
#include "support/temporary_folder.hpp"

namespace furusato::security {
namespace {

class LedgerKey : public testing::Test {
protected:
    std::string bytes() const
    {
        std::ifstream stream{file, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    void write(const std::string& text) const { std::ofstream{file, std::ios::binary} << text; }
    std::string refusal_of_reading(const std::filesystem::path& path) const
    {
        try {
            read_or_create_key(path);
        } catch (const domain::Refusal& refusal) {
            EXPECT_EQ(refusal.kind(), domain::RefusalKind::Invalid);
            return refusal.code();
        }
        return "none";
    }

    tests::TemporaryFolder folder;
    std::filesystem::path file = folder.file("ledger.key");
};

TEST_F(LedgerKey, IsMadeWhenThereIsNone)
{
    const std::string key = read_or_create_key(file);
    EXPECT_EQ(key.size(), 64U);
    EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(bytes(), key + "\n");
}

TEST_F(LedgerKey, IsReadableByItsOwnerOnly)
{
    const mode_t before = ::umask(0);
    read_or_create_key(file);
    ::umask(before);
    struct stat facts {};
    ASSERT_EQ(::stat(file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
}

TEST_F(LedgerKey, IsReadAgainAndNeverReplaced)
{
    const std::string key = read_or_create_key(file);
    EXPECT_EQ(read_or_create_key(file), key);
    EXPECT_EQ(bytes(), key + "\n");
    write(std::string(64, 'a') + "\r\n");
    EXPECT_EQ(read_or_create_key(file), std::string(64, 'a'));
}

TEST_F(LedgerKey, IsAnotherOneEachTime)
{
    std::set<std::string> keys;
    for (int i = 0; i < 20; ++i) keys.insert(read_or_create_key(folder.file(std::to_string(i))));
    EXPECT_EQ(keys.size(), 20U);
}

TEST_F(LedgerKey, IsRefusedWhenItIsNone)
{
    for (const std::string& text :
        {std::string{}, std::string(63, 'a'), std::string(65, 'a'), std::string(63, 'a') + "g",
            std::string(32, 'a') + "\n" + std::string(32, 'a'), std::string(64, '\0')}) {
        write(text);
        EXPECT_EQ(refusal_of_reading(file), "key.unreadable") << text;
        EXPECT_EQ(bytes(), text) << "a bad key is left for a person to look at";
    }
}

TEST_F(LedgerKey, IsRefusedWhereItCannotBeKept)
{
    EXPECT_EQ(refusal_of_reading(folder.path()), "key.unreadable");
    EXPECT_EQ(refusal_of_reading(folder.file("missing") / "ledger.key"), "key.unreadable");
}

TEST_F(LedgerKey, IsTheSameForAllWhoStartAtOnce)
{
    constexpr int kRounds = 200;
    for (int round = 0; round < kRounds; ++round) {
        const auto shared = folder.file(std::to_string(round) + ".key");
        std::string keys[4];
        std::vector<std::thread> threads;
        for (auto& key : keys) {
            threads.emplace_back([&key, &shared] {
                try {
                    key = read_or_create_key(shared);
                } catch (const domain::Refusal& refusal) {
                    key = refusal.code();
                }
            });
        }
        for (auto& thread : threads) thread.join();
        for (const auto& key : keys) ASSERT_EQ(key, keys[0]) << "round " << round;
        ASSERT_EQ(keys[0].size(), 64U) << keys[0];
    }
}

}  // namespace
}  // namespace furusato::security
