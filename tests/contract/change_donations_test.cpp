#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::BulkChange;
using application::BulkCounts;
using application::BulkItem;
using domain::DonationState;
using domain::PaymentEvent;
using Findings = std::vector<std::string>;

/// 60 orders, of which each tenth waits for payment and each eleventh is cancelled.
class ChangeDonations : public OnEveryEngine {
protected:
    ChangeDonations()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv(many_rows(60)));
        before_ = ledger.report(2023).digest;
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }

    BulkChange all_of(DonationState state)
    {
        BulkChange change;
        change.filter.state = state;
        change.reason = "まとめて訂正";
        change.caller = ledger.caller();
        return change;
    }
    BulkCounts preview(const BulkChange& change)
    {
        items_.clear();
        return ledger.change_donations().preview(
            change, [&](const BulkItem& item) { items_.push_back(item); });
    }
    BulkCounts apply(const BulkChange& change)
    {
        items_.clear();
        return ledger.change_donations().apply(change, [&](const BulkItem& item) { items_.push_back(item); });
    }
    BulkCounts undo(domain::OperationId first)
    {
        items_.clear();
        return ledger.change_donations().undo(
            first, "取り違え", ledger.caller(), [&](const BulkItem& item) { items_.push_back(item); });
    }

    std::string before_;
    std::vector<BulkItem> items_;
};

TEST_P(ChangeDonations, APreviewSaysWhatWouldBeAndChangesNothing)
{
    auto change = all_of(DonationState::Received);
    change.fields = {{"remark", "抽選対象"}};
    const auto counts = preview(change);
    EXPECT_GT(counts.changed, 40);
    EXPECT_EQ(counts.first.value, 0);
    EXPECT_EQ(items_.size(), static_cast<std::size_t>(counts.changed));
    EXPECT_EQ(ledger.donation("M1").remark, "");
    EXPECT_EQ(apply(change).changed, counts.changed);
    EXPECT_EQ(ledger.donation("M1").remark, "抽選対象");
    EXPECT_EQ(apply(change).unchanged, counts.changed) << "nothing twice";
}

TEST_P(ChangeDonations, UndoPutsEverythingBackAsItWas)
{
    auto change = all_of(DonationState::AwaitingPayment);
    change.event = PaymentEvent::Cancel;
    const auto counts = apply(change);
    EXPECT_EQ(counts.changed, 6);
    const auto cancelled = ledger.donation("M10");
    EXPECT_EQ(cancelled.state, DonationState::Cancelled);
    EXPECT_EQ(undo(counts.first).changed, 6);
    EXPECT_EQ(ledger.donation("M10").state, DonationState::AwaitingPayment);
    EXPECT_EQ(ledger.donation("M10").ended_on, std::nullopt);
    EXPECT_EQ(ledger.report(2023).digest, before_);
    EXPECT_EQ(undo(counts.first).changed, 0) << "undoing twice does nothing";
}

