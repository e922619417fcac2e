#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using Kind = OrderOutcome::Kind;
using tests::import_rows;
using tests::Row;

OrderOutcome outcome_of(const Row& row)
{
    return import_rows(row.text()).outcomes.at(0);
}

// "error amount.missing 金額", "held …" or "draft".
std::string said_of(const Row& row)
{
    const OrderOutcome outcome = outcome_of(row);
    if (outcome.kind == Kind::Draft) return "draft";
    const RowIssue& issue = outcome.issues.at(0);
    return std::string{outcome.kind == Kind::Held ? "held " : "error "} + issue.code + " " + issue.column;
}

TEST(Validate, RefusesAmountsThatAreMissingUnreadableOrOutOfRange)
{
    EXPECT_EQ(said_of({.amount = ""}), "error amount.missing 金額");
    for (const char* amount : {"10000.5", "-1", "1.2E+4", "-9999", "一万円くらい"}) {
        EXPECT_EQ(said_of({.amount = amount}), "error amount.not_a_number 金額") << amount;
    }
    EXPECT_EQ(said_of({.amount = "0"}), "error amount.out_of_range 金額");
    EXPECT_EQ(said_of({.amount = "100000001"}), "error amount.out_of_range 金額");
    EXPECT_EQ(said_of({.amount = "100000000"}), "draft");
    EXPECT_EQ(said_of({.amount = "１２"}), "draft");
}

TEST(Validate, LimitsTheSumOfAnOrder)
{
    const auto imported =
        import_rows(Row{.amount = "60000000"}.text() + Row{.line = "2", .amount = "60000000"}.text());
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).code, "amount.out_of_range");
    EXPECT_EQ(imported.outcomes.at(0).issues.at(1).code, "order.incomplete");
    const auto gift_at_no_cost =
        import_rows(Row{.amount = "10000"}.text() + Row{.line = "2", .amount = "0"}.text());
    EXPECT_EQ(gift_at_no_cost.outcomes.at(0).kind, Kind::Draft);
}

TEST(Validate, RefusesQuantitiesThatAreMissingUnreadableOrOutOfRange)
{
    EXPECT_EQ(said_of({.quantity = ""}), "error quantity.missing 数量");
    EXPECT_EQ(said_of({.quantity = "x"}), "error quantity.not_a_number 数量");
    EXPECT_EQ(said_of({.quantity = "-1"}), "error quantity.not_a_number 数量");
    for (const char* quantity : {"0", "1000", "99999999999"}) {
        EXPECT_EQ(said_of({.quantity = quantity}), "error quantity.out_of_range 数量") << quantity;
    }
    EXPECT_EQ(said_of({.quantity = "999"}), "draft");
}

TEST(Validate, RefusesDatesThatAreMissingOrNoDates)
{
    EXPECT_EQ(said_of({.applied_on = ""}), "error applied_on.missing 申込日");
    EXPECT_EQ(said_of({.applied_on = "2026-02-30"}), "error applied_on.not_a_date 申込日");
    EXPECT_EQ(said_of({.applied_on = "10/1"}), "error applied_on.not_a_date 申込日");
    EXPECT_EQ(said_of({.paid_on = "2026-13-01"}), "error paid_on.not_a_date 入金日");
    EXPECT_EQ(said_of({.applied_on = "令和元年5月1日"}), "draft");
}

TEST(Validate, HoldsDatesAfterTheBusinessDate)
{
    EXPECT_EQ(said_of({.applied_on = "2026-11-23", .paid_on = ""}), "held date.in_future 申込日");
    EXPECT_EQ(said_of({.applied_on = "2026-11-22", .paid_on = ""}), "draft");
    EXPECT_EQ(said_of({.paid_on = "2026-11-23"}), "held date.in_future 入金日");
    EXPECT_EQ(said_of({.paid_on = "2026-11-23", .status = "取消"}), "draft");
}

TEST(Validate, AcceptsAPaymentBeforeTheApplication)
{
    EXPECT_EQ(said_of({.applied_on = "2026-10-02", .paid_on = "2026-10-01"}), "draft");
}

TEST(Validate, HoldsStatusWordsThatDecideNothing)
{
    EXPECT_EQ(said_of({.status = "謎"}), "held status.unknown 状態");
    EXPECT_EQ(said_of({.status = ""}), "held status.missing 状態");
    EXPECT_EQ(said_of({.status = "取消中"}), "held status.undecided 状態");
    EXPECT_EQ(outcome_of({.status = "謎"}).draft->donation.state, domain::DonationState::Applied);
    EXPECT_EQ(outcome_of({.status = "謎"}).draft->donation.received_on, std::nullopt);
}

