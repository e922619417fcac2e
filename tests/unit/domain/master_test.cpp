#include "furusato/domain/master.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

MasterVersion a_version(const std::string& name, Date from, std::optional<Date> to)
{
    MasterVersion version;
    version.code = "2";
    version.name = name;
    version.valid_from = from;
    version.valid_to = to;
    return version;
}

const std::vector<MasterVersion> kRenamed{a_version("子育て", {2003, 4, 21}, Date{2024, 3, 31}),
    a_version("まちがい", {2024, 4, 1}, Date{2024, 3, 31}),
    a_version("子ども未来", {2024, 4, 1}, std::nullopt)};

TEST(Master, IsCalledAsOnTheDay)
{
    EXPECT_EQ(version_on(kRenamed, "2", {2003, 4, 20}), nullptr);
    EXPECT_EQ(version_on(kRenamed, "2", {2024, 3, 31})->name, "子育て");
    EXPECT_EQ(version_on(kRenamed, "2", {2024, 4, 1})->name, "子ども未来");
    EXPECT_EQ(version_on(kRenamed, "3", {2024, 4, 1}), nullptr);
}

TEST(Master, ShowsInAPeriodTheNamesOfThatPeriod)
{
    EXPECT_EQ(name_between(kRenamed, "2", {2023, 4, 1}, {2024, 3, 31}), "子育て");
    EXPECT_EQ(name_between(kRenamed, "2", {2024, 1, 1}, {2024, 12, 31}), "子育て→子ども未来");
    EXPECT_EQ(name_between(kRenamed, "2", {2024, 4, 1}, {2025, 3, 31}), "子ども未来");
}

TEST(Master, OutsideItsDaysIsCalledAsBeforeElseAsFirst)
{
    const std::vector<MasterVersion> ended{a_version("夏祭り", {2023, 4, 1}, Date{2023, 9, 30})};
    EXPECT_EQ(name_between(ended, "2", {2024, 4, 1}, {2025, 3, 31}), "夏祭り");
    EXPECT_EQ(name_between(ended, "2", {2020, 4, 1}, {2021, 3, 31}), "夏祭り");
    EXPECT_EQ(name_between(ended, "9", {2020, 4, 1}, {2021, 3, 31}), "");
}

TEST(Master, HasItsStandardNameBeforeItsFirstVersion)
{
    const std::vector<MasterVersion> named{a_version("新名", {2024, 4, 1}, std::nullopt)};
    EXPECT_EQ(name_between(named, "2", {2023, 4, 1}, {2024, 3, 31}, "標準"), "標準");
    EXPECT_EQ(name_between(named, "2", {2024, 1, 1}, {2024, 12, 31}, "標準"), "標準→新名");
    EXPECT_EQ(name_between(named, "2", {2023, 4, 1}, {2024, 3, 31}, ""), "");
}

TEST(Master, LeavesWithdrawnVersionsOut)
{
    const auto versions = versions_of(kRenamed, "2");
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].name, "子育て");
    EXPECT_EQ(versions[1].name, "子ども未来");
}

}  // namespace
}  // namespace furusato::domain
