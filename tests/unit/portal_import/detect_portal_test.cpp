#include <gtest/gtest.h>

#include <algorithm>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using tests::import_bytes;
using tests::import_rows;
using tests::ImportCase;
using tests::Row;

PortalProfile another_profile(const std::string& id, std::vector<std::string> signature)
{
    PortalProfile profile = tests::a_profile();
    profile.id = id;
    profile.signature = std::move(signature);
    return profile;
}

TEST(DetectPortal, TakesTheProfileWithTheLongestSignature)
{
    ImportCase how;
    how.profiles = {another_profile("short", {"番号", "金額"}),
        another_profile("long", {"番号", "金額", "氏名"}),
        another_profile("other", {"番号", "金額", "氏名", "会員番号"})};
    EXPECT_EQ(import_rows(Row{}.text(), how).portal, "long");
}

TEST(DetectPortal, TakesTheLatestEditionOfALayoutThatIsInForce)
{
    ImportCase how;
    how.profiles = {tests::a_profile(), tests::a_profile(), tests::a_profile()};
    how.profiles[1].valid_from = domain::Date{2026, 4, 1};
    how.profiles[1].label = "2026";
    how.profiles[2].valid_from = domain::Date{2027, 4, 1};
    how.profiles[2].label = "2027";
    EXPECT_EQ(import_rows(Row{}.text(), how).label, "2026");
}

TEST(DetectPortal, FindsTheHeaderBelowATitle)
{
    const auto imported =
        import_bytes("\"寄附一覧\"\n作成日,2026-11-22\n\n" + std::string{tests::kHeader} + Row{}.text());
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.rows, 1);
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.file_line, 5);
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.file_row, 1);
}

TEST(DetectPortal, ReadsHeadersInAnyOrderAndIgnoresUnknownColumns)
{
    const auto imported = import_bytes(
        "会員,金額,（必須）番号,支払,状 態,申込日,氏名\nx,\"12,000\",A1,カード,済,2026-10-01,周南\n");
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.amount, domain::Yen{12'000});
}

TEST(DetectPortal, ReadsTabsAsWell)
{
    std::string bytes = tests::kHeader + Row{}.text();
    std::replace(bytes.begin(), bytes.end(), ',', '\t');
    EXPECT_EQ(import_bytes(bytes).outcomes.size(), 1U);
}

TEST(DetectPortal, RefusesAnEmptyFile)
{
    EXPECT_EQ(import_bytes("").refusal, "file.empty");
    EXPECT_EQ(import_bytes("\xEF\xBB\xBF\r\n").refusal, "file.empty");
}

TEST(DetectPortal, TakesAHeaderWithoutRows)
{
    const auto imported = import_rows("");
    EXPECT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.rows, 0);
    EXPECT_TRUE(imported.outcomes.empty());
}

TEST(DetectPortal, RefusesRowsWithoutAHeader)
{
    EXPECT_EQ(import_bytes(Row{}.text() + Row{.number = "A2"}.text()).refusal, "file.no_header");
    EXPECT_EQ(import_bytes("ただの文章です。\n二行目です。\n").refusal, "file.no_header");
}

TEST(DetectPortal, RefusesALayoutThatNoProfileNames)
{
    const auto imported = import_bytes("品名,色,大きさ\nりんご,赤,3\n");
    EXPECT_EQ(imported.refusal, "file.unknown_portal");
    EXPECT_EQ(imported.detail("line"), "1");
}

TEST(DetectPortal, NamesARequiredColumnThatIsMissing)
{
    const auto imported = import_bytes("番号,行,申込日,状態,支払,数量,氏名\n");
    EXPECT_EQ(imported.refusal, "file.required_column_missing");
    EXPECT_EQ(imported.detail("column"), "金額");
}

TEST(DetectPortal, TakesAForcedPortalWhoseColumnsAreThere)
{
    ImportCase how;
    how.profiles = {another_profile("renamed", {"旧番号"})};
    EXPECT_EQ(import_rows(Row{}.text(), how).refusal, "file.unknown_portal");
    how.portal = "renamed";
    EXPECT_EQ(import_rows(Row{}.text(), how).outcomes.size(), 1U);
}

TEST(DetectPortal, RefusesAForcedPortalThatDoesNotFit)
{
    ImportCase how;
    how.profiles = {tests::a_profile(), another_profile("other", {"申込番号"})};
    how.profiles[1].aliases[Field::OrderNumber] = {"申込番号"};
    how.portal = "other";
    const auto imported = import_rows(Row{}.text(), how);
    EXPECT_EQ(imported.refusal, "file.header_mismatch");
    EXPECT_EQ(imported.detail("column"), "申込番号");
    how.portal = "nowhere";
    EXPECT_EQ(import_rows(Row{}.text(), how).refusal, "portal.unknown");
}

TEST(DetectPortal, RefusesIndividualNumbersByTheirHeader)
{
    const auto imported = import_bytes(
        "番号,行,申込日,状態,支払,金額,数量,氏名,個人番号\nA1,1,2026-10-01,済,カード,1,1,周南,\n");
    EXPECT_EQ(imported.refusal, "file.individual_number");
    EXPECT_EQ(imported.detail("column"), "個人番号");
}

TEST(DetectPortal, RefusesIndividualNumbersByTheirCheckDigits)
{
    std::string bytes = "番号,行,申込日,状態,支払,金額,数量,氏名,会員番号\n";
    for (const char* number : {"123456789018", "987654321000", "234567890121"}) {
        bytes += std::string{"A"} + number + ",1,2026-10-01,済,カード,1,1,周南," + number + "\n";
    }
    const auto imported = import_bytes(bytes);
    EXPECT_EQ(imported.refusal, "file.individual_number");
    EXPECT_EQ(imported.detail("column"), "会員番号");
}

}  // namespace
}  // namespace furusato::portal_import
