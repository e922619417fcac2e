#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

using domain::GiftWish;
using portal_import::Field;
using Names = std::vector<std::string>;

/// 返礼品辞退 and 未選択 told apart, and 代理寄附 in a report of its own.
class GiftWishAndBehalf : public OnEveryEngine {
protected:
    GiftWishAndBehalf() { ledger.load_city().execute(a_city(), ledger.caller()); }
    void TearDown() override { EXPECT_EQ(ledger.findings(), std::vector<std::string>{}); }

    domain::Donation enter(const std::string& name, std::map<Field, std::string> facts)
    {
        facts.insert({{Field::Name, name}, {Field::Amount, "10000"}, {Field::PaymentMethod, "窓口"}});
        return ledger.enter_donation()
            .execute({.facts = std::move(facts), .caller = ledger.caller()})
            .donation;
    }
    Names names(const application::DonationFilter& filter)
    {
        Names found;
        ledger.list_donations().execute(filter, [&](const application::ListedDonation& listed) {
            found.push_back(listed.donation.contact.name);
        });
        return found;
    }
    void edit(const domain::Donation& donation, const std::string& field, const std::string& value)
    {
        ledger.change_donation().edit(
            {donation.number.text(), "確認", {}, ledger.caller()}, {{field, value}});
    }
    std::string on_behalf()
    {
        std::string text;
        application::MakeRevenueReport report{ledger.store(), ledger.digests(), {}};
        for (const auto& line : report.on_behalf({2000, 4, 1}, {2099, 3, 31}))
            text += line.municipality + " " + std::to_string(line.donations) + " " +
                    std::to_string(line.amount.amount()) + " " + std::to_string(line.refunds.amount()) + "; ";
        return text;
    }
    std::int64_t own_revenue(int year) { return ledger.report(year).received.amount(); }
};

TEST_P(GiftWishAndBehalf, DeclinedAndUndecidedAreToldApart)
{
    enter("辞退花子", {{Field::GiftWish, "辞退"}});
    const auto undecided = enter("未定太郎", {{Field::GiftWish, "未選択"}});
    enter("無言次郎", {});
    application::DonationFilter filter;
    filter.gift_wish = GiftWish::Declined;
    EXPECT_EQ(names(filter), (Names{"辞退花子"}));
    filter.gift_wish = GiftWish::Undecided;
    EXPECT_EQ(names(filter), (Names{"未定太郎"}));
    edit(undecided, "gift_wish", "declined");
    EXPECT_EQ(names(filter), Names{});
    EXPECT_EQ(refusal_of([&] { edit(undecided, "gift_wish", "maybe"); }), "field.invalid");
}

TEST_P(GiftWishAndBehalf, WhatIsAcceptedForOthersIsInNoSumOfTheCity)
{
    const auto own = enter("自市花子", {});
    const auto other = enter("代理太郎", {{Field::OnBehalfOf, "輪島市"}});
    const int year = domain::FiscalYear::of(*own.received_on).value();
    EXPECT_EQ(own_revenue(year), 10'000);
    EXPECT_EQ(on_behalf(), "輪島市 1 10000 0; ");
    application::DonationFilter filter;
    filter.on_behalf_of = "";
    EXPECT_EQ(names(filter), (Names{"代理太郎"}));
    filter.on_behalf_of = "珠洲市";
    EXPECT_EQ(names(filter), Names{});
    // A clerk puts it right: the sums follow.
    edit(own, "on_behalf_of", "珠洲市");
    EXPECT_EQ(own_revenue(year), 0);
    EXPECT_EQ(on_behalf(), "珠洲市 1 10000 0; 輪島市 1 10000 0; ");
    edit(own, "on_behalf_of", "");
    EXPECT_EQ(own_revenue(year), 10'000);
    EXPECT_EQ(on_behalf(), "輪島市 1 10000 0; ");
}

TEST_P(GiftWishAndBehalf, AFileWithoutTheColumnTakesNothingAway)
{
    ledger.import(choice_csv({{.order = "C1", .amount = "10000"}}));
    application::DonationFilter all;
    const domain::Donation donation = ledger.donation("C1");
    edit(donation, "on_behalf_of", "輪島市");
    edit(donation, "gift_wish", "declined");
    PortalRow renamed{.order = "C1", .amount = "10000"};
    renamed.street = "別の町2-2";
    EXPECT_EQ(ledger.import(choice_csv({renamed})).orders.updated, 1);
    EXPECT_EQ(on_behalf(), "輪島市 1 10000 0; ");
    all.gift_wish = GiftWish::Declined;
    EXPECT_EQ(names(all).size(), 1U);
}

RUN_ON_EVERY_ENGINE(GiftWishAndBehalf);

}  // namespace
}  // namespace furusato::tests
