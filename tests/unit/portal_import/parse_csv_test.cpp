#include "portal_import/parse_csv.hpp"

#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using namespace std::string_literals;
using Cells = std::vector<std::string>;

struct Parsed {
    std::vector<Cells> records;
    std::vector<long> lines;
    std::vector<std::string> raw;
    std::string refusal;
    std::string line;
    bool has_bom = false;
};

Parsed parse(const std::string& bytes, std::size_t step = 1'000'000, long record_max_bytes = 1'000'000)
{
    tests::MemoryBytes source{bytes, step};
    RecordReader reader{source, record_max_bytes};
    Parsed parsed;
    try {
        while (const RawRecord* record = reader.next()) {
            parsed.records.emplace_back(record->cells.begin(), record->cells.end());
            parsed.lines.push_back(record->line);
            parsed.raw.emplace_back(record->bytes);
        }
    } catch (const domain::Refusal& refusal) {
        parsed.refusal = refusal.code();
        parsed.line = refusal.details().front().second;
    }
    parsed.has_bom = reader.has_bom();
    return parsed;
}

TEST(ParseCsv, EndsRecordsAtCrLfAndLfAndCr)
{
    const Parsed parsed = parse("a,b\r\nc,d\ne,f\rg,h");
    EXPECT_EQ(parsed.records, (std::vector<Cells>{{"a", "b"}, {"c", "d"}, {"e", "f"}, {"g", "h"}}));
    EXPECT_EQ(parsed.lines, (std::vector<long>{1, 2, 3, 4}));
}

TEST(ParseCsv, KeepsCommasQuotesAndLineBreaksInsideQuotes)
{
    const Parsed parsed = parse("\"a,b\",\"say \"\"yes\"\"\",\"one\ntwo\r\nthree\rfour\"\nnext,,\n");
    EXPECT_EQ(parsed.records,
        (std::vector<Cells>{{"a,b", "say \"yes\"", "one\ntwo\r\nthree\rfour"}, {"next", "", ""}}));
    EXPECT_EQ(parsed.lines, (std::vector<long>{1, 5}));
}

TEST(ParseCsv, GivesTheSameRecordsHoweverTheBytesArrive)
{
    const std::string bytes =
        "\xEF\xBB\xBFx,\"a\"\"b\"\"\"\r\n\r\n\"\",\"1\r\n2\"\r\n\"q\"tail,\"\"\"\"\r\nlast,\"end\"";
    const Parsed whole = parse(bytes);
    ASSERT_EQ(whole.refusal, "");
    EXPECT_EQ(whole.records,
        (std::vector<Cells>{{"x", "a\"b\""}, {"", "1\r\n2"}, {"qtail", "\""}, {"last", "end"}}));
    EXPECT_EQ(whole.lines, (std::vector<long>{1, 3, 5, 6}));
    for (std::size_t step = 1; step < bytes.size(); ++step) {
        const Parsed stepped = parse(bytes, step);
        EXPECT_EQ(stepped.records, whole.records) << step;
        EXPECT_EQ(stepped.lines, whole.lines) << step;
        EXPECT_EQ(stepped.raw, whole.raw) << step;
    }
}

