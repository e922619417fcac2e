#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::ListedPayment;
using application::PaymentState;
using domain::Date;
using domain::DonationState;
using Findings = std::vector<std::string>;

/// Four transfers awaited: C1 and C2 of one donor with 10,000 yen each, C3 of 12,000, and C4 of a company.
class MatchPayments : public OnEveryEngine {
protected:
    MatchPayments()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        const auto awaited = [](const std::string& order, const std::string& name, const std::string& kana,
                                 const std::string& amount) {
            return PortalRow{.order = order,
                .status = "入金待ち",
                .paid_on = "",
                .name = name,
                .kana = kana,
                .phone = "0834-00-0001",
                .amount = amount,
                .payment = "銀行振込"};
        };
        ledger.import(choice_csv({awaited("C1", "周南　翔太", "シュウナン　ショウタ", "10000"),
            awaited("C2", "周南　翔太", "シュウナン　ショウタ", "10000"),
            awaited("C3", "徳山　春子", "トクヤマ　ハルコ", "12000"),
            awaited("C4", "株式会社コンビナート", "コンビナート", "50000")}));
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }

    application::PaymentImportSummary import(const std::string& lines, bool dry_run = false)
    {
        MemoryBytes bytes{"取引日,お引出し,お預入れ,お取引内容,備考\r\n" + lines};
        return ledger.match_payments().import({"bank.csv", {}, dry_run, ledger.caller()}, bytes);
    }
    std::vector<ListedPayment> payments() { return ledger.match_payments().list(std::nullopt); }
    /// The code of a note, without what it is about.
    static std::string note_of(const ListedPayment& listed)
    {
        return listed.payment.note.substr(0, listed.payment.note.find(' '));
    }
    DonationState state_of(const std::string& order) { return ledger.donation(order).state; }
};

