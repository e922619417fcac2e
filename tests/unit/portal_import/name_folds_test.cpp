#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

TEST(NameKey, JoinsVariantsWidthsAndBlanks)
{
    const NameFolds folds = tests::some_folds();
    EXPECT_EQ(folds.name_key("髙橋　一郎"), "高橋一郎");
    EXPECT_EQ(folds.name_key("　高橋 一郎"), "高橋一郎");
    EXPECT_EQ(folds.name_key("渡邉\U000E0101 花"), "渡辺花");
    EXPECT_EQ(folds.name_key("渡邊花"), "渡辺花");
    EXPECT_EQ(folds.name_key("𠮷野"), "吉野");
    EXPECT_EQ(folds.name_key("神\uFA19"), "神神");
}

TEST(NameKey, KeepsFamiliesApartThatOnlyLookAlike)
{
    const NameFolds folds = tests::some_folds();
    EXPECT_NE(folds.name_key("畠山"), folds.name_key("畑山"));
    EXPECT_NE(folds.name_key("荻原"), folds.name_key("萩原"));
}

TEST(NameKey, DropsTheLegalFormOfABody)
{
    const NameFolds folds = tests::some_folds();
    for (const char* name : {"株式会社山陽工業", "㈱山陽工業", "山陽工業（株）", "山陽工業 株式会社"}) {
        EXPECT_EQ(folds.name_key(name), "山陽工業") << name;
    }
    EXPECT_EQ(folds.name_key("医療法人社団 光会"), "光会");
    EXPECT_EQ(folds.name_key("株式会社"), "株式会社");
}

TEST(NameKey, SortsTheWordsOfARomanName)
{
    const NameFolds folds = tests::some_folds();
    EXPECT_EQ(folds.name_key("John Smith"), folds.name_key("SMITH　john"));
}

TEST(KanaKey, JoinsWidthsKanaAndLongVowels)
{
    const NameFolds folds = tests::some_folds();
    const auto same = [&folds](const char* left, const char* right) {
        return folds.kana_key(left) == folds.kana_key(right);
    };
    EXPECT_TRUE(same("ﾜﾀﾅﾍﾞ ﾊﾅｺ", "わたなべ　はなこ"));
    EXPECT_TRUE(same("コウノ", "コーノ"));
    EXPECT_TRUE(same("オオタ", "オータ"));
    EXPECT_TRUE(same("ユウコ", "ユーコ"));
    EXPECT_TRUE(same("ショウジ", "シヨウヂ"));
    EXPECT_TRUE(same("ヴァレリー", "バレリ"));
    EXPECT_TRUE(same("ハ\u3099ハ\u3099", "ババ"));
    EXPECT_FALSE(same("ハタ", "バタ"));
    EXPECT_FALSE(same("スズキ", "スギ"));
    EXPECT_EQ(folds.kana_key("カブシキガイシャサンヨウコウギョウ"), folds.kana_key("サンヨウコウギョウ"));
}

TEST(AddressKey, ReadsHouseNumbersHoweverTheyAreWritten)
{
    const NameFolds folds = tests::some_folds();
    const std::string key = folds.address_key("7450045", "徳山港町1-2-3", "");
    for (const char* street : {"徳山港町1丁目2番3号", "徳山港町一丁目2番地3", "徳山港町１－２－３",
             "徳山港町1の2の3", "徳山港町1丁目 2番 3号"}) {
        EXPECT_EQ(folds.address_key("7450045", street, ""), key) << street;
    }
    EXPECT_EQ(folds.address_key("1500000", "三番町十二番地5", "コーポ光 203号室"), "1500000-12-5-203");
}

}  // namespace
}  // namespace furusato::portal_import
