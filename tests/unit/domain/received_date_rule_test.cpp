#include "furusato/domain/received_date_rule.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/tax_year.hpp"

namespace furusato::domain {
namespace {

const Date kStart{2008, 4, 1};

std::vector<ReceivedDateRule> one_rule_per_method()
{
    std::vector<ReceivedDateRule> rules;
    for (std::size_t index = 0; index < kPaymentMethodKeys.size(); ++index) {
        const auto method = static_cast<PaymentMethod>(index);
        const bool is_instant = method <= PaymentMethod::DBarai;
        rules.push_back({std::string{key_of(method)} + ".2008", method, kStart,
            is_instant ? ReceivedDateBasis::PaidElseApplied : ReceivedDateBasis::Paid});
    }
    return rules;
}

TEST(ReceivedDateRules, Rule1_5_CardPaidOnNewYearsEveCountsForTheOldYear)
{
    const ReceivedDateRules rules{one_rule_per_method()};
    const Date applied_on{2026, 12, 31};
    const auto received = rules.received_on(PaymentMethod::Card, applied_on, Date{2026, 12, 31});
    ASSERT_TRUE(received);
    EXPECT_EQ(received->received_on, (Date{2026, 12, 31}));
    EXPECT_EQ(TaxYear::of(received->received_on), TaxYear{2026});
}

TEST(ReceivedDateRules, Rule1_5_CardSettledAfterMidnightOfNewYearCountsForTheNewYear)
{
    const ReceivedDateRules rules{one_rule_per_method()};
    const auto received = rules.received_on(PaymentMethod::Card, Date{2026, 12, 31}, Date{2027, 1, 1});
    ASSERT_TRUE(received);
    EXPECT_EQ(TaxYear::of(received->received_on), TaxYear{2027});
}

TEST(ReceivedDateRules, Rule1_5_PostalTransferPaidInJanuaryCountsForTheNewYear)
{
    const ReceivedDateRules rules{one_rule_per_method()};
    const auto received =
        rules.received_on(PaymentMethod::PostalTransfer, Date{2026, 12, 28}, Date{2027, 1, 4});
    ASSERT_TRUE(received);
    EXPECT_EQ(received->rule_code, "postal_transfer.2008");
    EXPECT_EQ(TaxYear::of(received->received_on), TaxYear{2027});
}

TEST(ReceivedDateRules, Rule1_6_OneDayOfReceiptHasATaxYearAndAFiscalYear)
{
    const ReceivedDateRules rules{one_rule_per_method()};
    const auto received = rules.received_on(PaymentMethod::CashMail, Date{2027, 2, 1}, Date{2027, 2, 10});
    ASSERT_TRUE(received);
    EXPECT_EQ(TaxYear::of(received->received_on), TaxYear{2027});
    EXPECT_EQ(FiscalYear::of(received->received_on), FiscalYear{2026});
}

TEST(ReceivedDateRules, GiveTheDayOfApplicationWhereAnInstantMethodHasNoDayOfPayment)
{
    const ReceivedDateRules rules{one_rule_per_method()};
    const auto received = rules.received_on(PaymentMethod::PayPay, Date{2026, 11, 22}, std::nullopt);
    ASSERT_TRUE(received);
    EXPECT_EQ(received->received_on, (Date{2026, 11, 22}));
    EXPECT_EQ(received->rule_code, "paypay.2008");
}

TEST(ReceivedDateRules, GiveNothingWhereTheDayOfPaymentIsNeededAndMissing)
{
    const ReceivedDateRules rules{one_rule_per_method()};
    for (const auto method : {PaymentMethod::ConvenienceStore, PaymentMethod::BankTransfer,
             PaymentMethod::Counter, PaymentMethod::CashMail, PaymentMethod::Other}) {
        EXPECT_FALSE(rules.received_on(method, Date{2026, 11, 22}, std::nullopt)) << key_of(method);
    }
}

TEST(ReceivedDateRules, ApplyTheRuleInForceOnTheDayOfApplication)
{
    auto list = one_rule_per_method();
    list.push_back({"card.2027", PaymentMethod::Card, Date{2027, 4, 1}, ReceivedDateBasis::Paid});
    const ReceivedDateRules rules{std::move(list)};

    const auto before = rules.received_on(PaymentMethod::Card, Date{2027, 3, 31}, Date{2027, 4, 2});
    const auto after = rules.received_on(PaymentMethod::Card, Date{2027, 4, 1}, Date{2027, 4, 2});
    ASSERT_TRUE(before && after);
    EXPECT_EQ(before->rule_code, "card.2008");
    EXPECT_EQ(after->rule_code, "card.2027");
    EXPECT_TRUE(rules.received_on(PaymentMethod::Card, Date{2027, 3, 31}, std::nullopt));
    EXPECT_FALSE(rules.received_on(PaymentMethod::Card, Date{2027, 4, 1}, std::nullopt));
    EXPECT_EQ(
        rules.received_on(PaymentMethod::Points, Date{2027, 4, 1}, std::nullopt)->rule_code, "points.2008");
}

TEST(ReceivedDateRules, GiveNothingBeforeTheFirstRule)
{
    const ReceivedDateRules rules{one_rule_per_method()};
    const auto day_before = kStart.plus_days(-1);
    EXPECT_FALSE(rules.received_on(PaymentMethod::Card, day_before, day_before));
    EXPECT_FALSE(rules.received_on(PaymentMethod::Other, day_before, day_before));
}

TEST(ReceivedDateRules, RefuseATableWithoutAMethodOrWithTwoRulesFromOneDay)
{
    auto incomplete = one_rule_per_method();
    incomplete.erase(incomplete.begin() + 3);
    EXPECT_THROW(ReceivedDateRules{incomplete}, std::invalid_argument);
    EXPECT_THROW(ReceivedDateRules{{}}, std::invalid_argument);

    auto doubled = one_rule_per_method();
    doubled.push_back({"card.again", PaymentMethod::Card, kStart, ReceivedDateBasis::Paid});
    EXPECT_THROW(ReceivedDateRules{doubled}, std::invalid_argument);
}

}  // namespace
}  // namespace furusato::domain