TEST_P(MatchPayments, FindsADonationByItsNumberOrByTheBanksWritingOfItsDonor)
{
    const auto summary = import(
        "2024/1/15,,\"12,000\",ﾌﾘｺﾐ ﾄｸﾔﾏ ﾊﾙｺ,\r\n"
        "2024/1/16,,50000,ﾌﾘｺﾐ ｶ)ｺﾝﾋﾞﾅ-ﾄ,\r\n"
        "2024/1/17,500,,テスウリヨウ,\r\n"
        "2024/1/17,,10000,ﾌﾘｺﾐ ｼﾕｳﾅﾝ ｼﾖｳﾀ,キフ ｃ２\r\n");
    EXPECT_EQ(summary.read, 3);
    EXPECT_EQ(summary.counts.at(PaymentState::Matched), 3);
    EXPECT_EQ(ledger.donation("C3").received_on, (Date{2024, 1, 15}));
    EXPECT_EQ(state_of("C4"), DonationState::Received);
    EXPECT_EQ(state_of("C2"), DonationState::Received);
    EXPECT_EQ(state_of("C1"), DonationState::AwaitingPayment);
    EXPECT_EQ(ledger.report(2023).received.amount(), 72'000);
}

TEST_P(MatchPayments, TellsWhenTheMoneyCameAndForWhichDonationNoStatementShowsIt)
{
    ledger.import(choice_csv({{.order = "CARD"}, {.order = "GONE", .status = "キャンセル"}}));
    import("2024/1/15,,\"12,000\",ﾌﾘｺﾐ ﾄｸﾔﾏ ﾊﾙｺ,\r\n");
    const auto settled = ledger.list_donations().show("C3").payments;
    ASSERT_EQ(settled.size(), 1U);
    EXPECT_EQ(settled.front().paid_on, (Date{2024, 1, 15}));
    EXPECT_TRUE(ledger.list_donations().show("CARD").payments.empty());
    application::DonationFilter filter;
    filter.only_unsettled = true;
    std::vector<std::string> orders;
    const auto list = [&] {
        orders.clear();
        const auto total = ledger.list_donations().execute(
            filter, [&](const auto& listed) { orders.push_back(listed.donation.order.order_number); });
        EXPECT_EQ(total.number, static_cast<std::int64_t>(orders.size()));
        return orders;
    };
    EXPECT_EQ(list(), (std::vector<std::string>{"CARD"}));
    ledger.match_payments().release(payments().front().payment.id, "別人", ledger.caller());
    EXPECT_EQ(list(), (std::vector<std::string>{"CARD"})) << "C3 is awaited again";
    EXPECT_TRUE(ledger.list_donations().show("C3").payments.empty());
}

TEST_P(MatchPayments, TheSameStatementAgainChangesNothing)
{
    const std::string lines = "2024/1/15,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n2024/1/15,,777,ﾘｿｸ,\r\n2024/1/15,,777,ﾘｿｸ,\r\n";
    EXPECT_EQ(import(lines, true).counts.at(PaymentState::Matched), 1);
    EXPECT_TRUE(payments().empty()) << "a dry run";
    EXPECT_EQ(import(lines).known, 0);
    EXPECT_EQ(import(lines).known, 3);
    EXPECT_EQ(payments().size(), 3U) << "two equal lines are two payments";
    EXPECT_EQ(ledger.report(2023).received.amount(), 12'000);
}

TEST_P(MatchPayments, OneForOneWhereAllFitAndNoGuessWhereNot)
{
    EXPECT_EQ(import("2024/1/15,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,\r\n").counts.at(PaymentState::Ambiguous), 1)
        << "two donations for one payment";
    EXPECT_EQ(note_of(payments().front()), "payment.several_donations");
    const std::string two = "2024/1/20,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,\r\n2024/1/21,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,\r\n";
    EXPECT_EQ(import(two, true).counts.at(PaymentState::Ambiguous), 2) << "three payments by now";
    ledger.match_payments().set_aside(payments().front().payment.id, "二重振込", ledger.caller());
    EXPECT_EQ(import(two).counts.at(PaymentState::Matched), 2);
    EXPECT_EQ(import("2024/1/22,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n2024/1/23,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n")
                  .counts.at(PaymentState::Ambiguous),
        2)
        << "two payments for one donation";
    EXPECT_EQ(state_of("C3"), DonationState::AwaitingPayment);
}

TEST_P(MatchPayments, APaymentThatNamesADonationIsForNoOther)
{
    const auto summary = import("2024/1/20,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,C1\r\n2024/1/20,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,\r\n");
    EXPECT_EQ(summary.counts.at(PaymentState::Matched), 2);
    EXPECT_EQ(import("2024/1/25,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,C1\r\n").payments.front().note.substr(0, 20),
        "payment.paid_already")
        << "a second payment of one number";
    EXPECT_EQ(ledger.report(2023).donations, 2);
}

TEST_P(MatchPayments, OfThreeAlikeANamedOneLeavesTwoForOne)
{
    ledger.import(choice_csv({{.order = "C5",
        .status = "入金待ち",
        .paid_on = "",
        .name = "周南　翔太",
        .kana = "シュウナン　ショウタ",
        .payment = "銀行振込"}}));
    const auto summary = import("2024/1/20,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,C1\r\n2024/1/20,,10000,ｼﾕｳﾅﾝ ｼﾖｳﾀ,\r\n");
    EXPECT_EQ(summary.counts.at(PaymentState::Matched), 1);
    EXPECT_EQ(summary.counts.at(PaymentState::Ambiguous), 1) << "C2 or C5";
}

TEST_P(MatchPayments, AnAgentsStatementConfirmsWhatIsReceivedAlready)
{
    ledger.import(choice_csv({{.order = "D1", .name = "周南　翔太", .kana = "シュウナン　ショウタ"}}));
    MemoryBytes bytes{
        "決済日,注文番号,決済金額,氏名\r\n2023/12/10,D1,10000,周南 翔太\r\n2023/12/10,D9,10000,\r\n"};
    const auto before = ledger.report(2023).digest;
    const auto summary = ledger.match_payments().import({"agent.csv", {}, false, ledger.caller()}, bytes);
    EXPECT_EQ(summary.counts.at(PaymentState::Matched), 1);
    EXPECT_EQ(summary.counts.at(PaymentState::Unmatched), 1);
    EXPECT_EQ(payments().front().payment.note, "payment.confirmed");
    EXPECT_EQ(ledger.report(2023).digest, before) << "C1 of the same donor is not paid by it";
    ledger.match_payments().release(payments().front().payment.id, "別件", ledger.caller());
    EXPECT_EQ(state_of("D1"), DonationState::Received);
}

TEST_P(MatchPayments, Rule_5_5_RevenueIsWhatTheDonorGaveAndNotWhatThePortalHandsOn)
{
    MemoryBytes bytes{
        "決済日,注文番号,決済金額,手数料,振込金額,氏名\r\n2024/1/15,C1,10000,1000,9000,周南 翔太\r\n"};
    const auto summary = ledger.match_payments().import({"agent.csv", {}, false, ledger.caller()}, bytes);
    EXPECT_EQ(summary.counts.at(PaymentState::Matched), 1);
    EXPECT_EQ(state_of("C1"), DonationState::Received);
    EXPECT_EQ(ledger.report(2023).received, domain::Yen{10'000}) << "the fee is an expense of its own";
}

TEST_P(MatchPayments, WhatHappenedSinceAMatchStays)
{
    import("2024/1/15,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n2024/1/16,,50000,ｶ)ｺﾝﾋﾞﾅ-ﾄ,\r\n");
    const auto found = payments();
    const auto why = [&](const char* number) {
        return application::DonationChange{number, "申出", {}, ledger.caller()};
    };
    ledger.change_donation().end(why("C3"), domain::PaymentEvent::Refund, {});
    ledger.match_payments().release(found[0].payment.id, "取り違え", ledger.caller());
    EXPECT_EQ(state_of("C3"), DonationState::Refunded) << "the refund is not the payment";
    ledger.change_donation().end(why("C4"), domain::PaymentEvent::TakeBack, {});
    EXPECT_EQ(payments()[1].payment.state, PaymentState::Unmatched) << "nothing is left that it paid";
    EXPECT_EQ(ledger.report(2023).received.amount(), 0);
}

TEST_P(MatchPayments, LongVowelsAndMethodsAndDaysTellDonorsApart)
{
    ledger.import(choice_csv({{.order = "E1",
                                  .status = "入金待ち",
                                  .paid_on = "",
                                  .name = "小野　裕樹",
                                  .kana = "オノ　ユキ",
                                  .amount = "7000",
                                  .payment = "銀行振込"},
        {.order = "E2",
            .applied_on = "2024/2/25",
            .status = "入金待ち",
            .paid_on = "",
            .name = "櫛浜　夏",
            .kana = "クシハマ　ナツ",
            .amount = "8000",
            .payment = "銀行振込"},
        {.order = "E3",
            .status = "入金待ち",
            .paid_on = "",
            .name = "戸田　冬",
            .kana = "トダ　フユ",
            .amount = "9000",
            .payment = "コンビニ決済"}}));
    import("2024/1/15,,7000,ｵｵﾉ ﾕｳｷ,\r\n2024/1/15,,8000,ｸｼﾊﾏ ﾅﾂ,\r\n2024/1/15,,9000,ﾄﾀﾞ ﾌﾕ,\r\n");
    const auto found = payments();
    EXPECT_EQ(found[0].payment.state, PaymentState::Unmatched);
    EXPECT_EQ(note_of(found[1]), "payment.before_application");
    EXPECT_EQ(note_of(found[2]), "payment.method_differs");
}

TEST_P(MatchPayments, AnotherAmountThanPromisedIsDecidedByAClerk)
{
    EXPECT_EQ(import("2024/1/15,,11000,ﾌﾘｺﾐ ﾄｸﾔﾏ ﾊﾙｺ,C3\r\n").counts.at(PaymentState::Ambiguous), 1);
    const auto id = payments().front().payment.id;
    EXPECT_EQ(note_of(payments().front()), "payment.amount_differs");
    EXPECT_EQ(refusal_of([&] {
        ledger.match_payments().match(id, {"C3", "", {}, ledger.caller()}, {});
    }),
        "reason.missing");
    const auto matched = ledger.match_payments().match(id, {"C3", "不足分は辞退", {}, ledger.caller()}, {});
    EXPECT_EQ(matched.payment.state, PaymentState::Matched);
    EXPECT_EQ(ledger.donation("C3").amount.amount(), 11'000);
    EXPECT_EQ(ledger.report(2023).received.amount(), 11'000);
    EXPECT_EQ(refusal_of([&] {
        ledger.match_payments().match(id, {"C1", "もう一度", {}, ledger.caller()}, {});
    }),
        "payment.state");
}

TEST_P(MatchPayments, AMatchIsTakenBackAndMoneyOfNobodyIsSetAside)
{
    const auto before = ledger.report(2023).digest;
    import("2024/1/15,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n2024/1/15,,3,ﾘｿｸ,\r\n");
    const auto found = payments();
    ledger.match_payments().release(found[0].payment.id, "別人の振込", ledger.caller());
    EXPECT_EQ(state_of("C3"), DonationState::AwaitingPayment);
    EXPECT_EQ(ledger.report(2023).digest, before);
    EXPECT_EQ(
        refusal_of([&] { ledger.match_payments().set_aside(found[1].payment.id, " ", ledger.caller()); }),
        "reason.missing");
    ledger.match_payments().set_aside(found[1].payment.id, "預金利息", ledger.caller());
    EXPECT_EQ(ledger.match_payments().list(PaymentState::SetAside).size(), 1U);
    EXPECT_EQ(ledger.match_payments().list(PaymentState::Unmatched).size(), 1U);
    EXPECT_EQ(refusal_of([&] { ledger.match_payments().release(99'999, "誤り", ledger.caller()); }),
        "payment.unknown");
}

TEST_P(MatchPayments, BadLinesAreToldAndTheOthersTaken)
{
    const auto summary = import(
        "2024/2/30,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n2024/1/15,,12000.5,ﾄｸﾔﾏ ﾊﾙｺ,\r\n2024/1/15,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n");
    ASSERT_EQ(summary.issues.size(), 2U);
    EXPECT_EQ(summary.issues[0].code, "paid_on.not_a_date");
    EXPECT_EQ(summary.issues[1].code, "amount.not_a_number");
    EXPECT_EQ(summary.issues[1].line, 3);
    EXPECT_EQ(summary.counts.at(PaymentState::Matched), 1);
    MemoryBytes unknown{"何か,別の\r\n1,2\r\n"};
    EXPECT_EQ(refusal_of([&] {
        ledger.match_payments().import({"x.csv", {}, false, ledger.caller()}, unknown);
    }),
        "payment.layout_unknown");
}

TEST_P(MatchPayments, MoneyOfAYearWhoseBooksAreClosedWaitsForAClerk)
{
    ledger.business_date = {2024, 6, 1};
    EXPECT_EQ(
        import("2024/1/15,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n").payments.front().note.substr(0, 20), "payment.books_closed");
    ledger.match_payments().match(payments().front().payment.id, {"C3", "閉鎖後の収入", {}, ledger.caller()},
        {.paid_on = {}, .received_on = Date{2024, 6, 1}, .amount = {}});
    EXPECT_EQ(ledger.report(2024).received.amount(), 12'000);
}

RUN_ON_EVERY_ENGINE(MatchPayments);

}  // namespace
}  // namespace furusato::tests
