#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using domain::Date;
using Findings = std::vector<std::string>;

/// One line of a former system's list; the donors all differ.
struct FormerRow {
    int number = 1;
    std::string portal = "ふるさとチョイス";
    std::string receipt{};
    std::string shipping = "配達完了";
};

std::string former_csv(const std::vector<FormerRow>& rows)
{
    std::string text =
        "旧管理番号,ポータル,受付番号,申込日,入金日,状態,支払方法,寄附金額,数量,氏名,郵便番号,都道府県,市区町村,町域番地,"
        "使い道,返礼品コード,特例申請,旧受領証明書番号,旧証明書発行日,特例申請受理日,発送状態\r\n";
    for (const FormerRow& row : rows) {
        const std::string number = std::to_string(row.number);
        text += "K" + number + "," + row.portal + ",A" + number +
                ",2023/12/10,2023/12/10,入金済,クレジットカード,10000,1,移行　" + number +
                "郎,745-0045,山口県,周南市,徳山港町1番地,市長におまかせ,SN001,希望する," + row.receipt + "," +
                (row.receipt.empty() ? "" : "2024/1/5") + ",2024/1/8," + row.shipping + "\r\n";
    }
    return text;
}

class MovingIn : public OnEveryEngine {
protected:
    MovingIn()
    {
        auto city = a_city();
        city.duties.push_back({"ana", domain::Duty::Receipts, Date{2020, 4, 1}, domain::DutyHolder::Portal});
        ledger.load_city().execute(city, ledger.caller());
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }
    application::DueReceipts due() { return ledger.issue_receipts().due({{}, {}, {}, {}, ledger.caller()}); }
};

