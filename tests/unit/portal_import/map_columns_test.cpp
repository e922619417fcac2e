#include "portal_import/map_columns.hpp"

#include <gtest/gtest.h>

#include "portal_import/find_individual_numbers.hpp"
#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

TEST(MapColumns, FoldsTheNoiseOfHeaders)
{
    for (const char* header : {"（必須）寄付金額", "寄 附 金 額", "【必須】 寄附金額", "寄附金額（必須）",
             "*寄附金額", "\uFEFF寄附金額", "（条件付き必須）寄附金額"}) {
        EXPECT_EQ(fold_header(header), "寄附金額") << header;
    }
    EXPECT_EQ(fold_header("寄附者氏名（カナ）"), fold_header("寄附者氏名(ｶﾅ)"));
}

TEST(MapColumns, FindsDuplicateHeadersByTheirOrder)
{
    const HeaderIndex index{{"予備", "番号", "予備", "予備"}};
    EXPECT_EQ(index.column_of("予備"), 0U);
    EXPECT_EQ(index.column_of("予備#2"), 2U);
    EXPECT_EQ(index.column_of("予備#3"), 3U);
    EXPECT_EQ(index.column_of("予備#4"), std::nullopt);
    EXPECT_EQ(index.column_of("予備#x"), std::nullopt);
}

TEST(MapColumns, TakesTheFirstAliasThatTheFileHas)
{
    PortalProfile profile = tests::a_profile();
    profile.aliases[Field::AppliedOn] = {"注文日時", "申込日"};
    const ColumnMap columns{{"申込日", "番号", "注文日時"}, profile};
    EXPECT_EQ(columns.column_of(Field::AppliedOn), 2U);
    EXPECT_EQ(columns.header_of(Field::OrderNumber), "番号");
    EXPECT_FALSE(columns.has(Field::Amount));
    EXPECT_EQ(columns.missing(profile), (std::vector<std::string>{"状態", "支払", "金額"}));
}

TEST(MapColumns, DecodesTrimsAndUnifiesLineBreaks)
{
    const PortalProfile profile = tests::a_profile();
    const ColumnMap columns{{"備考", "番号", "氏名"}, profile};
    const RawRecord record{3, "raw", {"\x81\x40one\r\ntwo\rthree\n ", " A1 ", "\xFB\xFC\x8B\xB4"}};
    const MappedRow row{record, 2, columns, Encoding::Cp932};
    EXPECT_EQ(row[Field::Remark], "one\ntwo\nthree");
    EXPECT_EQ(row[Field::OrderNumber], "A1");
    EXPECT_EQ(row[Field::Name], "髙橋");
    EXPECT_EQ(row[Field::City], "");
    EXPECT_EQ(row.line(), 3);
    EXPECT_EQ(row.row(), 2);
    EXPECT_EQ(row.raw(), "raw");
}

TEST(IndividualNumbers, AreNamedByTheirHeader)
{
    for (const char* header : {"個人番号", "寄附者個人番号（任意）", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ",
             "ワンストップ特例_個人番号", "My Number"}) {
        EXPECT_TRUE(names_individual_number(header)) << header;
    }
    for (const char* header :
        {"マイナンバーカード有無", "個人番号確認書類", "法人番号", "電話番号", "個人"}) {
        EXPECT_FALSE(names_individual_number(header)) << header;
    }
}

std::optional<std::size_t> search(const std::vector<std::string>& cells)
{
    IndividualNumberSearch found{2};
    for (const std::string& cell : cells) found.look_at({1, "", {"x", cell}});
    return found.found_column();
}

// Twelve digits with the check digit of rules.md 2.A; not anybody's number, as the first eleven are made up
// here.
std::string with_check_digit(long first_eleven)
{
    std::string digits = std::to_string(first_eleven);
    constexpr int weights[] = {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    int sum = 0;
    for (std::size_t at = 0; at < 11; ++at) sum += (digits[at] - '0') * weights[at];
    const int rest = sum % 11;
    return digits + static_cast<char>('0' + (rest <= 1 ? 0 : 11 - rest));
}

std::vector<std::string> made_up_numbers(long count)
{
    std::vector<std::string> numbers;
    for (long at = 0; at < count; ++at) numbers.push_back(with_check_digit(12'345'678'901 + at * 7'919'317));
    return numbers;
}

TEST(IndividualNumbers, AreFoundByTheirCheckDigitsInAnyColumn)
{
    EXPECT_EQ(search(made_up_numbers(3)), 1U);
    EXPECT_EQ(search(made_up_numbers(100)), 1U);
}

TEST(IndividualNumbers, AreFoundBetweenBlanksAndTypingErrors)
{
    auto cells = made_up_numbers(20);
    cells.insert(cells.end(), 10, "");
    cells.push_back("123456789012");
    cells.push_back("なし");
    EXPECT_EQ(search(cells), 1U);
}

TEST(IndividualNumbers, AreFoundInFullWidthAndInGroups)
{
    EXPECT_EQ(search({"１２３４５６７８９０１８", "9876 5432 1000", "2345-6789-0121"}), 1U);
    const std::string cp932 =
        "\x82\x50\x82\x51\x82\x52\x82\x53\x82\x54\x82\x55\x82\x56\x82\x57\x82\x58\x82\x4F\x82\x50\x82\x57";
    EXPECT_EQ(search({cp932, "987654321000", "234567890121"}), 1U);
}

TEST(IndividualNumbers, AreNotSeenInTrackingNumbers)
{
    std::vector<std::string> cells;
    for (long at = 0; at < 1100; ++at) cells.push_back(std::to_string(400'000'000'000 + at * 1'000'003));
    EXPECT_EQ(search(cells), std::nullopt);
}

TEST(IndividualNumbers, AreNotSeenInOneNumberThatRepeatsOrInTwo)
{
    EXPECT_EQ(search(std::vector<std::string>(50, "123456789018")), std::nullopt);
    EXPECT_EQ(search(made_up_numbers(2)), std::nullopt);
}

}  // namespace
}  // namespace furusato::portal_import
