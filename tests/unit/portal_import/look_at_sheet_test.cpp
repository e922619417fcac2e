#include "furusato/portal_import/look_at_sheet.hpp"

#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using tests::ImportCase;
using tests::Row;

class SheetBytes : public tests::MemoryBytes {
public:
    using MemoryBytes::MemoryBytes;
    bool counts_rows() const override { return true; }
};

SheetContent look(const std::string& text, const ImportCase& how = {})
{
    const auto eras = tests::some_eras();
    const auto rules = tests::some_received_date_rules();
    const auto folds = tests::some_folds();
    SheetBytes source{text};
    return look_at_sheet(source, "名簿",
        {how.profiles, eras, rules, folds, how.business_date, how.portal, how.encoding, how.limits});
}

std::string refusal_of(const std::string& text)
{
    try {
        look(text);
    } catch (const domain::Refusal& refusal) {
        return refusal.code() + " " + refusal.details().back().second;
    }
    return "";
}

TEST(LookAtSheet, KnowsAPortalByItsHeader)
{
    EXPECT_TRUE(look(tests::kHeader + Row{}.text()).has_signature);
    EXPECT_FALSE(look("日付,金額\n2026-10-01,1\n").has_signature);
    EXPECT_TRUE(look("").is_empty);
    EXPECT_FALSE(look("a\n").is_empty);
}

TEST(LookAtSheet, KnowsALayoutThatFixesItsDelimiterInASheetToo)
{
    ImportCase how;
    how.profiles[0].delimiter = '\t';
    EXPECT_TRUE(look(tests::kHeader + Row{}.text(), how).has_signature);
}

TEST(LookAtSheet, CountsTheColumnsOfThePortalAskedFor)
{
    ImportCase how;
    how.portal = "sample";
    const auto content = look("番号,金額,氏名,その他\n", how);
    EXPECT_FALSE(content.has_signature);
    EXPECT_EQ(content.known_columns, 3U);
}

TEST(LookAtSheet, RefusesIndividualNumbersByNameAndByTheirDigits)
{
    EXPECT_EQ(refusal_of("氏名,個人番号\n"), "file.individual_number 名簿!B");
    EXPECT_EQ(refusal_of("a,b,c\n,,123456789018\n,,123456789026\n,,1234-5678-9034\n"),
        "file.individual_number 名簿!C");
    EXPECT_EQ(refusal_of("a,b,c\n,,123456789019\n,,123456789027\n,,123456789035\n"), "")
        << "their check digits are wrong";
}

}  // namespace
}  // namespace furusato::portal_import
