#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using tests::import_bytes;
using tests::ImportCase;

// The donation of one record of these columns, beside those that every record needs.
domain::Donation donation_of(const std::string& headers, const std::string& cells, const ImportCase& how = {})
{
    const auto imported = import_bytes(
        "番号,申込日,状態,支払,金額," + headers + "\nA1,2026-10-01,済,カード,10000," + cells + "\n", how);
    return imported.outcomes.at(0).draft->donation;
}

TEST(Normalise, KeepsNamesExactlyAsDecoded)
{
    EXPECT_EQ(donation_of("氏名", "　髙橋　\uFA10子 ").contact.name, "髙橋　\uFA10子");
    EXPECT_EQ(donation_of("氏名", "渡邉\U000E0101").contact.name, "渡邉\U000E0101");
    EXPECT_EQ(donation_of("氏名", "㈱周南").contact.name, "㈱周南");
    EXPECT_EQ(donation_of("カナ", "ワタナヘ\u3099").contact.kana, "ワタナベ");
    EXPECT_EQ(donation_of("カナ", "ﾜﾀﾅﾍﾞ ﾊﾅｺ").contact.kana, "ﾜﾀﾅﾍﾞ ﾊﾅｺ");
}

TEST(Normalise, JoinsFamilyAndGivenNameWithOneFullWidthBlank)
{
    ImportCase how;
    how.profiles[0].aliases[Field::FamilyName] = {"姓"};
    how.profiles[0].aliases[Field::GivenName] = {"名"};
    EXPECT_EQ(donation_of("姓,名", " 周南 ,花子", how).contact.name, "周南　花子");
    EXPECT_EQ(donation_of("姓,名", "周南花子,", how).contact.name, "周南花子");
}

TEST(Normalise, MarksDamagedNamesAndMakesNoKeyOfThem)
{
    const auto imported =
        import_bytes("番号,申込日,状態,支払,金額,氏名\nA1,2026-10-01,済,カード,10000,山〓太郎\n");
    EXPECT_TRUE(imported.outcomes.at(0).draft->donation.name_damaged);
    EXPECT_EQ(imported.outcomes.at(0).draft->keys.name, "");
    EXPECT_FALSE(donation_of("氏名", "渡邉\U000E0101").name_damaged);
}

TEST(Normalise, PutsABlankForALineBreakInsideNamesAndAddresses)
{
    const auto donation = donation_of("建物,備考", "\"コーポ光\r\n203\",\"一行目\r\n二行目\"");
    EXPECT_EQ(donation.contact.building, "コーポ光 203");
    EXPECT_EQ(donation.remark, "一行目\n二行目");
}

TEST(Normalise, ReadsContactFields)
{
    const auto contact = donation_of("郵便番号,都道府県,電話,メール,生年月日",
        "600000,北海道,９０－１２３４－５６７８,Ｄ@example.jp ,S60.1.2")
                             .contact;
    EXPECT_EQ(contact.postal_code, "0600000");
    EXPECT_EQ(contact.phone, "09012345678");
    EXPECT_EQ(contact.mail, "Ｄ@example.jp");
    EXPECT_EQ(contact.birth_date, "1985-01-02");
    EXPECT_EQ(donation_of("生年月日", "不明").contact.birth_date, "");
}

TEST(Normalise, KnowsDonorsAbroadByWhatTheyLackAndTheirPhone)
{
    EXPECT_EQ(
        donation_of("都道府県,市区町村,電話", ",HONOLULU HI 96815 USA,+1-808-555-0101").contact.prefecture,
        "overseas");
    EXPECT_EQ(donation_of("郵便番号,都道府県,電話", "96815,,+1-808-555-0101").contact.postal_code, "");
    EXPECT_EQ(donation_of("都道府県,電話", ",+81-834-22-1234").contact.prefecture, "");
    EXPECT_EQ(donation_of("都道府県,電話", ",0834-22-1234").contact.prefecture, "");
    EXPECT_EQ(donation_of("郵便番号,都道府県,電話", "745-0045,,+1-808-555-0101").contact.prefecture, "");
}

TEST(Normalise, TellsCorporationsByTheirNameWhereTheFileDoesNotSay)
{
    for (const char* name : {"株式会社山陽", "山陽㈱", "㈲山陽", "(同)山陽", "医療法人光会", "山陽合同会社",
             "一般社団法人山陽"}) {
        EXPECT_EQ(donation_of("氏名", name).donor_kind, domain::DonorKind::Corporation) << name;
    }
    EXPECT_EQ(donation_of("氏名", "周南　花子").donor_kind, domain::DonorKind::Individual);
    EXPECT_EQ(donation_of("氏名,区分", "株式会社山陽,個人").donor_kind, domain::DonorKind::Individual);
    EXPECT_EQ(donation_of("氏名,区分", "周南会,団体").donor_kind, domain::DonorKind::Group);
}

