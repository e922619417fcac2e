#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DonationEntry;
using domain::Date;
using domain::DonationState;
using domain::Yen;
using portal_import::Field;
using Findings = std::vector<std::string>;

/// The counter on 2024-02-29.
class EnterDonation : public OnEveryEngine {
protected:
    EnterDonation()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import_gift_file(gift_csv({{}}));
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }

    /// 10,000 yen in cash at the counter.
    static std::map<Field, std::string> slip()
    {
        return {{Field::Name, "周南　花子"}, {Field::Kana, "シュウナン　ハナコ"},
            {Field::Amount, "１０，０００円"}, {Field::PaymentMethod, "窓口"},
            {Field::PostalCode, "745-0045"}, {Field::Prefecture, "山口県"}, {Field::City, "周南市"},
            {Field::Street, "徳山港町1番地"}, {Field::Phone, "0834-00-0912"},
            {Field::Purpose, "市長におまかせ"}};
    }
    application::EnteredDonation enter(std::map<Field, std::string> facts, bool is_another_one = false)
    {
        return ledger.enter_donation().execute({std::move(facts), is_another_one, ledger.caller()});
    }
    std::string refusal_of(std::map<Field, std::string> facts)
    {
        return tests::refusal_of([&] { enter(std::move(facts)); });
    }
    static std::map<Field, std::string> with(Field field, const std::string& text)
    {
        auto facts = slip();
        facts[field] = text;
        return facts;
    }
};

TEST_P(EnterDonation, CashAtTheCounterIsReceivedOnTheDayItself)
{
    const auto entered = enter(slip());
    const auto stored = ledger.donation("M2024-000001", "generic");
    EXPECT_EQ(stored.number, entered.donation.number);
    EXPECT_EQ(stored.state, DonationState::Received);
    EXPECT_EQ(stored.received_on, (Date{2024, 2, 29}));
    EXPECT_EQ(stored.amount, Yen{10'000});
    EXPECT_EQ(stored.contact.phone, "0834000912");
    EXPECT_FALSE(stored.purposes.front().code.empty());
    EXPECT_EQ(ledger.report(2023).received, Yen{10'000});
    EXPECT_TRUE(entered.is_donor_new);
    EXPECT_EQ(
        ledger.list_donations().history(stored.number.text()).front().operation.start.kind, "donation.add");
}

TEST_P(EnterDonation, ATransferIsAwaitedUntilItsDayOfPaymentIsKnown)
{
    enter(with(Field::PaymentMethod, "bank_transfer"));
    EXPECT_EQ(ledger.donation("M2024-000001", "generic").state, DonationState::AwaitingPayment);
    auto paid = with(Field::PaymentMethod, "郵便振替");
    paid[Field::PaidOn] = "令和6年1月15日";
    paid[Field::AppliedOn] = "2024/1/10";
    enter(paid);
    const auto stored = ledger.donation("M2024-000002", "generic");
    EXPECT_EQ(stored.received_on, (Date{2024, 1, 15}));
    EXPECT_EQ(stored.applied_on, (Date{2024, 1, 10}));
}

TEST_P(EnterDonation, WhatAnImportRefusesIsRefused)
{
    EXPECT_EQ(refusal_of(with(Field::Amount, "10000.5")), "amount.not_a_number");
    EXPECT_EQ(refusal_of(with(Field::Amount, "0")), "amount.out_of_range");
    EXPECT_EQ(refusal_of(with(Field::AppliedOn, "2024-02-30")), "applied_on.not_a_date");
    EXPECT_EQ(refusal_of(with(Field::AppliedOn, "2024-03-01")), "date.in_future");
    EXPECT_EQ(refusal_of(with(Field::OneStop, "たぶん")), "entry.word_unknown");
    EXPECT_EQ(refusal_of(with(Field::PaymentMethod, "物々交換")), "entry.word_unknown");
    EXPECT_EQ(refusal_of(with(Field::GiftCode, "SN404")), "entry.gift_unknown");
    EXPECT_EQ(refusal_of(with(Field::Purpose, "誰も知らない")), "entry.purpose_unknown");
    EXPECT_EQ(refusal_of(with(Field::Name, " ")), "entry.name_missing");
    EXPECT_EQ(refusal_of(with(Field::Phone, "なし")), "field.invalid");
    EXPECT_EQ(refusal_of(with(Field::Prefecture, "やまぐち")), "field.invalid");
    EXPECT_EQ(refusal_of(with(Field::PaidOn, "2024-02-01")), "entry.paid_before_applied");
    auto closed = with(Field::AppliedOn, "2023-03-30");
    closed[Field::PaidOn] = "2023-03-31";
    EXPECT_EQ(refusal_of(closed), "books.closed");
    EXPECT_EQ(ledger.report(2023).donations, 0);
    EXPECT_EQ(enter(slip()).donation.order.order_number, "M2024-000001") << "a refused entry takes no number";
}

TEST_P(EnterDonation, ASecondSlipOfTheSameDonorIsAskedAbout)
{
    enter(slip());
    EXPECT_EQ(refusal_of(slip()), "entry.similar");
    EXPECT_EQ(refusal_of(with(Field::Amount, "5000")), "entry.similar") << "the same day";
    const auto entered = enter(slip(), true);
    EXPECT_FALSE(entered.is_donor_new);
    EXPECT_EQ(ledger.report(2023).donations, 2);
    EXPECT_EQ(refusal_of(with(Field::OrderNumber, "M2024-000001")), "entry.number_taken");
}

TEST_P(EnterDonation, IsKnownToADonorWhoGaveThroughAPortal)
{
    ledger.import(choice_csv({{.name = "周南　花子", .phone = "0834-00-0912"}}));
    auto facts = slip();
    facts[Field::Amount] = "3000";
    EXPECT_EQ(enter(facts).donation.donor, ledger.donation("C1").donor);
}

TEST_P(EnterDonation, WhatLooksLikeAnIndividualNumberIsNotTaken)
{
    EXPECT_EQ(refusal_of(with(Field::Remark, "１２３４-5678-9018")), "entry.individual_number");
    EXPECT_EQ(refusal_of(with(Field::Remark, "番号は123456789018です")), "entry.individual_number");
    EXPECT_EQ(refusal_of(with(Field::Remark, "123456789012")), "none") << "any other twelve digits";
}

RUN_ON_EVERY_ENGINE(EnterDonation);

}  // namespace
}  // namespace furusato::tests