TEST(ParseCsv, ReadsRecordsAcrossChunksOfALongFile)
{
    std::string bytes;
    for (int at = 0; at < 20'000; ++at)
        bytes += "\"" + std::to_string(at) + "\",\"番地\r\n\"\"棟\"\"\",x\r\n";
    const Parsed parsed = parse(bytes);
    ASSERT_EQ(parsed.records.size(), 20'000U);
    for (std::size_t at = 0; at < parsed.records.size(); ++at) {
        ASSERT_EQ(parsed.records[at], (Cells{std::to_string(at), "番地\r\n\"棟\"", "x"}));
        ASSERT_EQ(parsed.lines[at], static_cast<long>(2 * at + 1));
    }
}

TEST(ParseCsv, TakesAQuoteInsideAnUnquotedCellAsItIs)
{
    EXPECT_EQ(parse("ab\"c,d\"\n").records, (std::vector<Cells>{{"ab\"c", "d\""}}));
}

TEST(ParseCsv, KeepsWhatStandsBehindAClosingQuote)
{
    EXPECT_EQ(parse("\"a\"\"b\"c,d\n").records, (std::vector<Cells>{{"a\"bc", "d"}}));
}

TEST(ParseCsv, SkipsBlankLinesButCountsThem)
{
    const Parsed parsed = parse("\r\na\n\n\r\rb\n\n");
    EXPECT_EQ(parsed.records, (std::vector<Cells>{{"a"}, {"b"}}));
    EXPECT_EQ(parsed.lines, (std::vector<long>{2, 6}));
}

TEST(ParseCsv, KeepsTheBytesOfARecordAsInTheFile)
{
    EXPECT_EQ(parse("\"a\"\"\",b \r\nc\n").raw, (std::vector<std::string>{"\"a\"\"\",b ", "c"}));
}

TEST(ParseCsv, SplitsCp932WhoseSecondBytesLookLikeBackslashOrBar)
{
    EXPECT_EQ(parse("\x83\x5C,\x95\x5C\n\"\x83\x7C\",\x83\x5C\n").records,
        (std::vector<Cells>{{"\x83\x5C", "\x95\x5C"}, {"\x83\x7C", "\x83\x5C"}}));
}

TEST(ParseCsv, SkipsTheByteOrderMark)
{
    const Parsed parsed = parse("\xEF\xBB\xBF\"a\",b\n");
    EXPECT_TRUE(parsed.has_bom);
    EXPECT_EQ(parsed.records, (std::vector<Cells>{{"a", "b"}}));
}

TEST(ParseCsv, SplitsAtTabsWhereTheFirstLinesHoldMoreOfThem)
{
    EXPECT_EQ(
        parse("a\tb\tc, d\n1\t2\t3\n").records, (std::vector<Cells>{{"a", "b", "c, d"}, {"1", "2", "3"}}));
}

TEST(ParseCsv, RefusesAQuoteThatNeverClosesAtTheLineWhereItOpened)
{
    const Parsed parsed = parse("a,b\nc,\"one\ntwo\",\"three\nfour\n");
    EXPECT_EQ(parsed.refusal, "file.unclosed_quote");
    EXPECT_EQ(parsed.line, "3");
}

TEST(ParseCsv, RefusesAnOpenQuoteThatSwallowsTheRestOfALongFile)
{
    std::string bytes = "a,b\nc,\"open\n";
    for (int at = 0; at < 200'000; ++at) bytes += "more,text\n";
    const Parsed parsed = parse(bytes);
    EXPECT_EQ(parsed.refusal, "file.unclosed_quote");
    EXPECT_EQ(parsed.line, "2");
}

TEST(ParseCsv, RefusesARecordOverTheLimit)
{
    EXPECT_EQ(parse("a,b\n" + std::string(101, 'x') + "\nc\n", 1000, 100).refusal, "file.record_too_long");
    EXPECT_EQ(parse("a,b\n" + std::string(101, 'x') + "\nc\n", 1000, 100).line, "2");
    EXPECT_EQ(parse("a,b\n" + std::string(100, 'x') + "\nc\n", 1000, 100).refusal, "");
}

/// A gigabyte of one letter that is never held.
class EndlessLine : public ByteSource {
public:
    std::size_t read(char* buffer, std::size_t size) override
    {
        std::memset(buffer, 'x', size);
        given_ += size;
        return given_ < 1'000'000'000 ? size : 0;
    }
    void rewind() override {}
    std::size_t given() const { return given_; }

private:
    std::size_t given_ = 0;
};

TEST(ParseCsv, RefusesAGigabyteInOneLineAfterTheFirstMegabyte)
{
    EndlessLine source;
    RecordReader reader{source, 1'000'000};
    EXPECT_THROW(reader.next(), domain::Refusal);
    EXPECT_LT(source.given(), 3'000'000U);
}

TEST(ParseCsv, RefusesNulBytes)
{
    EXPECT_EQ(parse("a,b\nc\0,d\n"s).refusal, "file.binary");
    std::string late(600'000, ' ');
    for (std::size_t at = 79; at < late.size(); at += 80) late[at] = '\n';
    EXPECT_EQ(parse(late + '\0').refusal, "file.binary");
}

TEST(ParseCsv, RefusesOtherFormatsWhateverTheirName)
{
    EXPECT_EQ(parse("%PDF-1.7\n\0\0"s).refusal, "file.not_csv");
    EXPECT_EQ(parse("PK\x03\x04\0\0"s).refusal, "file.not_csv");
    EXPECT_EQ(parse("<!DOCTYPE html><html>ログイン").refusal, "file.not_csv");
    EXPECT_EQ(parse("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s).refusal, "file.old_workbook");
}

TEST(ParseCsv, TakesOffWhatGuardsACellFromASpreadsheet)
{
    const Parsed parsed = parse("'=1+1,'-5,'0834223333,=\"0123\",\"=\"\"0456\"\"\",\"'@x\"\n");
    EXPECT_EQ(parsed.records, (std::vector<Cells>{{"=1+1", "-5", "0834223333", "0123", "0456", "@x"}}));
    EXPECT_EQ(parsed.raw[0], "'=1+1,'-5,'0834223333,=\"0123\",\"=\"\"0456\"\"\",\"'@x\"") << "as in the file";
}

TEST(ParseCsv, LeavesWhatOnlyLooksLikeAGuard)
{
    const Cells cells{"'26年度", "=", "'", "=\"", "=\"a\"&\"b\"", "it's", "=A1", "'abc'"};
    std::string line;
    for (const auto& cell : cells) line += (line.empty() ? "" : ",") + cell;
    EXPECT_EQ(parse(line).records, (std::vector<Cells>{cells}));
}

/// Rows of a sheet: a line break in a cell counts no line.
class SheetBytes : public tests::MemoryBytes {
public:
    using MemoryBytes::MemoryBytes;
    bool counts_rows() const override { return true; }
};

TEST(ParseCsv, CountsTheRowsOfASheet)
{
    SheetBytes source{"a,b\n\n\"x\ny\nz\",c\nd,e\n"};
    RecordReader reader{source, 1000};
    std::vector<long> lines;
    while (const RawRecord* record = reader.next()) lines.push_back(record->line);
    EXPECT_EQ(lines, (std::vector<long>{1, 3, 4}));
}

TEST(ParseCsv, FindsNothingInAnEmptyFile)
{
    EXPECT_TRUE(parse("").records.empty());
    EXPECT_TRUE(parse("\xEF\xBB\xBF\r\n\r\n").records.empty());
}

}  // namespace
}  // namespace furusato::portal_import
