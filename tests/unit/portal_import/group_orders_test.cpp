#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using Kind = OrderOutcome::Kind;
using tests::import_bytes;
using tests::import_rows;
using tests::Row;

TEST(GroupOrders, GathersTheLinesOfAnOrderWhereverTheyStand)
{
    const auto imported = import_rows(Row{.line = "1", .amount = "10000"}.text() + Row{.number = "B"}.text() +
                                      Row{.line = "2", .amount = "5000", .gift = "SN002"}.text());
    ASSERT_EQ(imported.outcomes.size(), 2U);
    EXPECT_EQ(imported.outcomes.at(0).order_number, "B");
    const auto& order = imported.outcomes.at(1);
    EXPECT_EQ(order.kind, Kind::Draft);
    EXPECT_EQ(order.rows, 2);
    EXPECT_EQ(order.draft->donation.amount, domain::Yen{15'000});
    ASSERT_EQ(order.draft->donation.gifts.size(), 2U);
    EXPECT_EQ(order.draft->donation.gifts.at(1).portal_line, "2");
    EXPECT_EQ(order.draft->donation.gifts.at(1).line_number, 2);
    EXPECT_EQ(order.draft->donation.gifts.at(1).file_line, 4);
}

TEST(GroupOrders, SkipsCopiesOfALine)
{
    const std::string line = Row{}.text();
    const auto imported = import_rows(line + line + Row{.number = "B"}.text() + line);
    ASSERT_EQ(imported.outcomes.size(), 2U);
    EXPECT_EQ(imported.outcomes.at(1).rows, 1);
    EXPECT_EQ(imported.outcomes.at(1).skipped_rows, 2);
    EXPECT_EQ(imported.outcomes.at(1).draft->donation.amount, domain::Yen{10'000});
}

TEST(GroupOrders, HoldsAnOrderWhoseLineSaysTwoThings)
{
    const auto imported = import_rows(
        Row{.amount = "10000"}.text() + Row{.amount = "20000"}.text() + Row{.amount = "20000"}.text());
    ASSERT_EQ(imported.outcomes.size(), 1U);
    const auto& order = imported.outcomes.at(0);
    EXPECT_EQ(order.kind, Kind::Held);
    EXPECT_EQ(order.rows, 2);
    EXPECT_EQ(order.skipped_rows, 1);
    EXPECT_FALSE(order.draft.has_value());
    ASSERT_EQ(order.issues.size(), 2U);
    EXPECT_EQ(order.issues.at(0).code, "order.incomplete");
    EXPECT_EQ(order.issues.at(1).code, "order.contradictory");
    EXPECT_EQ(order.issues.at(1).weight, IssueWeight::Held);
    EXPECT_EQ(order.issues.at(1).line, 3);
}

constexpr const char* kHeaderWithoutLineId = "番号,申込日,状態,支払,金額,氏名,返礼品\n";
const std::string kFirst = "A1,2026-10-01,済,カード,10000,周南,SN001\n";
const std::string kSecond = "A1,2026-10-01,済,カード,5000,周南,SN002\n";
const std::string kOther = "B1,2026-10-01,済,カード,3000,光,SN003\n";

TEST(GroupOrders, TakesAnAdjacentBlockForTheOrderWhereLinesHaveNoId)
{
    const auto imported = import_bytes(kHeaderWithoutLineId + kFirst + kSecond + kOther);
    ASSERT_EQ(imported.outcomes.size(), 2U);
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.amount, domain::Yen{15'000});
}

TEST(GroupOrders, TakesEqualLinesInOneBlockForTwoGifts)
{
    const auto imported = import_bytes(kHeaderWithoutLineId + kFirst + kFirst);
    ASSERT_EQ(imported.outcomes.size(), 1U);
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.amount, domain::Yen{20'000});
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.gifts.size(), 2U);
}

TEST(GroupOrders, TakesALaterEqualBlockForACopy)
{
    const auto imported = import_bytes(kHeaderWithoutLineId + kFirst + kSecond + kOther + kFirst + kSecond);
    ASSERT_EQ(imported.outcomes.size(), 2U);
    EXPECT_EQ(imported.outcomes.at(1).kind, Kind::Draft);
    EXPECT_EQ(imported.outcomes.at(1).rows, 2);
    EXPECT_EQ(imported.outcomes.at(1).skipped_rows, 2);
}

TEST(GroupOrders, HoldsAnOrderWithALaterBlockThatDiffers)
{
    const std::string whole = kHeaderWithoutLineId + kFirst + kSecond + kOther;
    for (const std::string& later : {kSecond, kSecond + kFirst, kFirst}) {
        const auto imported = import_bytes(whole + later);
        ASSERT_EQ(imported.outcomes.size(), 2U);
        EXPECT_EQ(imported.outcomes.at(1).kind, Kind::Held) << later;
        EXPECT_EQ(imported.outcomes.at(1).issues.back().code, "order.contradictory");
    }
}

TEST(GroupOrders, MakesNoDifferenceToTheContentHashInWhichOrderLinesStandOrHowOften)
{
    const std::string one = Row{.line = "1"}.text();
    const std::string two = Row{.line = "2", .amount = "1"}.text();
    const auto hash = [](const std::string& rows) {
        return import_rows(rows).outcomes.at(0).draft->donation.content_hash;
    };
    EXPECT_EQ(hash(one + two), hash(two + one));
    EXPECT_EQ(hash(one + two), hash(one + two + one));
    EXPECT_NE(hash(one + two), hash(one));
    EXPECT_NE(hash(one), hash(Row{.name = "周南　太郎"}.text()));
}

TEST(GroupOrders, ReportsARecordWithoutAnOrderNumberAlone)
{
    const auto imported = import_rows(Row{.number = " 　"}.text() + Row{}.text());
    ASSERT_EQ(imported.outcomes.size(), 2U);
    EXPECT_EQ(imported.outcomes.at(0).kind, Kind::StrayRow);
    EXPECT_EQ(imported.outcomes.at(0).rows, 1);
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).code, "order_number.missing");
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).column, "番号");
}

TEST(GroupOrders, ReportsADamagedOrderNumberAlone)
{
    const auto imported =
        import_rows(Row{.number = "3.89493E+11"}.text() + Row{.number = "3.89493E+11", .line = "2"}.text());
    ASSERT_EQ(imported.outcomes.size(), 2U);
    EXPECT_EQ(imported.outcomes.at(0).kind, Kind::StrayRow);
    EXPECT_EQ(imported.outcomes.at(1).issues.at(0).code, "order_number.damaged");
    EXPECT_EQ(imported.outcomes.at(1).issues.at(0).value, "3.89493E+11");
}

TEST(GroupOrders, ReportsARecordWithAWrongColumnCountAloneAndStillCompletesItsOrder)
{
    const auto imported = import_rows(Row{}.text() + "A1,2,2026-10-01\n" + Row{.number = "B"}.text());
    ASSERT_EQ(imported.outcomes.size(), 3U);
    EXPECT_EQ(imported.outcomes.at(0).kind, Kind::StrayRow);
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).code, "row.column_count");
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).value, "3");
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).raw, "A1,2,2026-10-01");
    EXPECT_EQ(imported.outcomes.at(1).order_number, "A1");
    EXPECT_EQ(imported.outcomes.at(1).kind, Kind::Draft);
}

TEST(GroupOrders, ToleratesACommaAtTheEndOfEveryRow)
{
    std::string rows;
    for (const char* number : {"A", "B", "C"}) {
        std::string row = Row{.number = number}.text();
        rows += row.insert(row.size() - 1, ",");
    }
    EXPECT_EQ(import_rows(rows).outcomes.at(2).kind, Kind::Draft);
}

TEST(GroupOrders, DoesNotTakeAShiftedRowForOneWithACommaAtItsEnd)
{
    const auto imported = import_rows(
        Row{}.text() + "B1,1,2026-10-01,,済,カード,10000,1,周南,市,教育,\n" + Row{.number = "C"}.text());
    EXPECT_EQ(imported.outcomes.at(1).kind, Kind::StrayRow);
}

TEST(GroupOrders, RefusesAFileWhoseRowsAllHaveTheSameOrderNumber)
{
    std::string rows;
    for (int at = 0; at < 1001; ++at) rows += Row{.line = std::to_string(at)}.text();
    EXPECT_EQ(import_rows(rows).refusal, "file.order_too_long");
}

}  // namespace
}  // namespace furusato::portal_import
