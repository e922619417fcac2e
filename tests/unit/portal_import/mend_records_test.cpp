#include "portal_import/mend_records.hpp"

#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using Cells = std::vector<std::string>;

struct Given {
    Cells cells;
    long line = 0;
    std::string bytes;
    std::string grown;  // header of the column, empty for a record as it stands
    friend bool operator==(const Given&, const Given&) = default;
};

PortalProfile some_profile()
{
    PortalProfile profile;
    profile.aliases = {{Field::OrderNumber, {"番号"}}, {Field::AppliedOn, {"日"}},
        {Field::Prefecture, {"県"}}, {Field::Street, {"番地"}}, {Field::Phone, {"電話"}},
        {Field::Amount, {"金額"}}, {Field::Remark, {"備考"}}};
    return profile;
}

const Cells kHeader{"番号", "日", "県", "番地", "電話", "金額", "備考"};

std::vector<Given> mended(const std::string& text, std::size_t row_width = 7)
{
    const PortalProfile profile = some_profile();
    const ColumnMap columns{kHeader, profile};
    const auto eras = tests::some_eras();
    const ColumnShapes shapes{columns, profile, eras};
    tests::MemoryBytes source{text};
    RecordReader reader{source, 10'000, TextFormat{}};
    RecordMender mender{[&] { return reader.next(); }, shapes, {',', row_width}, std::nullopt};
    std::vector<Given> given;
    while (const RawRecord* record = mender.next()) {
        const auto column = mender.mended_column();
        given.push_back({{record->cells.begin(), record->cells.end()}, record->line,
            std::string{record->bytes}, column ? kHeader[*column] : ""});
    }
    return given;
}

const std::string kGood = "A1,2026/5/1,山口県,1-1,0834-22-3333,10000,よろしく\n";

TEST(MendRecords, LeavesWholeRecordsAlone)
{
    const auto given = mended(kGood + kGood);
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given[1].grown, "");
    EXPECT_EQ(given[1].line, 2);
}

TEST(MendRecords, JoinsACommaWhereOneColumnAloneCanHaveGrown)
{
    const std::string line = "A2,2026/5/1,山口県,平和通1-1,コーポ101,0834-22-3333,10000,よろしく";
    const auto given = mended(line + "\n" + kGood);
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given[0],
        (Given{{"A2", "2026/5/1", "山口県", "平和通1-1,コーポ101", "0834-22-3333", "10000", "よろしく"}, 1,
            line, "番地"}));
    EXPECT_EQ(given[1].cells[0], "A1");
}

TEST(MendRecords, JoinsSeveralCommasAndTheLastColumn)
{
    EXPECT_EQ(mended("A2,2026/5/1,山口県,1-1,0834-22-3333,10000,一,二,,三\n")[0].cells.back(), "一,二,,三");
}

TEST(MendRecords, JoinsAFigureWithItsOwnComma)
{
    const auto given = mended("A2,2026/5/1,山口県,1-1,0834-22-3333,1,000,000,\n");
    ASSERT_EQ(given.size(), 1U);
    EXPECT_EQ(given[0].cells.size(), 9U) << "1,000,000 or 1 with a remark that begins with 000";
    EXPECT_EQ(given[0].grown, "");
}

TEST(MendRecords, LeavesWhatCanBeReadInTwoWays)
{
    // Nothing parts the address from a telephone number that is missing.
    const auto given = mended("A2,2026/5/1,山口県,1-1,,10000,10000,x\n");
    ASSERT_EQ(given.size(), 1U);
    EXPECT_EQ(given[0].cells.size(), 8U);
    EXPECT_EQ(given[0].grown, "");
}

TEST(MendRecords, LeavesWhatFitsInNoWay)
{
    const auto given = mended("A2,yesterday,山口県,1-1,コーポ,0834-22-3333,10000,x\n" + kGood);
    EXPECT_EQ(given[0].cells.size(), 8U);
    EXPECT_EQ(given[0].grown, "");
    EXPECT_EQ(given[1].grown, "");
}

TEST(MendRecords, JoinsLineBreaksInsideARecord)
{
    const auto given = mended(kGood + "A2,2026/5/1,山口県,一行目\n\n三行目,0834-22-3333,10000,x\n" + kGood);
    ASSERT_EQ(given.size(), 3U);
    EXPECT_EQ(given[1], (Given{{"A2", "2026/5/1", "山口県", "一行目\n\n三行目", "0834-22-3333", "10000", "x"},
                            2, "A2,2026/5/1,山口県,一行目\n\n三行目,0834-22-3333,10000,x", "番地"}));
    EXPECT_EQ(given[2].line, 5);
}

TEST(MendRecords, JoinsTwoTornRecordsInARow)
{
    const auto given = mended(
        "A2,2026/5/1,山口県,一\n二,0834-22-3333,10000,x\nA3,2026/5/1,山口県,三\n四,0834-22-3333,10000,x\n");
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given[0].cells[3], "一\n二");
    EXPECT_EQ(given[1].cells[3], "三\n四");
}

TEST(MendRecords, LeavesAFragmentBehindAWholeRecord)
{
    // The remark may have gone on, or somebody wrote a line of his own below the table.
    const auto given = mended(kGood + "以上\n" + kGood);
    ASSERT_EQ(given.size(), 3U);
    EXPECT_EQ(given[1].cells, Cells{"以上"});
    EXPECT_EQ(given[1].grown, "");
    EXPECT_EQ(given[2].cells.size(), 7U);
}

TEST(MendRecords, LeavesARecordThatIsJustTooShort)
{
    const auto given = mended("A2,2026/5/1,山口県\n" + kGood);
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given[0].cells.size(), 3U);
    EXPECT_EQ(given[1].grown, "");
}

TEST(MendRecords, NeverMakesOneRecordOfTwoThatWereCutOff)
{
    // Together they have the cells of one, and each would stand in a column where it may.
    const auto given = mended("A2,2026/5/1,山口県,1-1\nA3,0834-22-3333,10000,x\n");
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given[0].grown + given[1].grown, "");
}

TEST(MendRecords, DropsAnEmptyCellAtTheEndWhereNothingElseCanBeMeant)
{
    const auto given = mended("A2,2026/5/1,山口県,1-1,0834-22-3333,10000,x,\n");
    EXPECT_EQ(given[0].cells.size(), 8U) << "the remark may end with a comma";
    // In a file whose rows all end so it is no part of the row.
    const std::string all = "A2,2026/5/1,山口県,1-1,コーポ,0834-22-3333,10000,x,\n";
    EXPECT_EQ(mended(all, 8)[0].cells[3], "1-1,コーポ");
    EXPECT_EQ(mended(all, 8)[0].cells.size(), 7U);
}

TEST(MendRecords, ReadsCp932)
{
    const std::string prefecture = "\x8E\x52\x8C\xFB\x8C\xA7";  // 山口県
    const std::string street = "\x95\x5C";                      // 表, whose second byte is a backslash
    const auto given = mended("A2,2026/5/1," + prefecture + "," + street + ",2,0834-22-3333,10000,x\n");
    EXPECT_EQ(given[0].cells[3], street + ",2");
    EXPECT_EQ(given[0].grown, "番地");
}

}  // namespace
}  // namespace furusato::portal_import
