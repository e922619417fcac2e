#include "furusato/application/list_donations.hpp"

#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DonationFilter;
using application::ListedDonation;

using Orders = std::vector<std::string>;

class DonationSearch : public OnEveryEngine {
protected:
    /// Order numbers of what the search finds; the total must say how many.
    Orders search(const std::string& word)
    {
        DonationFilter filter;
        filter.search = word;
        return list(filter);
    }
    Orders list(const DonationFilter& filter)
    {
        Orders found;
        total = ledger.list_donations()
                    .execute(filter,
                        [&](const ListedDonation& listed) {
                            found.push_back(listed.donation.order.order_number);
                        })
                    .number;
        return found;
    }
    std::string shown(const std::string& number)
    {
        try {
            return ledger.list_donations().show(number).listed.donation.order.order_number;
        } catch (const domain::Refusal& refusal) {
            EXPECT_EQ(refusal.kind(), domain::RefusalKind::NotFound);
            return refusal.code();
        }
    }
    std::int64_t total = -1;
};

TEST_P(DonationSearch, FindsOurNumbersInAnyWidth)
{
    ledger.load_city().execute(a_city(), ledger.caller());
    ledger.import(choice_csv({{.order = "A"}, {.order = "B"}}));
    ledger.issue({"F23-0000002"});
    EXPECT_EQ(search("F23-0000001"), (Orders{"A"}));
    EXPECT_EQ(search(" ｆ２３－００００００２ "), (Orders{"B"}));
    EXPECT_EQ(search("R5-0000001"), (Orders{"B"}));
    EXPECT_EQ(search("ｒ５－００００００１"), (Orders{"B"}));
    EXPECT_EQ(search("R5-0000002"), Orders{});
    EXPECT_EQ(search(""), (Orders{"A", "B"}));
}

TEST_P(DonationSearch, FindsPortalOrderNumbersInAnyWidth)
{
    ledger.import(choice_csv({{.order = "C202300000001"}, {.order = "C202300000002"}}));
    EXPECT_EQ(search("C202300000001"), (Orders{"C202300000001"}));
    EXPECT_EQ(search("ｃ２０２３０００００００２"), (Orders{"C202300000002"}));
}

TEST_P(DonationSearch, FindsTheCodeOfAGift)
{
    ledger.import_gift_file(gift_csv({{.code = "SN001"}, {.code = "SN003"}}));
    ledger.import(choice_csv({{.order = "A"}, {.order = "B", .gift_code = "XY-9"}}));
    EXPECT_EQ(search("sn001"), (Orders{"A"}));
    EXPECT_EQ(search("ＸＹ－９"), (Orders{"B"})) << "one that no catalogue knows";
    EXPECT_EQ(search("SN003"), Orders{});
    EXPECT_EQ(shown("SN001"), "donation.unknown") << "a gift is no donation";
}

TEST_P(DonationSearch, FindsPeopleByAPartOfTheirNameKanaMailOrPhone)
{
    ledger.import(choice_csv({{.order = "A",
                                  .name = "周南　太郎",
                                  .kana = "シュウナン　タロウ",
                                  .phone = "090-1234-5678",
                                  .mail = "Taro_100%@example.jp"},
        {.order = "B",
            .name = "徳山 花子",
            .kana = "トクヤマ　ハナコ",
            .phone = "0834-22-8888",
            .mail = "hana@example.jp"}}));
    EXPECT_EQ(search("周南太郎"), (Orders{"A"}));
    EXPECT_EQ(search("南 太"), (Orders{"A"}));
    EXPECT_EQ(search("徳山　花"), (Orders{"B"}));
    EXPECT_EQ(search("ﾄｸﾔﾏ"), (Orders{"B"}));
    EXPECT_EQ(search("090-1234"), (Orders{"A"}));
    EXPECT_EQ(search("０８３４２２"), (Orders{"B"}));
    EXPECT_EQ(search("example.jp"), (Orders{"A", "B"}));
    EXPECT_EQ(search("taro_100%"), (Orders{"A"})) << "letters of a mail address in any case";
    EXPECT_EQ(search("a_e"), Orders{}) << "_ and % mean themselves";
    EXPECT_EQ(search("%"), (Orders{"A"}));
}

TEST_P(DonationSearch, FindsANameTypedExactlyAsItIsStored)
{
    const Orders names{
        "大\uFA10　一", "㈱周南商店", "葛\U000E0100城　二", "髙﨑　三", "𠮷田　四", "Ｊｏｈｎ　Ｓｍｉｔｈ"};
    std::vector<PortalRow> rows;
    for (const auto& name : names) rows.push_back({.order = name, .name = name, .phone = ""});
    ledger.import(choice_csv(rows));
    for (const auto& name : names) EXPECT_EQ(search(name), (Orders{name}));
}

