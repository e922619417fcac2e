#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using tests::import_bytes;
using tests::ImportCase;

// 番号,申込日,状態,支払,金額,氏名 and rows of it in CP932; the name is 髙橋.
const std::string kCp932Header =
    "\x94\xD4\x8D\x86,\x90\x5C\x8D\x9E\x93\xFA,\x8F\xF3\x91\xD4,\x8E\x78\x95\xA5,\x8B\xE0\x8A\x7A,\x8E\x81\x96\xBC\r\n";
std::string cp932_rows(int count, const std::string& name = "\xFB\xFC\x8B\xB4")
{
    std::string rows;
    for (int at = 0; at < count; ++at) {
        rows +=
            "A" + std::to_string(at) + ",2026-10-01,\x8D\xCF,\x83\x4A\x81\x5B\x83\x68,1000," + name + "\r\n";
    }
    return rows;
}

const std::string kUtf8Header = "番号,申込日,状態,支払,金額,氏名\n";
std::string utf8_rows(int count, const std::string& name = "髙橋")
{
    std::string rows;
    for (int at = 0; at < count; ++at)
        rows += "A" + std::to_string(at) + ",2026-10-01,済,カード,1000," + name + "\n";
    return rows;
}

TEST(Encoding, IsFoundWithoutBeingTold)
{
    const auto cp932 = import_bytes(kCp932Header + cp932_rows(2));
    EXPECT_EQ(cp932.encoding, Encoding::Cp932);
    EXPECT_EQ(cp932.outcomes.at(0).draft->donation.contact.name, "髙橋");
    const auto utf8 = import_bytes(kUtf8Header + utf8_rows(2, "𠮷野"));
    EXPECT_EQ(utf8.encoding, Encoding::Utf8);
    EXPECT_EQ(utf8.outcomes.at(0).draft->donation.contact.name, "𠮷野");
    EXPECT_EQ(import_bytes("\xEF\xBB\xBF" + kUtf8Header + utf8_rows(1)).outcomes.size(), 1U);
}

TEST(Encoding, MakesNoDifferenceToTheContentHash)
{
    const auto hash = [](const tests::Imported& imported) {
        return imported.outcomes.at(0).draft->donation.content_hash;
    };
    EXPECT_EQ(hash(import_bytes(kCp932Header + cp932_rows(1))),
        hash(import_bytes("\xEF\xBB\xBF" + kUtf8Header + utf8_rows(1))));
}

TEST(Encoding, IsNotDoubtedForOneBadByte)
{
    const auto imported = import_bytes(kUtf8Header + utf8_rows(3) + "B1,2026-10-01,済,カード,1000,山\xFF\n");
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.encoding, Encoding::Utf8);
    ASSERT_EQ(imported.outcomes.size(), 4U);
    const auto& bad = imported.outcomes.at(3);
    EXPECT_EQ(bad.kind, OrderOutcome::Kind::Error);
    EXPECT_EQ(bad.issues.at(0).code, "cell.undecodable");
    EXPECT_EQ(bad.issues.at(0).column, "氏名");
    EXPECT_EQ(bad.issues.at(0).value, "山\uFFFD");
    EXPECT_EQ(bad.issues.at(0).line, 5);
}

TEST(Encoding, CountsABadByteInAnyColumnKnownOrNot)
{
    const auto imported =
        import_bytes("番号,申込日,状態,支払,金額,氏名,会員\nA1,2026-10-01,済,カード,1000,周南,\xFF\n");
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).column, "会員");
}

TEST(Encoding, IsRefusedWhenMoreThanOneRowInAHundredIsNoText)
{
    const std::string bad = "B1,2026-10-01,\x8D\xCF,x,1000,\x81\r\n";
    EXPECT_EQ(import_bytes(kCp932Header + cp932_rows(298) + bad + bad).refusal, "");
    const auto refused = import_bytes(kCp932Header + cp932_rows(98) + bad + bad);
    EXPECT_EQ(refused.refusal, "file.wrong_encoding");
    EXPECT_EQ(refused.detail("line"), "100");
}

TEST(Encoding, GivenWronglyIsRefused)
{
    ImportCase utf8;
    utf8.encoding = Encoding::Utf8;
    EXPECT_EQ(import_bytes(kCp932Header + cp932_rows(3), utf8).refusal, "file.wrong_encoding");
    ImportCase cp932;
    cp932.encoding = Encoding::Cp932;
    EXPECT_EQ(
        import_bytes("\xEF\xBB\xBF" + kUtf8Header + utf8_rows(3), cp932).refusal, "file.wrong_encoding");
    EXPECT_EQ(import_bytes(kCp932Header + cp932_rows(3), cp932).refusal, "");
}

TEST(Encoding, OfHeaderAndRowsMustBeTheSame)
{
    EXPECT_EQ(import_bytes(kUtf8Header + cp932_rows(20)).refusal, "file.wrong_encoding");
}

TEST(Encoding, ThatIsNoneOfOursIsRefused)
{
    EXPECT_EQ(import_bytes("\x80\x81\xFF,\xFE\x80\n\xA0\xFF,\xFE\n").refusal, "file.wrong_encoding");
}

}  // namespace
}  // namespace furusato::portal_import
