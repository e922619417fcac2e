#include "furusato/domain/receipt_number.hpp"

#include <gtest/gtest.h>

#include "unit/domain/japanese_eras.hpp"

namespace furusato::domain {
namespace {

const EraTable& eras()
{
    static const EraTable table = tests::japanese_eras();
    return table;
}

TEST(ReceiptNumber, WritesTheTaxYearByEraLetter)
{
    const ReceiptNumber number{TaxYear{2026}, 1};
    EXPECT_EQ(number.text(eras()), "R8-0000001");
    EXPECT_EQ(number.printed(eras()), "令和8年分 第0000001号");
}

TEST(ReceiptNumber, Rule8_2_NamesTaxYear2019AfterReiwa)
{
    const ReceiptNumber number{TaxYear{2019}, 12};
    EXPECT_EQ(number.text(eras()), "R1-0000012");
    EXPECT_EQ(number.printed(eras()), "令和元年分 第0000012号");
    EXPECT_EQ((ReceiptNumber{TaxYear{2018}, 12}.text(eras())), "H30-0000012");
}

TEST(ReceiptNumber, ReadsWhatItWrites)
{
    for (const int year : {1988, 1989, 2008, 2018, 2019, 2026, 2099}) {
        for (const std::int64_t running : {1, 42, 9'999'999, 10'000'000}) {
            const ReceiptNumber number{TaxYear{year}, running};
            EXPECT_EQ(ReceiptNumber::parse(number.text(eras()), eras()), number) << number.text(eras());
        }
    }
}

TEST(ReceiptNumber, ReadsASmallLetter)
{
    EXPECT_EQ(ReceiptNumber::parse("r8-0000001", eras()), (ReceiptNumber{TaxYear{2026}, 1}));
}

TEST(ReceiptNumber, HasOneTextOnly)
{
    EXPECT_EQ(ReceiptNumber::parse("H31-0000001", eras()), std::nullopt);
    EXPECT_EQ(ReceiptNumber::parse("H38-0000001", eras()), std::nullopt);
    EXPECT_EQ(ReceiptNumber::parse("R08-0000001", eras()), std::nullopt);
    EXPECT_EQ(ReceiptNumber::parse("令和8-0000001", eras()), std::nullopt);
}

TEST(ReceiptNumber, RefusesAnyOtherText)
{
    for (const auto* text : {"", "R", "R8", "R8-", "-", "R-0000001", "8-0000001", "-0000001", "R8-1",
             "R8-000001", "R8-00000001", "R8-000000a", "R8--000001", "R0-0000001", "X8-0000001",
             "F26-0000001", "R9999-0000001", "R99999999999-0000001", "R8-99999999999999999999", "R8-0000001 ",
             " R8-0000001", "Ｒ8-0000001", "R８-0000001", "RR8-0000001", "R8a-0000001"}) {
        EXPECT_EQ(ReceiptNumber::parse(text, eras()), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace furusato::domain