TEST_P(DonationSearch, FindsTheSamePeopleUnderEveryWritingOfTheirName)
{
    ledger.import(choice_csv(
        {{.order = "A", .name = "髙橋　太郎", .kana = "タカハシ　タロウ", .phone = "090-1111-0912"},
            {.order = "B", .name = "高橋　花子", .kana = "ﾀｶﾊｼ ﾊﾅｺ", .phone = "0834-22-8444"},
            {.order = "C", .name = "山田　太郎", .kana = "ヤマダ　タロウ", .phone = "090-0912-3333"}}));
    for (const char* typed : {"たかはし", "髙橋", "高橋", "ﾀｶﾊｼ", "タカハシ"})
        EXPECT_EQ(search(typed), (Orders{"A", "B"})) << typed;
    EXPECT_EQ(search("たろう"), (Orders{"A", "C"}));
    EXPECT_EQ(search("0912"), (Orders{"A"})) << "the end of a number";
    EXPECT_EQ(search("０９０－１１１１"), (Orders{"A"}));
}

TEST_P(DonationSearch, FindsSomebodyByWhatAClerkCorrected)
{
    ledger.import(choice_csv({{.order = "A", .name = "高僑　太郎", .kana = "タカハシ　タロウ"}}));
    ledger.change_donation().edit(
        {"A", "申込書で確認", {}, ledger.caller()}, {{"name", "高橋　太郎"}, {"phone", "0834-22-8444"}});
    EXPECT_EQ(search("髙橋"), (Orders{"A"}));
    EXPECT_EQ(search("8444"), (Orders{"A"}));
}

TEST_P(DonationSearch, FindsAReturningDonorByAnotherPhoneNumber)
{
    ledger.import(choice_csv({{.order = "A", .phone = "090-1111-2222", .mail = "taro@example.jp"}}));
    ledger.import(choice_csv({{.order = "B", .phone = "0834-22-8444", .mail = "taro@example.jp"}}));
    ASSERT_EQ(ledger.donation("A").donor, ledger.donation("B").donor);
    EXPECT_EQ(search("8444"), (Orders{"A", "B"})) << "all donations of that person";
}

TEST_P(DonationSearch, TellsTheTotalWithoutCursorAndLimit)
{
    ledger.import(
        choice_csv({{.order = "A"}, {.order = "B"}, {.order = "C"}, {.order = "D", .name = "別　人"}}));
    DonationFilter filter;
    filter.search = "周南";
    filter.limit = 2;
    EXPECT_EQ(list(filter), (Orders{"A", "B"}));
    EXPECT_EQ(total, 3);
    filter.after = ledger.donation("B").id;
    EXPECT_EQ(list(filter), (Orders{"C"}));
    EXPECT_EQ(total, 3);
}

TEST_P(DonationSearch, ShowsADonationWithItsEntriesAndWhereItCameFrom)
{
    ledger.import(choice_csv({PortalRow{}}));
    ledger.import(choice_csv({PortalRow{.status = "キャンセル"}}));
    const auto detail = ledger.list_donations().show("F23-0000001");
    EXPECT_EQ(detail.listed.donation.order.order_number, "C1");
    ASSERT_EQ(detail.entries.size(), 2U);
    EXPECT_EQ(detail.entries[1].kind, "refund");
    ASSERT_TRUE(detail.job);
    EXPECT_EQ(detail.job->file_name, "test.csv");
    const auto by_hand = ledger.enter(a_donation());
    EXPECT_FALSE(ledger.list_donations().show(by_hand.number.text()).job);
}

TEST_P(DonationSearch, ShowsADonationByEachOfItsNumbers)
{
    ledger.load_city().execute(a_city(), ledger.caller());
    ledger.import(choice_csv({{.order = "A1"}, {.order = "B1"}}));
    ledger.issue({"F23-0000002"});
    EXPECT_EQ(shown("f23-0000001"), "A1");
    EXPECT_EQ(shown("A1"), "A1");
    EXPECT_EQ(shown("Ｂ１"), "B1");
    EXPECT_EQ(shown("R5-0000001"), "B1");
    EXPECT_EQ(shown("F23-0000009"), "donation.unknown");
    EXPECT_EQ(shown("Z9"), "donation.unknown");
    EXPECT_EQ(shown(""), "donation.unknown");
}

TEST_P(DonationSearch, ShowsADonationWhoseOrderNumberIsPartOfAnotherOnesPhone)
{
    ledger.import(
        choice_csv({{.order = "12345"}, {.order = "B", .phone = "090-1234-5678"}, {.order = "5678"}}));
    EXPECT_EQ(shown("12345"), "12345");
    EXPECT_EQ(shown("5678"), "5678");
}

TEST_P(DonationSearch, ShowsNobodyByAName)
{
    ledger.import(choice_csv({{.order = "A", .mail = "taro@example.jp"}}));
    EXPECT_EQ(shown("周南"), "donation.unknown");
    EXPECT_EQ(shown("taro@example.jp"), "donation.unknown");
}

RUN_ON_EVERY_ENGINE(DonationSearch);

}  // namespace
}  // namespace furusato::tests
