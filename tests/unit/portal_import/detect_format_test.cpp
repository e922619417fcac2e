#include "portal_import/detect_format.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using tests::import_bytes;
using tests::import_rows;
using tests::ImportCase;
using tests::Row;

// The small layout with another delimiter; no cell of it holds one.
std::string with(char delimiter, std::string bytes)
{
    std::replace(bytes.begin(), bytes.end(), ',', delimiter);
    return bytes;
}

const FileNote* note_of(const FileReading& reading, const std::string& code)
{
    const auto found = std::find_if(reading.notes.begin(), reading.notes.end(),
        [&code](const FileNote& note) { return note.code == code; });
    return found == reading.notes.end() ? nullptr : &*found;
}

TEST(DetectFormat, TakesTheDelimiterByWhichTheHeaderFits)
{
    for (const char delimiter : {',', '\t', ';'}) {
        const auto imported = import_bytes(with(delimiter, tests::kHeader + Row{}.text()));
        ASSERT_EQ(imported.refusal, "") << delimiter;
        EXPECT_EQ(imported.reading.format, (TextFormat{delimiter, '"'}));
        EXPECT_EQ(imported.reading.format_reason, "header");
        EXPECT_EQ(imported.outcomes.at(0).order_number, "A1");
    }
}

TEST(DetectFormat, IsNotMisledByATitleWithOtherMarks)
{
    const auto imported = import_bytes("出力,条件,なし,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8\n" +
                                       with(';', tests::kHeader + Row{}.text() + Row{.number = "A2"}.text()));
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.reading.format.delimiter, ';');
    EXPECT_EQ(imported.reading.header_line, 2);
    EXPECT_EQ(imported.outcomes.size(), 2U);
}

TEST(DetectFormat, KeepsToTheDelimiterThatAProfileFixes)
{
    ImportCase how;
    how.profiles[0].delimiter = ';';
    EXPECT_EQ(import_rows(Row{}.text(), how).refusal, "file.unknown_portal");
    const auto imported = import_bytes(with(';', tests::kHeader + Row{}.text()), how);
    EXPECT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.reading.format_reason, "profile");
}

TEST(DetectFormat, ReadsSingleQuotesWhereTheHeaderIsWrittenInThem)
{
    const auto imported = import_bytes(
        "'番号','行','申込日','状態','支払','金額','氏名'\n"
        "'A1','1','2026-10-01','済','カード','12,000','O''Brien'\n");
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.reading.format, (TextFormat{',', '\''}));
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.amount, domain::Yen{12'000});
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.contact.name, "O'Brien");
}

TEST(DetectFormat, TellsLineEnds)
{
    const auto end_of = [](const std::string& header_end, const std::string& row_end) {
        std::string header = tests::kHeader;
        std::string row = Row{}.text();
        header.pop_back();
        row.pop_back();
        const auto imported = import_bytes(header + header_end + row + row_end);
        EXPECT_EQ(imported.rows, 1);
        return imported.reading.line_end;
    };
    EXPECT_EQ(end_of("\n", "\n"), LineEnd::Lf);
    EXPECT_EQ(end_of("\r\n", "\r\n"), LineEnd::Crlf);
    EXPECT_EQ(end_of("\r", "\r"), LineEnd::Cr);
    EXPECT_EQ(end_of("\r\n", "\n"), LineEnd::Mixed);
    EXPECT_EQ(end_of("\r", ""), LineEnd::Cr);
}

TEST(DetectFormat, LooksForTheHeaderWhereTheProfileSaysItIs)
{
    const std::string title = "1\n2\n3\n4\n5\n6\n7\n";
    const std::string bytes = title + tests::kHeader + Row{}.text();
    EXPECT_EQ(import_bytes(bytes).refusal, "file.no_header");
    ImportCase how;
    how.profiles[0].title_lines = 7;
    const auto imported = import_bytes(bytes, how);
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.reading.header_line, 8);
    EXPECT_EQ(note_of(imported.reading, "note.title_lines")->details.at(0).second, "7");
    EXPECT_NE(import_rows(Row{}.text(), how).refusal, "");
}

TEST(DetectFormat, SaysWhyItTakesAnEncoding)
{
    ImportCase how;
    EXPECT_EQ(import_rows(Row{}.text(), how).reading.encoding_reason, "bytes");
    EXPECT_EQ(
        import_bytes("\xEF\xBB\xBF" + (tests::kHeader + Row{}.text()), how).reading.encoding_reason, "mark");
    how.encoding = Encoding::Utf8;
    EXPECT_EQ(import_rows(Row{}.text(), how).reading.encoding_reason, "option");
}

TEST(FileNotes, NameWhatTheHeaderLacksAndWhatNobodyAsksFor)
{
    const auto imported =
        import_bytes("金額,番号,支払,状態,申込日,会員,会員,\n10000,A1,カード,済,2026-10-01,x,y,\n");
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(note_of(imported.reading, "note.columns_unused")->details.at(1).second, "会員、会員");
    EXPECT_EQ(note_of(imported.reading, "note.columns_repeated")->details.at(1).second, "会員");
    EXPECT_EQ(note_of(imported.reading, "note.columns_unnamed")->details.at(0).second, "1");
    EXPECT_NE(note_of(imported.reading, "note.columns_missing")->details.at(1).second.find("氏名"),
        std::string::npos);
    EXPECT_EQ(imported.reading.notes.front().line, 1);
}

TEST(FileNotes, SayNothingOfAFileThatIsAsTheProfileSays)
{
    ImportCase how;
    const std::string header = tests::kHeader;
    std::erase_if(how.profiles[0].aliases,
        [&header](const auto& alias) { return header.find(alias.second.front()) == std::string::npos; });
    EXPECT_TRUE(import_rows(Row{}.text(), how).reading.notes.empty());
}

TEST(RepeatedHeaders, AreRefusedWhereTheyContradictEachOther)
{
    const std::string header = "番号,申込日,状態,支払,金額,金額\n";
    const std::string row = "A1,2026-10-01,済,カード,10000,";
    EXPECT_EQ(import_bytes(header + row + "10000\n").refusal, "");
    EXPECT_EQ(import_bytes(header + row + "\n").refusal, "");
    const auto refused = import_bytes(header + row + "10000\nA2,2026-10-01,済,カード,10000,20000\n");
    EXPECT_EQ(refused.refusal, "file.columns_contradict");
    EXPECT_EQ(refused.detail("line"), "3");
    EXPECT_EQ(refused.detail("column"), "金額");
}

TEST(RepeatedHeaders, AreNoRivalsWhereTheProfileSaysWhichIsWhich)
{
    ImportCase how;
    how.profiles[0].aliases[Field::RecipientName] = {"氏名#2"};
    const auto imported = import_bytes(
        "番号,申込日,状態,支払,金額,氏名,氏名\nA1,2026-10-01,済,カード,10000,周南　花子,周南　太郎\n", how);
    ASSERT_EQ(imported.refusal, "");
    EXPECT_EQ(imported.outcomes.at(0).draft->donation.contact.name, "周南　花子");
}

}  // namespace
}  // namespace furusato::portal_import
