#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using tests::import_bytes;
using tests::ImportCase;

/// The small layout with one change.
ImportCase with(const std::function<void(PortalProfile&)>& change)
{
    ImportCase how;
    change(how.profiles[0]);
    return how;
}

std::string first_code(const tests::Imported& imported)
{
    for (const auto& outcome : imported.outcomes) {
        if (!outcome.issues.empty()) return outcome.issues.front().code;
    }
    return "";
}

const domain::Donation& first_donation(const tests::Imported& imported)
{
    return imported.outcomes.at(0).draft.value().donation;
}

TEST(Layouts, WithoutOrderNumbersMakeThemOfWhatARecordSays)
{
    const auto how = with([](PortalProfile& profile) {
        profile.aliases.erase(Field::OrderNumber);
        profile.signature = {"申込日", "金額", "支払"};
        profile.order_number_from = {Field::AppliedOn, Field::Amount, Field::GiftName};
        profile.aliases[Field::GiftName] = {"品"};
    });
    const std::string header = "申込日,金額,支払,状態,品\n";
    const std::string row = "2026-10-01,10000,カード,済,ふぐ\n";
    const auto imported = import_bytes(header + row + row + "2026-10-01,10000,カード,済,米\n", how);
    ASSERT_EQ(imported.outcomes.size(), 3U);
    std::set<std::string> numbers;
    for (const auto& outcome : imported.outcomes) numbers.insert(outcome.order_number);
    EXPECT_EQ(numbers.size(), 3U);
    // Another order and another writing: the same numbers.
    const auto again = import_bytes(
        header + "2026-10-01,10000,カード,済,米\n" + "R8.10.1,\"10,000\",カード,済, ふぐ \n" + row, how);
    for (const auto& outcome : again.outcomes) EXPECT_TRUE(numbers.contains(outcome.order_number));
}

TEST(Layouts, TellThatNumbersWereMade)
{
    const auto how = with([](PortalProfile& profile) {
        profile.aliases.erase(Field::OrderNumber);
        profile.signature = {"申込日", "金額"};
        profile.order_number_from = {Field::AppliedOn, Field::Amount};
    });
    const auto imported = import_bytes("申込日,金額,支払,状態\n2026-10-01,10000,カード,済\n", how);
    const auto& notes = imported.reading.notes;
    EXPECT_TRUE(std::any_of(
        notes.begin(), notes.end(), [](const auto& note) { return note.code == "note.order_numbers_made"; }));
    EXPECT_EQ(import_bytes("申込日,支払,状態,金額,番号\n", how).refusal, "");
}

TEST(Layouts, OneRecordAnOrderHoldsAContradictionAndSkipsACopy)
{
    const auto how = with([](PortalProfile& profile) {
        profile.row_unit = RowUnit::Order;
        profile.aliases.erase(Field::LineId);
    });
    const std::string header = "番号,申込日,状態,支払,金額\n";
    const std::string row = "A1,2026-10-01,済,カード,10000\n";
    const auto copies = import_bytes(header + row + "B1,2026-10-01,済,カード,5000\n" + row, how);
    EXPECT_EQ(copies.outcomes.at(1).skipped_rows + copies.outcomes.at(0).skipped_rows, 1);
    EXPECT_EQ(
        first_code(import_bytes(header + row + "A1,2026-10-01,済,カード,20000\n", how)), "order.incomplete");
    EXPECT_EQ(
        import_bytes(header + row + "A1,2026-10-01,済,カード,20000\n", how).outcomes.at(0).issues.at(1).code,
        "order.contradictory");
}

ImportCase of_whole_orders()
{
    return with([](PortalProfile& profile) {
        profile.amount_per = AmountPer::Order;
        profile.aliases[Field::GiftAmount] = {"品の金額"};
        profile.aliases[Field::GiftCount] = {"点数"};
    });
}

TEST(Layouts, AWholeOrdersAmountIsTheDonationsAndNeverGuessedForGifts)
{
    const std::string header = "番号,行,申込日,状態,支払,金額,返礼品,品の金額\n";
    const auto two = import_bytes(
        header + "A1,1,2026-10-01,済,カード,30000,SN1,10000\n" + "A1,2,2026-10-01,済,カード,30000,SN2,\n",
        of_whole_orders());
    EXPECT_EQ(first_donation(two).amount, domain::Yen{30000});
    EXPECT_EQ(first_donation(two).gifts.at(0).amount, domain::Yen{10000});
    EXPECT_EQ(first_donation(two).gifts.at(1).amount, domain::Yen{0});
    const auto one = import_bytes(header + "A1,1,2026-10-01,済,カード,30000,SN1,\n", of_whole_orders());
    EXPECT_EQ(first_donation(one).gifts.at(0).amount, domain::Yen{30000});
    const auto more = import_bytes(header + "A1,1,2026-10-01,済,カード,30000,SN1,40000\n", of_whole_orders());
    EXPECT_EQ(first_code(more), "amount.lines_exceed");
    const auto other = import_bytes(
        header + "A1,1,2026-10-01,済,カード,30000,SN1,\n" + "A1,2,2026-10-01,済,カード,20000,SN2,\n",
        of_whole_orders());
    EXPECT_EQ(other.outcomes.at(0).issues.at(1).code, "amount.order_differs");
}

