#include "contract/engine.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::ChangedDonation;
using application::DonationChange;
using application::PaymentFacts;
using application::TypedField;
using domain::Date;
using domain::DonationState;
using domain::PaymentEvent;
using domain::Yen;
using Findings = std::vector<std::string>;
using Texts = std::vector<std::string>;

/// Order C1 of 10,000 yen, applied for on 2023-12-10 and awaited; every test ends with a ledger that verifies.
class ChangeDonation : public OnEveryEngine {
protected:
    ChangeDonation()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv({{.status = "入金待ち", .paid_on = "", .payment = "銀行振込"}}));
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }

    domain::Donation stored() { return ledger.donation("C1"); }
    DonationChange why(const std::string& reason = "", std::optional<int> version = {})
    {
        return {"C1", reason, version, ledger.caller()};
    }
    ChangedDonation pay(const PaymentFacts& facts = {}, const std::string& reason = "")
    {
        return ledger.change_donation().pay(why(reason), facts);
    }
    ChangedDonation end(PaymentEvent event, std::optional<Date> day = {})
    {
        return ledger.change_donation().end(why("申出"), event, day);
    }
    ChangedDonation edit(const std::vector<TypedField>& fields, const std::string& reason = "",
        std::optional<int> version = {})
    {
        return ledger.change_donation().edit(why(reason, version), fields);
    }
    /// "kind day yen" of its revenue entries.
    Texts entries()
    {
        Texts texts;
        for (const auto& entry : ledger.list_donations().show("C1").entries)
            texts.push_back(
                entry.kind + " " + entry.entered_on.iso() + " " + std::to_string(entry.amount.amount()));
        return texts;
    }
    std::int64_t received(int year) { return ledger.report(year).received.amount(); }
};

