#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

using portal_import::Field;
using Orders = std::vector<std::string>;

/// 企業版 has a ledger of its own: what may belong there is asked about (rules.md 5.10).
class CorporateScheme : public OnEveryEngine {
protected:
    CorporateScheme() { ledger.load_city().execute(a_city(), ledger.caller()); }
    void TearDown() override { EXPECT_EQ(ledger.findings(), std::vector<std::string>{}); }

    static PortalRow company(const std::string& order, const std::string& amount, const std::string& city)
    {
        return {.order = order,
            .donor_kind = "法人",
            .name = "株式会社" + order,
            .kana = "",
            .prefecture = city == "周南市" ? "山口県" : "東京都",
            .city = city,
            .amount = amount,
            .gift_code = "",
            .gift_name = ""};
    }
    Orders asked_about()
    {
        application::DonationFilter filter;
        filter.only_corporate_scheme = true;
        filter.corporate_scheme = shipped_import_rules().corporate_scheme.rules();
        Orders orders;
        ledger.list_donations().execute(filter, [&](const application::ListedDonation& listed) {
            orders.push_back(listed.donation.order.order_number);
        });
        return orders;
    }
    application::EnteredDonation enter(const std::string& why_ordinary)
    {
        return ledger.enter_donation().execute(
            {.facts = {{Field::Name, "株式会社甲"}, {Field::DonorKind, "法人"}, {Field::Amount, "100000"},
                 {Field::PaymentMethod, "窓口"}, {Field::Prefecture, "東京都"}, {Field::City, "千代田区"}},
                .caller = ledger.caller(),
                .why_ordinary = why_ordinary});
    }
};

TEST_P(CorporateScheme, Rule_5_10_AnImportTellsWhatMayBelongThere)
{
    const std::string csv = choice_csv({company("C1", "99999", "千代田区"),
        company("C2", "100000", "千代田区"), company("C3", "1000000", "周南市"),
        {.order = "C4", .prefecture = "東京都", .city = "港区", .amount = "300000"},
        company("C5", "500000", "港区")});
    EXPECT_EQ(ledger.try_import(csv).maybe_corporate_scheme, 2);
    EXPECT_EQ(ledger.import(csv).maybe_corporate_scheme, 2);
    EXPECT_EQ(ledger.import(csv).maybe_corporate_scheme, 0) << "nothing new";
    EXPECT_EQ(asked_about(), (Orders{"C2", "C5"}));
}

TEST_P(CorporateScheme, WhatWasRefundedIsNotAskedAboutAnyMore)
{
    ledger.import(choice_csv({company("C2", "100000", "千代田区")}));
    PortalRow cancelled = company("C2", "100000", "千代田区");
    cancelled.status = "キャンセル";
    ledger.import(choice_csv({cancelled}));
    EXPECT_EQ(asked_about(), Orders{});
}

TEST_P(CorporateScheme, AClerkWhoEntersOneSaysHowHeKnowsThatItIsOrdinary)
{
    EXPECT_EQ(refusal_of([&] { enter(""); }), "entry.maybe_corporate_scheme");
    const auto entered = enter("本社に電話で確認");
    const auto history = ledger.list_donations().history(entered.donation.number.text());
    ASSERT_FALSE(history.empty());
    EXPECT_EQ(history.front().operation.start.reason, "本社に電話で確認");
}

RUN_ON_EVERY_ENGINE(CorporateScheme);

}  // namespace
}  // namespace furusato::tests