TEST(Layouts, TheOnlyGiftListedIsNotTheOnlyOneWhereTheFileCountsMore)
{
    auto how = of_whole_orders();
    how.profiles[0].lists_first_gift_only = true;
    const std::string header = "番号,申込日,状態,支払,金額,返礼品,点数\n";
    const auto two = import_bytes(header + "A1,2026-10-01,済,カード,30000,SN1,2\n", how);
    EXPECT_EQ(first_donation(two).amount, domain::Yen{30000});
    EXPECT_EQ(first_donation(two).gifts.at(0).amount, domain::Yen{0});
    const auto one = import_bytes(header + "A1,2026-10-01,済,カード,30000,SN1,1\n", how);
    EXPECT_EQ(first_donation(one).gifts.at(0).amount, domain::Yen{30000});
}

TEST(Layouts, AnUndeterminedAmountIsNoNumberAndNoError)
{
    const auto how = with([](PortalProfile& profile) {
        profile.undetermined = {"-9999"};
        profile.aliases[Field::Points] = {"ポイント"};
    });
    const std::string header = "番号,申込日,状態,支払,金額,ポイント\n";
    const auto amount = import_bytes(header + "A1,2026-10-01,済,カード,-9999,0\n", how);
    EXPECT_EQ(first_code(amount), "amount.undetermined");
    EXPECT_EQ(amount.outcomes.at(0).kind, OrderOutcome::Kind::Held);
    EXPECT_FALSE(amount.outcomes.at(0).draft);
    EXPECT_EQ(first_donation(import_bytes(header + "A1,2026-10-01,済,カード,10000,-9999\n", how)).points,
        domain::Yen{0});
    EXPECT_EQ(
        first_code(import_bytes(header + "A1,2026-10-01,済,カード,-9998,0\n", how)), "amount.not_a_number");
}

TEST(Layouts, TheDayOfPaymentTellsTheStateUnlessTheStatusSaysMore)
{
    const auto how = with([](PortalProfile& profile) { profile.state_from = StateFrom::PaidOn; });
    const std::string header = "番号,申込日,支払,金額,入金日,状態\n";
    const auto state = [&](const std::string& cells) {
        return first_donation(import_bytes(header + "A1,2026-10-01,カード,10000," + cells + "\n", how)).state;
    };
    EXPECT_EQ(state("2026-10-02,"), domain::DonationState::Received);
    EXPECT_EQ(state(",済"), domain::DonationState::AwaitingPayment);
    EXPECT_EQ(state("2026-10-02,取消"), domain::DonationState::Cancelled);
}

TEST(Layouts, WordsMayChangeTheirMeaningFromADay)
{
    const auto how = with([](PortalProfile& profile) {
        profile.dated_payment_methods = {
            {domain::Date{2026, 10, 1}, {{"カード", domain::PaymentMethod::PayPay}}}};
    });
    const auto method = [&](const std::string& day) {
        return first_donation(
            import_bytes("番号,申込日,状態,支払,金額\nA1," + day + ",未,カード,10000\n", how))
            .payment_method;
    };
    EXPECT_EQ(method("2026-09-30"), domain::PaymentMethod::Card);
    EXPECT_EQ(method("2026-10-01"), domain::PaymentMethod::PayPay);
}

TEST(Layouts, ADonorIsNamelessOnlyWhereTheLayoutAllowsIt)
{
    const auto named = with([](PortalProfile&) {});
    const auto nameless = with([](PortalProfile& profile) { profile.donor_may_be_missing = true; });
    const std::string file = "番号,申込日,状態,支払,金額\nA1,2026-10-01,済,カード,10000\n";
    EXPECT_EQ(first_donation(import_bytes(file, named)).donor_kind, domain::DonorKind::Individual);
    EXPECT_EQ(first_donation(import_bytes(file, nameless)).donor_kind, domain::DonorKind::Anonymous);
    const std::string with_name =
        "番号,申込日,状態,支払,金額,氏名\nA1,2026-10-01,済,カード,10000,周南　花子\n";
    EXPECT_EQ(first_donation(import_bytes(with_name, nameless)).donor_kind, domain::DonorKind::Individual);
}

TEST(Layouts, AnAbsurdNumberOfPiecesOrPurposesOverflowsNothing)
{
    const auto how = with([](PortalProfile& profile) {
        profile.amount_per = AmountPer::Order;
        profile.purpose_pairs = PurposePairs{"{purpose} 選択", "{purpose} 金額", {{"○", true}}};
        profile.aliases[Field::GiftAmount] = {"品の金額"};
    });
    const auto imported = import_bytes(
        "番号,行,申込日,状態,支払,金額,数量,返礼品,品の金額,動物園 選択,動物園 金額,教育 選択,教育 金額\n"
        "A1,1,2026-10-01,済,カード,10000,999,SN1,999999999999999,○,999999999999999,○,999999999999999\n",
        how);
    EXPECT_EQ(first_code(imported), "amount.out_of_range");
}

}  // namespace
}  // namespace furusato::portal_import
