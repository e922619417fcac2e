#include <gtest/gtest.h>

#include "furusato/application/revenue.hpp"
#include "furusato/application/settings.hpp"

namespace furusato::application {
namespace {

using domain::Date;
using domain::Yen;

domain::Donation a_donation()
{
    domain::Donation donation;
    donation.order = {"choice", "C1"};
    donation.amount = Yen{30'000};
    donation.contact.prefecture = "山口県";
    donation.payment_method = domain::PaymentMethod::Card;
    donation.purposes = {{"1", "市長におまかせ", Yen{20'000}}, {"", "図書館", Yen{10'000}}};
    donation.gifts.resize(2);
    donation.gifts[0].gift_code = "SN001";
    donation.gifts[0].amount = Yen{20'000};
    donation.gifts[1].amount = Yen{10'000};
    return donation;
}

RevenueEntry received()
{
    return {1, {1}, "received", "received", Date{2026, 5, 1}, Yen{30'000}, 1, {1}};
}

RevenueEntry refund()
{
    return {2, {1}, "received", "refund", Date{2026, 6, 1}, Yen{-30'000}, -1, {2}};
}

TEST(RevenueDays, SumEveryDimensionToTheAmount)
{
    RevenueDays days;
    add_to_days(days, received(), a_donation());
    std::map<std::string, std::int64_t> yen;
    for (const auto& [key, sum] : days) yen[key.dimension] += sum.yen;
    for (const char* dimension :
        {"all", "portal", "gift", "purpose", "payment_method", "prefecture", "donor_kind"}) {
        EXPECT_EQ(yen[dimension], 30'000) << dimension;
    }
    EXPECT_EQ((days[{"2026-05-01", "purpose", "図書館"}]), (RevenueSum{1, 10'000, 0}));
    EXPECT_EQ((days[{"2026-05-01", "gift", "none"}]), (RevenueSum{1, 10'000, 0}));
}

TEST(RevenueDays, CountARefundAsNegativeRevenueOnItsOwnDay)
{
    RevenueDays days;
    add_to_days(days, refund(), a_donation());
    EXPECT_EQ((days[{"2026-06-01", "all", ""}]), (RevenueSum{-1, -30'000, 30'000}));
    EXPECT_EQ((days[{"2026-06-01", "gift", "SN001"}]), (RevenueSum{-1, -20'000, 20'000}));
}

TEST(RevenueDays, TakeAwayWhatTheyAdded)
{
    RevenueDays days;
    add_to_days(days, received(), a_donation());
    add_to_days(days, received(), a_donation(), -1);
    for (const auto& [key, sum] : days) EXPECT_EQ(sum, RevenueSum{}) << key.dimension;
}

TEST(RevenueDays, PutADifferenceOfTheLinesUnderNone)
{
    domain::Donation donation = a_donation();
    donation.gifts.pop_back();
    RevenueDays days;
    add_to_days(days, received(), donation);
    EXPECT_EQ((days[{"2026-05-01", "gift", "none"}].yen), 10'000);
    EXPECT_EQ((days[{"2026-05-01", "lines_differ", ""}].donations), 1);
}

TEST(GiftSetKey, IsTheSameForTheSameCodesOnly)
{
    EXPECT_EQ(gift_set_key({"A", "B"}), gift_set_key({"A", "B"}));
    EXPECT_NE(gift_set_key({"A", "B"}), gift_set_key({"AB"}));
}

TEST(SettingOn, GivesTheValueInForce)
{
    const std::vector<CitySetting> settings{
        {"issuer_name", Date{2020, 1, 1}, "甲"}, {"issuer_name", Date{2026, 5, 1}, "乙"}};
    EXPECT_EQ(setting_on(settings, "issuer_name", Date{2019, 12, 31}), "");
    EXPECT_EQ(setting_on(settings, "issuer_name", Date{2026, 4, 30}), "甲");
    EXPECT_EQ(setting_on(settings, "issuer_name", Date{2026, 5, 1}), "乙");
}

TEST(DutyHolderOn, IsTheCityWhereNothingIsSaid)
{
    const std::vector<DutyAssignment> duties{
        {"ana", domain::Duty::Receipts, Date{2023, 4, 1}, domain::DutyHolder::Portal}};
    EXPECT_EQ(
        duty_holder_on(duties, "ana", domain::Duty::Receipts, Date{2023, 3, 31}), domain::DutyHolder::City);
    EXPECT_EQ(
        duty_holder_on(duties, "ana", domain::Duty::Receipts, Date{2023, 4, 1}), domain::DutyHolder::Portal);
    EXPECT_EQ(
        duty_holder_on(duties, "ana", domain::Duty::OneStop, Date{2023, 4, 1}), domain::DutyHolder::City);
}

}  // namespace
}  // namespace furusato::application