TEST_P(ChangeDonation, PayingMakesItRevenueOnTheDayOfTheRule)
{
    const auto changed = pay({.paid_on = Date{2024, 1, 15}});
    EXPECT_EQ(changed.donation.state, DonationState::Received);
    EXPECT_EQ(stored().received_on, (Date{2024, 1, 15}));
    EXPECT_EQ(stored().received_rule, "bank_transfer.2008");
    EXPECT_EQ(stored().version, 2);
    EXPECT_EQ(entries(), Texts{"received 2024-01-15 10000"});
    EXPECT_EQ(received(2023), 10'000);
    EXPECT_EQ(refusal_of([&] { pay(); }), "donation.state");
}

TEST_P(ChangeDonation, AnotherDayOfReceiptNeedsAReasonAndSaysThatItIsNotTheRules)
{
    EXPECT_EQ(refusal_of([&] { pay({.received_on = Date{2023, 12, 31}}); }), "reason.missing");
    pay({.paid_on = Date{2024, 1, 4}, .received_on = Date{2023, 12, 31}}, "振込依頼日を確認");
    EXPECT_EQ(stored().received_on, (Date{2023, 12, 31}));
    EXPECT_EQ(stored().received_rule, "override");
    EXPECT_EQ(ledger.list_donations().history("C1").back().operation.start.reason, "振込依頼日を確認");
}

TEST_P(ChangeDonation, LessMoneyThanPromisedIsTakenOnlyWithAReason)
{
    EXPECT_EQ(refusal_of([&] { pay({.amount = Yen{8'000}}); }), "reason.missing");
    pay({.amount = Yen{8'000}}, "不足分は辞退");
    EXPECT_EQ(stored().amount, Yen{8'000});
    EXPECT_EQ(stored().purposes.front().amount, Yen{8'000});
    EXPECT_EQ(received(2023), 8'000);
}

TEST_P(ChangeDonation, NothingIsPaidInTheFuture)
{
    EXPECT_EQ(refusal_of([&] { pay({.paid_on = Date{2024, 3, 1}}); }), "edit.in_future");
    EXPECT_EQ(stored().state, DonationState::AwaitingPayment);
}

TEST_P(ChangeDonation, ARefundBeforeTheBooksCloseTakesTheRevenueBackAndAfterwardsNot)
{
    pay({.paid_on = Date{2024, 1, 15}});
    end(PaymentEvent::Refund, Date{2024, 2, 20});
    EXPECT_EQ(received(2023), 0);
    EXPECT_EQ(entries().back(), "refund 2024-02-20 -10000");
    end(PaymentEvent::TakeBack);
    EXPECT_EQ(received(2023), 10'000);
    ledger.business_date = Date{2024, 6, 1};
    end(PaymentEvent::Refund);
    EXPECT_EQ(received(2023), 10'000);
    EXPECT_EQ(ledger.report(2024).refunded_after_close, 1);
    end(PaymentEvent::TakeBack);
    EXPECT_EQ(ledger.report(2024).refunded_after_close, 0);
    EXPECT_EQ(stored().state, DonationState::Received);
}

TEST_P(ChangeDonation, APaymentEnteredByMistakeIsTakenBackWithoutATrace)
{
    const std::string before = ledger.report(2023).digest;
    pay();
    end(PaymentEvent::TakeBack);
    EXPECT_EQ(stored().state, DonationState::AwaitingPayment);
    EXPECT_EQ(stored().received_on, std::nullopt);
    EXPECT_EQ(ledger.report(2023).digest, before);
    EXPECT_EQ(entries(), (Texts{"received 2024-02-29 10000", "unreceived 2024-02-29 -10000"}))
        << "nothing is erased";
    pay({.paid_on = Date{2024, 1, 15}});
    EXPECT_EQ(received(2023), 10'000);
}

TEST_P(ChangeDonation, OfTwoRefundsOfOneDayTheStandingOneIsUndone)
{
    pay({.paid_on = Date{2024, 1, 15}});
    end(PaymentEvent::Refund, Date{2024, 2, 20});
    end(PaymentEvent::TakeBack);
    edit({{"amount_yen", "8000"}}, "通帳と照合");
    end(PaymentEvent::Refund, Date{2024, 2, 20});
    end(PaymentEvent::TakeBack);
    EXPECT_EQ(entries().back(), "unrefunded 2024-02-20 8000");
    EXPECT_EQ(received(2023), 8'000);
}

TEST_P(ChangeDonation, ACorrectedAmountIsAnEntryOfItsOwn)
{
    pay({.paid_on = Date{2024, 1, 15}});
    EXPECT_EQ(refusal_of([&] { edit({{"amount_yen", "12000"}}); }), "reason.missing");
    edit({{"amount_yen", "１２，０００円"}}, "通帳と照合");
    EXPECT_EQ(entries(), (Texts{"received 2024-01-15 10000", "correction 2024-01-15 2000"}));
    EXPECT_EQ(received(2023), 12'000);
    EXPECT_EQ(ledger.report(2023).donations, 1);
}

TEST_P(ChangeDonation, ACorrectedDayOfReceiptMovesTheMoneyToItsYear)
{
    pay({.paid_on = Date{2024, 1, 15}});
    ledger.business_date = Date{2024, 5, 1};
    edit({{"received_on", "令和6年4月1日"}}, "入金票で確認");
    EXPECT_EQ(entries(),
        (Texts{"received 2024-01-15 10000", "unreceived 2024-01-15 -10000", "received 2024-04-01 10000"}));
    EXPECT_EQ(received(2023), 0);
    EXPECT_EQ(received(2024), 10'000);
    EXPECT_EQ(stored().received_rule, "override");
}

TEST_P(ChangeDonation, WhoChangedWhatIsToldWithOldAndNew)
{
    edit({{"name", "髙橋　花子"}, {"phone", "０９０−１２３４−５６７８"}}, "電話で確認");
    const auto history = ledger.list_donations().history("C1");
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[1].operation.start.actor, "周南");
    EXPECT_EQ(history[1].operation.start.reason, "電話で確認");
    Texts fields;
    for (const auto& field : history[1].fields) fields.push_back(field.field + "=" + field.new_value);
    EXPECT_EQ(fields, (Texts{"name=髙橋　花子", "phone=09012345678"}));
}

TEST_P(ChangeDonation, OfTwoClerksOneWinsAndTheOtherIsToldBothValues)
{
    edit({{"name", "髙橋　花子"}}, "", 1);
    try {
        edit({{"name", "高橋　華子"}}, "", 1);
        FAIL() << "the second clerk won too";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "edit.changed_meanwhile");
        std::map<std::string, std::string> details{refusal.details().begin(), refusal.details().end()};
        EXPECT_EQ(details["theirs"], "髙橋　花子");
        EXPECT_EQ(details["yours"], "高橋　華子");
        EXPECT_EQ(details["version"], "2");
    }
    EXPECT_EQ(stored().contact.name, "髙橋　花子");
}

TEST_P(ChangeDonation, WhatAReceiptSaysIsLockedAndTheRestIsNot)
{
    pay({.paid_on = Date{2024, 1, 15}});
    ASSERT_EQ(ledger.issue().issued, 1);
    for (const auto& [field, text] : std::vector<TypedField>{
             {"name", "別人"}, {"amount_yen", "1"}, {"received_on", "2024-01-16"}, {"street", "一丁目"}})
        EXPECT_EQ(refusal_of([&, &name = field, &value = text] {
            edit({{name, value}}, "訂正");
        }),
            "edit.receipt_issued")
            << field;
    EXPECT_EQ(refusal_of([&] { end(PaymentEvent::Refund); }), "edit.receipt_issued");
    edit({{"phone", "0834-22-8444"}, {"remark", "電話番号を確認"}});
    EXPECT_EQ(stored().contact.phone, "0834228444");
}

TEST_P(ChangeDonation, RefusesWhatItCannotReadAndStoresNothing)
{
    EXPECT_EQ(refusal_of([&] { edit({{"colour", "red"}}); }), "field.unknown");
    for (const auto& [field, text] : std::vector<TypedField>{{"amount_yen", "10000.5"}, {"amount_yen", "-1"},
             {"applied_on", "2026-02-30"}, {"payment_method", "魔法"}, {"name", ""}, {"postal_code", "abc"},
             {"birth_date", "昔"}, {"prefecture", "東京"}, {"mail", "abc"}, {"phone", std::string(60, '1')},
             {"kana", "\xff"}, {"one_stop_requested", "たぶん"}})
        EXPECT_EQ(refusal_of([&, &name = field, &value = text] {
            edit({{name, value}}, "訂正");
        }),
            "field.invalid")
            << field << " " << text;
    EXPECT_EQ(refusal_of([&] {
        edit({{"received_on", "2024-01-01"}}, "訂正");
    }),
        "donation.state")
        << "no money came";
    EXPECT_EQ(refusal_of([&] { edit({{"remark", ""}}); }), "donation.nothing_changed");
    EXPECT_EQ(refusal_of([&] { edit({}); }), "donation.nothing_changed");
    EXPECT_EQ(stored().version, 1);
}

TEST_P(ChangeDonation, ARepairedNameLeavesTheListOfDamagedOnes)
{
    edit({{"name", "〓田　太郎"}});
    EXPECT_TRUE(stored().name_damaged);
    edit({{"name", "𠮷田　太郎"}});
    EXPECT_FALSE(stored().name_damaged);
}

TEST_P(ChangeDonation, ADonationOfAnImportUnderWayWaits)
{
    ledger.import_until_killed(choice_csv({{.status = "受付完了"}}));
    EXPECT_EQ(refusal_of([&] { edit({{"remark", "あとで"}}); }), "donation.import_unfinished");
    ledger.import_portal_csv().finish_interrupted();
    edit({{"remark", "あとで"}});
    EXPECT_EQ(stored().remark, "あとで");
}

TEST_P(ChangeDonation, ACardPaymentCountsOnTheDayOfTheProcedure)
{
    PortalRow row;
    row.order = "C2";
    row.status = "入金待ち";
    row.applied_on = "2023/12/31";
    row.paid_on = "";
    row.payment = "クレジットカード";
    ledger.import(choice_csv({row}));
    ledger.change_donation().pay({"C2", "", {}, ledger.caller()}, {});
    EXPECT_EQ(ledger.donation("C2").received_on, (Date{2023, 12, 31})) << "令和5年分 (rules.md 1.5)";
}

TEST_P(ChangeDonation, ClosedBooksStayAsTheyWereReported)
{
    pay({.paid_on = Date{2024, 1, 15}});
    ledger.business_date = Date{2024, 6, 1};
    const std::string digest = ledger.report(2023).digest;
    EXPECT_EQ(refusal_of([&] { edit({{"amount_yen", "9000"}}, "訂正"); }), "books.closed");
    EXPECT_EQ(refusal_of([&] { edit({{"received_on", "2024-04-01"}}, "訂正"); }), "books.closed");
    EXPECT_EQ(refusal_of([&] { end(PaymentEvent::TakeBack); }), "books.closed");
    EXPECT_EQ(refusal_of([&] { end(PaymentEvent::Refund, Date{2024, 5, 31}); }), "books.closed");
    ledger.import(choice_csv({{.order = "C2", .status = "入金待ち", .paid_on = "", .payment = "銀行振込"}}));
    EXPECT_EQ(refusal_of([&] {
        ledger.change_donation().pay({"C2", "", {}, ledger.caller()}, {.paid_on = Date{2024, 3, 31}});
    }),
        "books.closed");
    edit({{"remark", "年度は変わらない"}});
    EXPECT_EQ(ledger.report(2023).digest, digest);
}

TEST_P(ChangeDonation, ARefundedDonationMovesNoMore)
{
    pay({.paid_on = Date{2024, 1, 15}});
    end(PaymentEvent::Refund, Date{2024, 2, 20});
    EXPECT_EQ(refusal_of([&] { edit({{"received_on", "2024-01-16"}}, "訂正"); }), "donation.state");
    EXPECT_EQ(refusal_of([&] { edit({{"amount_yen", "1"}}, "訂正"); }), "donation.state");
    EXPECT_EQ(refusal_of([&] { end(PaymentEvent::Cancel); }), "donation.state");
}

TEST_P(ChangeDonation, MoneyFromBeforeTheApplicationNeedsAReason)
{
    EXPECT_EQ(refusal_of([&] { pay({.paid_on = Date{2023, 12, 9}}); }), "reason.missing_earlier");
    pay({.paid_on = Date{2023, 12, 9}}, "申込書が後で届いた");
    EXPECT_EQ(refusal_of([&] { edit({{"applied_on", "2023-12-08"}}); }), "reason.missing");
}

TEST_P(ChangeDonation, TheNextPortalFileDoesNotUndoWhatAClerkPutRight)
{
    edit({{"amount_yen", "12000"}, {"street", "岐山通一丁目1番"}}, "申込書と照合");
    const auto summary =
        ledger.import(choice_csv({{.status = "受付完了", .paid_on = "2024/01/15", .payment = "銀行振込"}}));
    EXPECT_EQ(summary.orders.held, 1);
    ASSERT_EQ(summary.issues.size(), 1U);
    EXPECT_EQ(summary.issues[0].code, "donation.clerk_corrected");
    EXPECT_EQ(stored().amount, Yen{12'000});
    EXPECT_EQ(stored().contact.street, "岐山通一丁目1番");
}

TEST_P(ChangeDonation, AClerkWhoseFieldsNobodyTouchedIsToldToLookAgain)
{
    edit({{"remark", "電話あり"}});
    EXPECT_EQ(refusal_of([&] { edit({{"phone", "0834-22-8444"}}, "", 1); }), "edit.changed_elsewhere");
    edit({{"phone", "0834-22-8444"}}, "", 2);
}

TEST_P(ChangeDonation, AVoidReceiptSetsTheDonationFreeForANewOne)
{
    pay({.paid_on = Date{2024, 1, 15}});
    ASSERT_EQ(ledger.issue().issued, 1);
    auto receipts = ledger.issue_receipts();
    EXPECT_EQ(refusal_of([&] { receipts.make_void("R6-0000001", "　", ledger.caller()); }), "reason.missing");
    EXPECT_EQ(
        refusal_of([&] { receipts.make_void("R6-0000009", "誤り", ledger.caller()); }), "receipt.unknown");
    receipts.make_void("ｒ６－０００００01", "氏名の誤り", ledger.caller());
    EXPECT_EQ(refusal_of([&] { receipts.make_void("R6-0000001", "誤り", ledger.caller()); }),
        "receipt.void_already");
    edit({{"name", "髙橋　花子"}}, "申込書と照合");
    const auto again = ledger.issue();
    EXPECT_EQ(again.issued, 1);
    EXPECT_EQ(again.first_number, "R6-0000002") << "a number is used once";
}

TEST_P(ChangeDonation, SeveralPurposesAreSplitAnewWithTheAmount)
{
    std::vector<PortalRow> rows(2);
    for (auto& row : rows) {
        row.order = "C2";
        row.status = "入金待ち";
        row.paid_on = "";
        row.amount = "5000";
    }
    rows[0].line = "1";
    rows[0].purpose = "市長におまかせ";
    rows[1].line = "2";
    rows[1].purpose = "子育て";
    ledger.import(choice_csv(rows));
    auto change = ledger.change_donation();
    const DonationChange why{"C2", "電話で確認", {}, ledger.caller()};
    EXPECT_EQ(refusal_of([&] { change.edit(why, {{"amount_yen", "12000"}}); }), "donation.purposes_several");
    EXPECT_EQ(refusal_of([&] { change.edit(why, {{"purposes", "知らない=1"}}); }), "field.invalid");
    change.edit(why, {{"amount_yen", "12000"}, {"purposes", "市長におまかせ=9000,子育て=3000円"}});
    EXPECT_EQ(ledger.donation("C2").amount, Yen{12'000});
}

TEST_P(ChangeDonation, Rule_7_4_AnIndividualNumberIsStoredInNoFieldAndNoReason)
{
    const std::string individual_number = "番号は１２３４－５６７８－９０１８";
    for (const char* field : {"remark", "street", "kana", "mail"})
        EXPECT_EQ(refusal_of([&, field] { edit({{field, individual_number}}); }), "entry.individual_number");
    EXPECT_EQ(refusal_of([&] { edit({{"remark", "x"}}, individual_number); }), "entry.individual_number");
    EXPECT_EQ(stored().version, 1);
    EXPECT_EQ(edit({{"phone", "123456789018"}}).donation.version, 2) << "a number of its own";
}

RUN_ON_EVERY_ENGINE(ChangeDonation);

}  // namespace
}  // namespace furusato::tests
