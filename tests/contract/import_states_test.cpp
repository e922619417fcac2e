#include "contract/engine.hpp"
#include "furusato/application/revenue.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Records;
using domain::Date;
using domain::DonationState;
using domain::Yen;
using Findings = std::vector<std::string>;

/// One order of 10,000 yen that the tests move on: received on 2023-12-10.
class ImportStates : public OnEveryEngine {
protected:
    application::ImportSummary tell(const PortalRow& row) { return ledger.import(choice_csv({row})); }
    application::ImportSummary tell(const std::string& status)
    {
        PortalRow row;
        row.status = status;
        return tell(row);
    }
    DonationState state() { return ledger.donation("C1").state; }
    /// Entries of the order as "kind day yen".
    std::vector<std::string> entries()
    {
        std::vector<std::string> texts;
        ledger.store().read([&](Records& records) {
            for (const auto& entry : records.revenue.entries_of(ledger_id())) {
                texts.push_back(
                    entry.kind + " " + entry.entered_on.iso() + " " + std::to_string(entry.amount.amount()));
            }
        });
        return texts;
    }
    domain::DonationId ledger_id() const { return id_; }
    void remember() { id_ = ledger.donation("C1").id; }
    /// The single issue of an import that held the order.
    std::string held_code(const application::ImportSummary& summary)
    {
        EXPECT_EQ(summary.orders.held, 1);
        EXPECT_EQ(summary.issues.size(), 1U);
        return summary.issues.empty() ? "" : summary.issues[0].code;
    }

private:
    domain::DonationId id_;
};

using Texts = std::vector<std::string>;