TEST(Validate, HoldsAnOrderWhoseLinesHaveDifferentStatus)
{
    const auto imported = import_rows(Row{}.text() + Row{.line = "2", .status = "取消"}.text());
    EXPECT_EQ(imported.outcomes.at(0).issues.at(0).code, "status.lines_differ");
}

TEST(Validate, PutsTheFaultOfOneLineOnTheWholeOrder)
{
    const auto imported =
        import_rows(Row{}.text() + Row{.line = "2", .amount = "x"}.text() + Row{.line = "3"}.text());
    ASSERT_EQ(imported.outcomes.size(), 1U);
    const auto& order = imported.outcomes.at(0);
    EXPECT_EQ(order.kind, Kind::Error);
    EXPECT_EQ(order.rows, 3);
    EXPECT_FALSE(order.draft.has_value());
    ASSERT_EQ(order.issues.size(), 3U);
    EXPECT_EQ(order.issues.at(0).code, "order.incomplete");
    EXPECT_EQ(order.issues.at(1).code, "amount.not_a_number");
    EXPECT_EQ(order.issues.at(1).value, "x");
    EXPECT_EQ(order.issues.at(1).line, 3);
    EXPECT_EQ(order.issues.at(1).row, 2);
    EXPECT_EQ(order.issues.at(2).code, "order.incomplete");
    EXPECT_EQ(order.issues.at(2).weight, IssueWeight::Error);
}

TEST(Validate, CallsAnErrorAnErrorThoughTheOrderWouldBeHeldToo)
{
    EXPECT_EQ(
        said_of({.applied_on = "2027-01-01", .status = "謎", .amount = ""}), "error amount.missing 金額");
}

TEST(Validate, RefusesCellsTooLongForTheLedger)
{
    std::string name;
    for (int at = 0; at < 200; ++at) name += "周";
    EXPECT_EQ(said_of({.name = name}), "draft");
    EXPECT_EQ(said_of({.name = name + "南"}), "error cell.too_long 氏名");
    EXPECT_EQ(said_of({.gift = std::string(201, 'A')}), "error cell.too_long 返礼品");
    EXPECT_EQ(said_of({.gift = std::string(100, 'A') + name}), "error cell.too_long 返礼品");
}

TEST(Validate, TakesTheDayOfReceiptFromTheRuleOfThePaymentMethod)
{
    const auto card = outcome_of({.paid_on = ""}).draft->donation;
    EXPECT_EQ(card.received_on, (domain::Date{2026, 10, 1}));
    EXPECT_EQ(card.received_rule, "card.2008");
    const auto transfer = outcome_of({.paid_on = "令和8年10月5日", .payment = "振込"}).draft->donation;
    EXPECT_EQ(transfer.received_on, (domain::Date{2026, 10, 5}));
    EXPECT_EQ(said_of({.paid_on = "", .payment = "振込"}), "held received_on.missing 入金日");
}

TEST(Validate, LeavesCancelledAndUnpaidDonationsWithoutADayOfReceipt)
{
    const auto cancelled = outcome_of({.status = "取消"}).draft->donation;
    EXPECT_EQ(cancelled.state, domain::DonationState::Cancelled);
    EXPECT_EQ(cancelled.paid_on, (domain::Date{2026, 10, 2}));
    EXPECT_EQ(cancelled.received_on, std::nullopt);
    EXPECT_EQ(cancelled.ended_on, std::nullopt);
    const auto awaiting = outcome_of({.paid_on = "", .status = "未", .payment = "振込"}).draft->donation;
    EXPECT_EQ(awaiting.state, domain::DonationState::AwaitingPayment);
}

TEST(Validate, KeepsAnUnknownPaymentWordAsOther)
{
    const auto donation = outcome_of({.payment = "あたらしいペイ"}).draft->donation;
    EXPECT_EQ(donation.payment_method, domain::PaymentMethod::Other);
    EXPECT_EQ(donation.payment_written, "あたらしいペイ");
}

TEST(Validate, ShowsOnlyTheStartOfALongCell)
{
    std::string name;
    for (int at = 0; at < 5000; ++at) name += "周";
    const RowIssue issue = outcome_of({.name = name}).issues.at(0);
    EXPECT_EQ(issue.value, name.substr(0, 198) + "…");
    EXPECT_GT(issue.raw.size(), 15'000U);
}

TEST(Validate, KeepsTheBytesOfARecordAtFault)
{
    EXPECT_EQ(outcome_of({.number = "A7", .amount = "x"}).issues.at(0).raw + "\n",
        (Row{.number = "A7", .amount = "x"}.text()));
}

}  // namespace
}  // namespace furusato::portal_import