TEST_P(MovingIn, OffersReceiptsOnlyForWhatNobodyElseIssuedOrIssues)
{
    std::vector<FormerRow> rows;
    for (int number = 1; number <= 3'000; ++number) {
        FormerRow row{.number = number};
        if (number <= 2'310) row.receipt = "R5-" + std::to_string(number);
        if (number > 2'310 && number <= 2'458) row.portal = "ANA";
        rows.push_back(row);
    }
    const auto summary = ledger.import(former_csv(rows));
    EXPECT_EQ(summary.portal, "former");
    EXPECT_EQ(summary.orders.added, 3'000);
    const auto offered = due();
    EXPECT_EQ(offered.donations.size(), 542U);
    EXPECT_EQ(offered.skipped_counts.at("former_system"), 2'310);
    EXPECT_EQ(offered.skipped_counts.at("issued_elsewhere"), 148);
    application::DonationFilter unreceipted;
    unreceipted.only_unreceipted = true;
    EXPECT_EQ(ledger.list_donations().execute(unreceipted, [](const auto&) {}).number, 542 + 148);
    EXPECT_EQ(ledger.issue().issued, 542);
    EXPECT_EQ(ledger.issue().issued, 0);
}

TEST_P(MovingIn, KeepsWhatTheFormerSystemDidAndFindsItByItsNumbers)
{
    ledger.import(former_csv({{.number = 7, .receipt = "R5-7"}}));
    const auto stored = ledger.donation("A7");
    ASSERT_TRUE(stored.former);
    EXPECT_EQ(stored.former->number, "K7");
    EXPECT_EQ(stored.former->receipt_number, "R5-7");
    EXPECT_EQ(stored.former->receipt_on, (Date{2024, 1, 5}));
    EXPECT_EQ(stored.former->one_stop_accepted_on, (Date{2024, 1, 8}));
    EXPECT_EQ(stored.gifts.front().shipping_state, "delivered");
    for (const char* number : {"K7", "R5-7", "A7"}) {
        application::DonationFilter filter;
        filter.search = number;
        EXPECT_EQ(ledger.list_donations().execute(filter, [](const auto&) {}).number, 1) << number;
    }
}

TEST_P(MovingIn, OneNumberMayStandForOrdersOfTwoPortals)
{
    const auto summary = ledger.import(former_csv({{.number = 1}, {.number = 1, .portal = "さとふる"}}));
    EXPECT_EQ(summary.orders.added, 2);
    EXPECT_TRUE(ledger.find("A1", "choice") && ledger.find("A1", "satofull"));
    EXPECT_EQ(ledger.import(former_csv({{.number = 1, .portal = "さとふる"}})).orders.unchanged, 1);
}

TEST_P(MovingIn, APortalGoesOnWhereTheFormerSystemStopped)
{
    ledger.import(former_csv({{.number = 1, .receipt = "R5-1"}}));
    const auto told = choice_csv({{.order = "A1", .name = "移行　1郎", .one_stop = "希望する"}});
    const auto summary = ledger.import(told);
    EXPECT_EQ(summary.orders.added, 0);
    EXPECT_EQ(ledger.donation("A1").former->receipt_number, "R5-1");
    EXPECT_TRUE(due().donations.empty());
    const auto cancelled = choice_csv({{.order = "A1", .status = "キャンセル", .name = "移行　1郎"}});
    EXPECT_EQ(ledger.import(cancelled).orders.held, 1) << "its receipt is on paper";
}

TEST_P(MovingIn, AddsToWhatAPortalHasBroughtAlready)
{
    ledger.import(choice_csv({{.order = "A1", .name = "移行　1郎", .remark = "のし希望"}, {.order = "A2"}}));
    const auto digest = ledger.report(2023).digest;
    const auto summary = ledger.import(former_csv({{.number = 1, .receipt = "R5-1"}}));
    EXPECT_EQ(summary.orders.updated, 1);
    EXPECT_EQ(ledger.donation("A1").remark, "のし希望");
    EXPECT_EQ(ledger.donation("A1").former->receipt_number, "R5-1");
    EXPECT_EQ(ledger.report(2023).digest, digest);
    EXPECT_EQ(ledger.import(former_csv({{.number = 1, .receipt = "R5-1"}})).orders.unchanged, 1);
}

TEST_P(MovingIn, AnotherPersonsDonationUnderTheSameNumberIsHeld)
{
    ledger.import(choice_csv({{.order = "A2"}}));
    const auto summary = ledger.import(former_csv({{.number = 2, .receipt = "R5-2"}}));
    EXPECT_EQ(summary.orders.held, 1);
    EXPECT_EQ(summary.issues.front().code, "former.differs");
    EXPECT_FALSE(ledger.donation("A2").former);
}

TEST_P(MovingIn, AnExportWithLessTakesNothingAway)
{
    ledger.import(former_csv({{.number = 1, .receipt = "R5-1"}, {.number = 2}}));
    EXPECT_EQ(ledger.import(former_csv({{.number = 1}})).orders.updated, 0);
    EXPECT_EQ(ledger.donation("A1").former->receipt_number, "R5-1");
    EXPECT_EQ(ledger.import(former_csv({{.number = 1, .receipt = "R5-9"}})).issues.front().code,
        "former_receipt.changed");
    EXPECT_EQ(ledger.import(former_csv({{.number = 2, .receipt = "R5-2"}})).orders.updated, 1);
    EXPECT_TRUE(due().donations.empty());
}

TEST_P(MovingIn, NoReceiptStandsForTwoDonationsAndNoDonationHasTwo)
{
    const auto summary =
        ledger.import(former_csv({{.number = 1, .receipt = "R5-1"}, {.number = 2, .receipt = "R5-1"}}));
    EXPECT_EQ(summary.orders.held, 1);
    EXPECT_EQ(summary.issues.front().code, "former_receipt.duplicate");
    EXPECT_EQ(ledger.import(former_csv({{.number = 3, .receipt = "R5-1"}})).orders.held, 1);
    ledger.import(former_csv({{.number = 4}}));
    ledger.issue({ledger.donation("A4").number.text()});
    EXPECT_EQ(ledger.import(former_csv({{.number = 4, .receipt = "R5-4"}})).issues.front().code,
        "former_receipt.both");
}

TEST_P(MovingIn, APortalWrittenInTwoWaysIsOnePortal)
{
    const auto summary =
        ledger.import(former_csv({{.number = 1, .portal = "窓口"}, {.number = 1, .portal = "郵送"},
            {.number = 2, .portal = "楽天"}, {.number = 2, .portal = "楽天ふるさと納税"}}));
    EXPECT_EQ(summary.orders.added, 2);
    EXPECT_EQ(summary.orders.held, 2);
    EXPECT_EQ(summary.issues.front().code, "order.contradictory");
}

TEST_P(MovingIn, ADayWithoutANumberIsLookedUpAndAWordIsNoNumber)
{
    std::string day_alone = former_csv({{.number = 1, .receipt = "R5-1"}});
    day_alone.erase(day_alone.find("R5-1"), 4);
    EXPECT_EQ(ledger.import(day_alone).issues.front().code, "former_receipt.number_missing");
    std::string word = former_csv({{.number = 2}});
    word.replace(word.find("希望する,,,"), std::string{"希望する,,,"}.size(), "希望する,未発行,,");
    EXPECT_EQ(ledger.import(word).orders.added, 1);
    EXPECT_EQ(due().donations.size(), 1U);
    EXPECT_EQ(ledger.import(former_csv({{.number = 3, .receipt = "R5-0000003"}})).issues.front().code,
        "former_receipt.looks_like_ours");
}

TEST_P(MovingIn, AFormerReceiptLocksItsDonationUntilItIsVoid)
{
    ledger.import(former_csv({{.number = 1, .receipt = "R5-1"}}));
    const application::DonationChange why{"A1", "改名", {}, ledger.caller()};
    EXPECT_THROW(ledger.change_donation().edit(why, {{"name", "移行　壱郎"}}), domain::Refusal);
    EXPECT_THROW(ledger.change_donation().end(why, domain::PaymentEvent::Refund, {}), domain::Refusal);
    ledger.change_donation().void_former_receipt(why);
    ledger.change_donation().edit(why, {{"name", "移行　壱郎"}});
    EXPECT_EQ(due().donations.size(), 1U);
    EXPECT_THROW(ledger.change_donation().void_former_receipt(why), domain::Refusal);
}

TEST_P(MovingIn, UnknownPortalsAndStatesAreNotGuessed)
{
    const auto summary = ledger.import(former_csv(
        {{.number = 1, .portal = "どこか"}, {.number = 2, .shipping = "たぶん発送"}, {.number = 3}}));
    EXPECT_EQ(summary.orders.error, 2);
    EXPECT_EQ(summary.orders.added, 1);
    EXPECT_EQ(summary.issues.front().code, "portal.unknown");
    EXPECT_EQ(summary.issues.back().code, "shipping_state.unknown");
}

TEST_P(MovingIn, TotalsPerYearAndPortalAreComparedWithTheFormerSystems)
{
    ledger.import(
        former_csv({{.number = 1, .receipt = "R5-1"}, {.number = 2}, {.number = 3, .portal = "窓口"}}));
    MemoryBytes expected{
        "ポータル,年,件数,金額\r\nふるさとチョイス,2023,2,\"20,000\"\r\n楽天,2023,1,10000\r\n"};
    const auto totals = ledger.compare_moved_in().execute(&expected);
    ASSERT_EQ(totals.size(), 3U);
    EXPECT_EQ(totals[0].here.portal, "choice");
    EXPECT_EQ(totals[0].here.receipts, 1);
    EXPECT_FALSE(totals[0].is_different());
    EXPECT_EQ(totals[1].here.portal, "generic");
    EXPECT_TRUE(totals[1].is_different()) << "not in the former system's list";
    EXPECT_EQ(totals[2].here.donations, 0);
    EXPECT_TRUE(totals[2].is_different()) << "lost on the way";
}

RUN_ON_EVERY_ENGINE(MovingIn);

}  // namespace
}  // namespace furusato::tests