TEST_P(ImportStates, MoneyAwaitedIsNoRevenueUntilItCame)
{
    PortalRow row{.status = "入金待ち", .paid_on = "", .payment = "銀行振込"};
    const auto first = tell(row);
    EXPECT_EQ(first.awaiting_payment, 1);
    EXPECT_EQ(first.received, 0);
    remember();
    EXPECT_EQ(state(), DonationState::AwaitingPayment);
    EXPECT_EQ(entries(), Texts{});
    EXPECT_EQ(ledger.report(2023).received, Yen{});
    row.status = "受付完了";
    row.paid_on = "2023/12/28";
    const auto second = tell(row);
    EXPECT_EQ(second.orders.updated, 1);
    EXPECT_EQ(second.received_yen, 10'000);
    EXPECT_EQ(state(), DonationState::Received);
    EXPECT_EQ(ledger.donation("C1").received_on, (Date{2023, 12, 28}));
    EXPECT_EQ(ledger.donation("C1").received_rule, "bank_transfer.2008");
    EXPECT_EQ(ledger.donation("C1").version, 2);
    EXPECT_EQ(entries(), (Texts{"received 2023-12-28 10000"}));
    EXPECT_EQ(ledger.report(2023).months[8].received, Yen{10'000});
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, ACancellationBeforeTheMoneyCameLeavesNoTrace)
{
    tell("入金待ち");
    remember();
    ledger.business_date = {2024, 1, 15};
    const auto summary = tell("キャンセル");
    EXPECT_EQ(summary.cancelled, 1);
    EXPECT_EQ(state(), DonationState::Cancelled);
    EXPECT_EQ(ledger.donation("C1").ended_on, (Date{2024, 1, 15}));
    EXPECT_EQ(entries(), Texts{});
    EXPECT_EQ(ledger.report(2023).donations, 0);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, ARefundWithinTheYearStandsInItsMonth)
{
    tell("受付完了");
    remember();
    ledger.business_date = {2024, 1, 15};
    const auto summary = tell("返金済み");
    EXPECT_EQ(summary.orders.updated, 1);
    EXPECT_EQ(summary.cancelled, 1);
    EXPECT_EQ(summary.received, 0);
    EXPECT_EQ(state(), DonationState::Refunded);
    EXPECT_EQ(ledger.donation("C1").received_on, (Date{2023, 12, 10})) << "the day of receipt stays";
    EXPECT_EQ(ledger.donation("C1").ended_on, (Date{2024, 1, 15}));
    EXPECT_EQ(entries(), (Texts{"received 2023-12-10 10000", "refund 2024-01-15 -10000"}));
    const auto report = ledger.report(2023);
    EXPECT_EQ(report.months[8].received, Yen{10'000});
    EXPECT_EQ(report.months[8].donations, 1);
    EXPECT_EQ(report.months[9].received, Yen{-10'000});
    EXPECT_EQ(report.months[9].refunds, Yen{10'000});
    EXPECT_EQ(report.months[9].donations, -1);
    EXPECT_EQ(report.received, Yen{});
    EXPECT_EQ(report.refunds, Yen{10'000});
    for (const auto& [dimension, lines] : report.by) EXPECT_TRUE(lines.empty()) << dimension;
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, ARefundOnTheLastDayBeforeTheBooksCloseTakesTheRevenueBackInMarch)
{
    tell("受付完了");
    remember();
    ledger.business_date = {2024, 5, 31};
    tell("キャンセル");
    EXPECT_EQ(entries(), (Texts{"received 2023-12-10 10000", "refund 2024-03-31 -10000"}));
    EXPECT_EQ(ledger.donation("C1").ended_on, (Date{2024, 5, 31}));
    const auto report = ledger.report(2023);
    EXPECT_EQ(report.months[11].received, Yen{-10'000});
    EXPECT_EQ(report.received, Yen{});
    EXPECT_EQ(report.refunded_after_close, 0);
    EXPECT_EQ(ledger.report(2024).received, Yen{});
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, ARefundAfterTheBooksClosedLeavesTheRevenueAndIsListed)
{
    tell("受付完了");
    remember();
    ledger.business_date = {2024, 6, 1};
    tell("キャンセル");
    EXPECT_EQ(state(), DonationState::Refunded);
    EXPECT_EQ(entries(), (Texts{"received 2023-12-10 10000", "after_close 2024-06-01 0"}));
    EXPECT_EQ(ledger.report(2023).received, Yen{10'000});
    EXPECT_EQ(ledger.report(2023).refunded_after_close, 0);
    const auto next_year = ledger.report(2024);
    EXPECT_EQ(next_year.received, Yen{});
    EXPECT_EQ(next_year.donations, 0);
    EXPECT_EQ(next_year.refunds, Yen{});
    EXPECT_EQ(next_year.refunded_after_close, 1);
    EXPECT_EQ(next_year.refunded_after_close_yen, Yen{10'000});
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, NothingMovesBackwards)
{
    const std::vector<std::pair<std::string, std::string>> steps_back{
        {"受付完了", "入金待ち"}, {"キャンセル", "受付完了"}, {"キャンセル", "入金待ち"}};
    for (const auto& [first, second] : steps_back) {
        Ledger fresh{GetParam()->open_ledger()};
        const auto told = [&](const std::string& status) {
            PortalRow row;
            row.status = status;
            return fresh.import(choice_csv({row}));
        };
        told(first);
        const auto before = fresh.donation("C1");
        EXPECT_EQ(held_code(told(second)), "state.backwards") << first << " → " << second;
        EXPECT_EQ(fresh.donation("C1").state, before.state);
        EXPECT_EQ(fresh.donation("C1").version, before.version);
        EXPECT_EQ(fresh.findings(), Findings{});
    }
}

TEST_P(ImportStates, ARefundedDonationDoesNotComeBackByAnOldFile)
{
    tell("受付完了");
    tell("キャンセル");
    EXPECT_EQ(held_code(tell("受付完了")), "state.backwards");
    EXPECT_EQ(state(), DonationState::Refunded);
    EXPECT_EQ(tell("キャンセル").orders.unchanged, 1);
    EXPECT_EQ(ledger.report(2023).received, Yen{});
}

TEST_P(ImportStates, AReceivedDonationKeepsItsAmountGiftsAndDayUntilAPersonDecides)
{
    tell("受付完了");
    remember();
    EXPECT_EQ(held_code(tell(PortalRow{.amount = "12000"})), "donation.amount_changed");
    EXPECT_EQ(held_code(tell(PortalRow{.gift_code = "SN002"})), "donation.gifts_changed");
    EXPECT_EQ(held_code(tell(PortalRow{.quantity = "2"})), "donation.gifts_changed");
    EXPECT_EQ(held_code(tell(PortalRow{.paid_on = "2023/12/11"})), "donation.received_on_changed");
    EXPECT_EQ(
        held_code(tell(PortalRow{.status = "キャンセル", .amount = "9000"})), "donation.amount_changed");
    EXPECT_EQ(ledger.donation("C1").amount, Yen{10'000});
    EXPECT_EQ(ledger.donation("C1").version, 1);
    EXPECT_EQ(entries(), (Texts{"received 2023-12-10 10000"}));
}

TEST_P(ImportStates, AnUnpaidOrderMayChangeItsAmountAndGifts)
{
    tell("入金待ち");
    const auto summary = tell(PortalRow{.status = "受付完了", .amount = "30000", .gift_code = "SN002"});
    EXPECT_EQ(summary.orders.updated, 1);
    EXPECT_EQ(ledger.donation("C1").amount, Yen{30'000});
    ASSERT_EQ(ledger.donation("C1").gifts.size(), 1U);
    EXPECT_EQ(ledger.donation("C1").gifts[0].gift_code, "SN002");
    EXPECT_EQ(ledger.report(2023).received, Yen{30'000});
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, ACorrectedFactMovesTheRevenueToItsNewKey)
{
    tell("受付完了");
    const auto summary =
        tell(PortalRow{.prefecture = "東京都", .payment = "PayPay", .purpose = "子育て", .remark = "ご意見"});
    EXPECT_EQ(summary.orders.updated, 1);
    const auto report = ledger.report(2023);
    EXPECT_EQ(report.received, Yen{10'000});
    EXPECT_EQ(report.donations, 1);
    const auto only_key = [&](const char* dimension) {
        EXPECT_EQ(report.by.at(dimension).size(), 1U) << dimension;
        return report.by.at(dimension)[0].key;
    };
    EXPECT_EQ(only_key("prefecture"), "東京都");
    EXPECT_EQ(only_key("payment_method"), "paypay");
    EXPECT_EQ(only_key("purpose"), "子育て");
    EXPECT_EQ(only_key("gift"), "SN001");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, ACorrectedFactOfARefundedDonationKeepsTheBooksRight)
{
    for (const Date& refunded_on : {Date{2024, 1, 15}, Date{2024, 6, 1}}) {
        Ledger fresh{GetParam()->open_ledger()};
        fresh.import(choice_csv({PortalRow{}}));
        fresh.business_date = refunded_on;
        fresh.import(choice_csv({PortalRow{.status = "キャンセル"}}));
        fresh.import(
            choice_csv({PortalRow{.status = "キャンセル", .prefecture = "東京都", .purpose = "子育て"}}));
        EXPECT_EQ(fresh.donation("C1").contact.prefecture, "東京都");
        EXPECT_EQ(fresh.findings(), Findings{});
        fresh.import(
            choice_csv({PortalRow{.status = "キャンセル", .amount = "99000", .gift_code = "SN002"}}));
        EXPECT_EQ(fresh.findings(), Findings{}) << "after another amount was told for a refunded donation";
    }
}

TEST_P(ImportStates, AReceiptLocksWhatItSays)
{
    ledger.load_city().execute(a_city(), ledger.caller());
    tell("受付完了");
    ASSERT_EQ(ledger.issue().issued, 1);
    EXPECT_EQ(held_code(tell(PortalRow{.status = "キャンセル"})), "donation.receipt_issued");
    EXPECT_EQ(held_code(tell(PortalRow{.street = "別の町1-1"})), "donation.receipt_issued");
    EXPECT_EQ(held_code(tell(PortalRow{.name = "周南　次郎"})), "donation.receipt_issued");
    EXPECT_EQ(tell(PortalRow{.purpose = "子育て", .remark = "ご意見"}).orders.updated, 1);
    EXPECT_EQ(state(), DonationState::Received);
    EXPECT_EQ(ledger.donation("C1").remark, "ご意見");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportStates, ContradictoryLinesAreHeldWhole)
{
    const auto summary = ledger.import(choice_csv({{.amount = "10000"}, {.amount = "20000"}}));
    EXPECT_EQ(summary.orders.held, 1);
    EXPECT_EQ(summary.rows.held, 2);
    ASSERT_EQ(summary.issues.size(), 2U);
    EXPECT_EQ(summary.issues[1].code, "order.contradictory");
    EXPECT_FALSE(ledger.find("C1"));
}

RUN_ON_EVERY_ENGINE(ImportStates);

}  // namespace
}  // namespace furusato::tests