TEST(Normalise, MakesGiftCodesComparable)
{
    EXPECT_EQ(donation_of("返礼品", " ｓｎ００１ ").gifts.at(0).gift_code, "SN001");
    EXPECT_EQ(donation_of("返礼品", "").gifts.at(0).gift_key(), "none");
}

TEST(Normalise, MultipliesUnitPricesWhereTheColumnHoldsThem)
{
    ImportCase how;
    EXPECT_EQ(donation_of("数量", "3", how).amount, domain::Yen{10'000});
    how.profiles[0].amount_per = AmountPer::Unit;
    EXPECT_EQ(donation_of("数量", "3", how).amount, domain::Yen{30'000});
}

TEST(Normalise, SumsThePurposesOfAllLines)
{
    const auto imported = import_bytes(
        "番号,行,申込日,状態,支払,金額,使い道コード,使い道\n"
        "A1,1,2026-10-01,済,カード,10000,2,教育\nA1,2,2026-10-01,済,カード,5000,,\nA1,3,2026-10-01,済,カード,3000,2,教育\n"
        "A1,4,2026-10-01,済,カード,2000,7,\n");
    const auto& purposes = imported.outcomes.at(0).draft->donation.purposes;
    ASSERT_EQ(purposes.size(), 3U);
    EXPECT_EQ(purposes.at(0), (domain::PurposeShare{"", "教育", domain::Yen{13'000}, "2"}));
    EXPECT_EQ(purposes.at(1), (domain::PurposeShare{"", "", domain::Yen{5'000}, ""}));
    EXPECT_EQ(purposes.at(2), (domain::PurposeShare{"", "7", domain::Yen{2'000}, "7"}));
}

TEST(Normalise, GivesMasterCodesOnlyFromTheProfilesTable)
{
    ImportCase how;
    how.profiles[0].purposes = {{"教育", "P2"}};
    EXPECT_EQ(donation_of("使い道", "教育", how).purposes.at(0).code, "P2");
    EXPECT_EQ(donation_of("使い道", "文化", how).purposes.at(0).code, "");
}

TEST(Normalise, WantsOneStopWhenAnyLineSaysSo)
{
    const auto imported = import_bytes(
        "番号,行,申込日,状態,支払,金額,特例\nA1,1,2026-10-01,済,カード,1,不要\nA1,2,2026-10-01,済,カード,1, 要\n");
    EXPECT_TRUE(imported.outcomes.at(0).draft->donation.one_stop_requested);
    EXPECT_FALSE(donation_of("特例", "未定").one_stop_requested);
}

TEST(Normalise, NamesARecipientOnlyWhereHeDiffers)
{
    const std::string headers = "氏名,番地,届け先,届け先住所,同じ";
    EXPECT_FALSE(donation_of(headers, "周南　花子,1-2,,,").gifts.at(0).recipient.has_value());
    EXPECT_FALSE(donation_of(headers, "周南　花子,1-2,周南　花子,1-2,").gifts.at(0).recipient.has_value());
    EXPECT_FALSE(donation_of(headers, "周南　花子,1-2,光　太郎,3-4,1").gifts.at(0).recipient.has_value());
    const auto recipient = donation_of(headers, "周南　花子,1-2,光　太郎,3-4,0").gifts.at(0).recipient;
    ASSERT_TRUE(recipient.has_value());
    EXPECT_EQ(recipient->name, "光　太郎");
    EXPECT_EQ(recipient->street, "3-4");
}

TEST(Normalise, ReadsPurposeAndOneStopFromOptionLines)
{
    ImportCase how;
    how.profiles[0].aliases[Field::Options] = {"項目・選択肢"};
    how.profiles[0].option_separators = {":"};
    how.profiles[0].option_purpose = {"*使い道*"};
    how.profiles[0].option_one_stop = {"税金控除申請に必要な書類"};
    how.profiles[0].one_stop["*ワンストップ*"] = true;
    const auto donation = donation_of("項目・選択肢",
        "\"寄附金の使い道:教育\n税金控除申請に必要な書類:必要(ワンストップ特例申請用)\"", how);
    EXPECT_EQ(donation.purposes.at(0).written, "教育");
    EXPECT_TRUE(donation.one_stop_requested);
}

}  // namespace
}  // namespace furusato::portal_import
