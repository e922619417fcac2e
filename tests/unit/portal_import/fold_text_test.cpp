#include "furusato/portal_import/fold_text.hpp"

#include <gtest/gtest.h>

namespace furusato::portal_import {
namespace {

TEST(FoldText, NfkcFoldsWidthAndCompatibilityForms)
{
    EXPECT_EQ(nfkc("１２，０００円ｶﾞ①㈱Ⅲ"), "12,000円ガ1(株)III");
    EXPECT_EQ(nfkc("\uFA19\uF9DC"), "神隆");
    EXPECT_EQ(nfkc("髙﨑周南ー"), "髙﨑周南ー");
    EXPECT_EQ(nfkc("か\u3099"), "が");
    EXPECT_EQ(nfkc(""), "");
}

TEST(FoldText, ComposesKanaAndNothingElse)
{
    EXPECT_EQ(compose_kana("カ\u3099キ\u3099ハ\u309A"), "ガギパ");
    EXPECT_EQ(compose_kana("塚\uFA10 e\u0301 邉\U000E0101"),
        "塚\uFA10 e\u0301 邉\U000E0101");  // NFC would change the first
    EXPECT_EQ(compose_kana("漢\u3099"), "漢\u3099");
    EXPECT_EQ(compose_kana("\u3099カ"), "\u3099カ");
}

TEST(FoldText, FoldsWordsToOneForm)
{
    EXPECT_EQ(fold_word(" 寄 付　金 "), "寄附金");
    EXPECT_EQ(fold_word("ＡＮＡ　ｐａｙ"), "ANAPAY");
    EXPECT_EQ(fold_word("\uFEFF受付番号\u200B"), "受付番号");
    EXPECT_EQ(fold_word("ﾎﾟｲﾝﾄ"), "ポイント");
    EXPECT_EQ(fold_word("品名１"), fold_word("品名1"));
}

TEST(FoldText, TrimsBlanksOfBothWidths)
{
    EXPECT_EQ(trimmed(" \t　周南　市　\r\n "), "周南　市");
    EXPECT_EQ(trimmed("　 　"), "");
    EXPECT_EQ(trimmed(""), "");
    EXPECT_EQ(trimmed("あ"), "あ");
}

TEST(FoldText, CountsCharactersNotBytes)
{
    EXPECT_EQ(length_in_characters("𠮷野a"), 3U);
    EXPECT_EQ(length_in_characters(""), 0U);
}

TEST(FoldText, SeesDamagedNames)
{
    for (const char* name :
        {"山〓太郎", "山?太郎", "山？太郎", "山\uFFFD太郎", "\uE000田", "山\x1A田", "\U0003FFFF田"}) {
        EXPECT_TRUE(is_name_damaged(name)) << name;
    }
    for (const char* name :
        {"髙橋　一郎", "𠮷野", "渡邉\U000E0101", "﨑山", "ジョン・スミス", "Smith", "々木ヶ", ""}) {
        EXPECT_FALSE(is_name_damaged(name)) << name;
    }
}

TEST(PhoneDigits, KeepsDigitsAndAForeignCode)
{
    EXPECT_EQ(phone_digits("0834-22-1234"), "0834221234");
    EXPECT_EQ(phone_digits("（０９０）１２３４－５６７８"), "09012345678");
    EXPECT_EQ(phone_digits("+81-90-1234-5678"), "09012345678");
    EXPECT_EQ(phone_digits("+81 (0)90 1234 5678"), "09012345678");
    EXPECT_EQ(phone_digits("+1-808-555-0101"), "+18085550101");
    EXPECT_EQ(phone_digits("なし"), "");
}

TEST(PhoneDigits, PutsALostLeadingZeroBack)
{
    EXPECT_EQ(phone_digits("834221234"), "0834221234");
    EXPECT_EQ(phone_digits("9012345678"), "09012345678");
    EXPECT_EQ(phone_digits("12345678"), "12345678");
}

TEST(MailKey, FoldsWidthAndCase)
{
    EXPECT_EQ(mail_key(" Ｄ1@Mail.Example.JP "), "d1@mail.example.jp");
}

}  // namespace
}  // namespace furusato::portal_import