TEST_P(ChangeDonations, MoneyThatWasMovedByManyIsMovedBack)
{
    auto change = all_of(DonationState::Received);
    change.fields = {{"payment_method", "paypay"}, {"amount_yen", "7000"}};
    const auto counts = apply(change);
    EXPECT_GT(counts.changed, 40);
    EXPECT_EQ(ledger.report(2023).received.amount(), 7'000 * ledger.report(2023).donations);
    EXPECT_EQ(undo(counts.first).changed, counts.changed);
    EXPECT_EQ(ledger.report(2023).digest, before_);
}

TEST_P(ChangeDonations, WhatSomebodyChangedSinceStaysAndIsNamed)
{
    auto change = all_of(DonationState::Received);
    change.fields = {{"remark", "抽選対象"}};
    const auto counts = apply(change);
    const auto edited = ledger.donation("M1").number.text();
    ledger.change_donation().edit({edited, "", {}, ledger.caller()}, {{"remark", "当選"}});
    const auto undone = undo(counts.first);
    EXPECT_EQ(undone.changed, counts.changed - 1);
    EXPECT_EQ(undone.refused, 1);
    EXPECT_EQ(ledger.donation("M1").remark, "当選");
    for (const auto& item : items_) {
        EXPECT_EQ(item.refusal ? item.refusal->code() : "none",
            item.number == edited ? "undo.changed_since" : "none");
    }
}

TEST_P(ChangeDonations, WhatStandsAgainstOneDoesNotStopTheOthers)
{
    ledger.issue({ledger.donation("M1").number.text()});
    auto change = all_of(DonationState::Received);
    change.fields = {{"city", "下松市"}};
    const auto counts = apply(change);
    EXPECT_EQ(counts.refused, 1);
    EXPECT_GT(counts.changed, 40);
    EXPECT_NE(ledger.donation("M1").contact.city, "下松市");
}

TEST_P(ChangeDonations, AnUndoneCorrectionIsNoCorrection)
{
    ledger.import(choice_csv({{.order = "C1"}}));
    const auto number = ledger.donation("C1").number.text();
    const auto changed =
        ledger.change_donation().edit({number, "", {}, ledger.caller()}, {{"street", "岐山通1丁目1番地"}});
    EXPECT_EQ(ledger.import(choice_csv({{.order = "C1", .street = "代々木町1番地"}})).orders.held, 1);
    undo(changed.operation);
    EXPECT_EQ(ledger.import(choice_csv({{.order = "C1", .street = "代々木町1番地"}})).orders.updated, 1);
}

TEST_P(ChangeDonations, AnyOperationOfAGroupStandsForAllOfIt)
{
    auto change = all_of(DonationState::Received);
    change.fields = {{"remark", "抽選対象"}};
    const auto counts = apply(change);
    const auto last = ledger.donation("M59").changed_by;
    EXPECT_NE(last, counts.first);
    EXPECT_EQ(undo(last).changed, counts.changed);
}

TEST_P(ChangeDonations, WhatWasUndoneOnceIsSomebodyElsesAfterwards)
{
    const auto number = ledger.donation("M1").number.text();
    const auto edit = [&] {
        return ledger.change_donation()
            .edit({number, "", {}, ledger.caller()}, {{"remark", "当選"}})
            .operation;
    };
    const auto first = edit();
    EXPECT_EQ(undo(first).changed, 1);
    edit();
    EXPECT_EQ(undo(first).changed, 0);
    EXPECT_EQ(ledger.donation("M1").remark, "当選");
}

TEST_P(ChangeDonations, APurposeIsMovedAndMovedBack)
{
    auto change = all_of(DonationState::Received);
    change.fields = {{"purposes", "子育て"}};
    const auto counts = apply(change);
    EXPECT_GT(counts.changed, 10);
    EXPECT_EQ(ledger.report(2023).by.at("purpose").size(), 1U);
    undo(counts.first);
    EXPECT_EQ(ledger.report(2023).digest, before_);
    change.fields = {{"purposes", "誰も知らない"}};
    EXPECT_EQ(apply(change).changed, 0);
    EXPECT_EQ(items_.front().refusal->code(), "entry.purpose_unknown");
}

TEST_P(ChangeDonations, ATakenBackPaymentLeavesNoOtherAmountBehind)
{
    ledger.import(choice_csv({{.order = "C1", .status = "入金待ち", .paid_on = "", .payment = "銀行振込"}}));
    const application::DonationChange why{"C1", "不足", {}, ledger.caller()};
    ledger.change_donation().pay(why, {.paid_on = {}, .received_on = {}, .amount = domain::Yen{4'000}});
    ledger.change_donation().end(why, PaymentEvent::TakeBack, {});
    EXPECT_EQ(ledger.donation("C1").amount, domain::Yen{10'000});
    ledger.change_donation().end(why, PaymentEvent::Cancel, {});
    EXPECT_EQ(ledger.donation("C1").gifts.front().shipping_state, "cancelled");
    ledger.change_donation().end(why, PaymentEvent::TakeBack, {});
    EXPECT_EQ(ledger.donation("C1").gifts.front().shipping_state, "ordered");
}

TEST_P(ChangeDonations, IsNeverAboutEverythingNorWithoutAReason)
{
    auto change = all_of(DonationState::AwaitingPayment);
    change.event = PaymentEvent::Cancel;
    change.reason = " ";
    EXPECT_EQ(refusal_of([&] { apply(change); }), "reason.missing");
    change.reason = "期限切れ";
    change.filter = {};
    change.filter.search = " 　";
    EXPECT_EQ(refusal_of([&] { apply(change); }), "bulk.everything");
    EXPECT_EQ(refusal_of([&] { undo(domain::OperationId{99'999}); }), "undo.unknown");
    EXPECT_EQ(refusal_of([&] { undo(ledger.donation("M1").changed_by); }), "undo.not_possible")
        << "an import";
}

RUN_ON_EVERY_ENGINE(ChangeDonations);

}  // namespace
}  // namespace furusato::tests
