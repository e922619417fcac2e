#include <gtest/gtest.h>

#include "furusato/application/revenue.hpp"
#include "support/printing.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::add_to_days;
using application::gift_codes_of;
using application::gift_set_key;
using application::RevenueDays;
using application::RevenueEntry;
using application::RevenueSum;
using domain::Donation;
using domain::Yen;

RevenueEntry received(const Donation& donation)
{
    return {1, donation.id, "received", "received", {2023, 12, 10}, donation.amount, 1, {1}};
}

RevenueEntry refund(const Donation& donation)
{
    return {2, donation.id, "received", "refund", {2024, 1, 15}, -donation.amount, -1, {2}};
}

/// Adds the entry to nothing.
RevenueDays days_of(const RevenueEntry& entry, const Donation& donation)
{
    RevenueDays days;
    add_to_days(days, entry, donation);
    return days;
}

TEST(RevenueDays, CountADonationOnceInEveryDimension)
{
    const Donation donation = a_donation(10'000);
    const RevenueSum whole{1, 10'000, 0};
    EXPECT_EQ(days_of(received(donation), donation),
        (RevenueDays{{{"2023-12-10", "all", ""}, whole}, {{"2023-12-10", "donor_kind", "individual"}, whole},
            {{"2023-12-10", "gift", "SN001"}, whole}, {{"2023-12-10", "payment_method", "card"}, whole},
            {{"2023-12-10", "portal", "choice"}, whole}, {{"2023-12-10", "prefecture", "山口県"}, whole},
            {{"2023-12-10", "purpose", "1"}, whole}}));
}

TEST(RevenueDays, NameWhatNobodyKnowsNone)
{
    Donation donation = a_donation(10'000);
    donation.contact.prefecture.clear();
    donation.purposes.clear();
    donation.gifts.front().gift_code.clear();
    const auto days = days_of(received(donation), donation);
    EXPECT_TRUE(days.contains({"2023-12-10", "prefecture", "none"}));
    EXPECT_TRUE(days.contains({"2023-12-10", "purpose", "none"}));
    EXPECT_TRUE(days.contains({"2023-12-10", "gift", "none"}));
    EXPECT_FALSE(days.contains({"2023-12-10", "lines_differ", donation.number.text()}));
}

TEST(RevenueDays, GiveEachPurposeAndGiftItsShare)
{
    Donation donation = a_donation(10'000);
    donation.purposes = {{"1", "一", Yen{6'000}}, {"", "他", Yen{1'000}}, {"1", "壱", Yen{3'000}}};
    donation.gifts = {a_gift_line("B", 4'000), a_gift_line("A", 5'000), a_gift_line("B", 1'000)};
    auto days = days_of(received(donation), donation);
    EXPECT_EQ((days[{"2023-12-10", "purpose", "1"}]), (RevenueSum{1, 9'000, 0}));
    EXPECT_EQ((days[{"2023-12-10", "purpose", "他"}]), (RevenueSum{1, 1'000, 0}));
    EXPECT_EQ((days[{"2023-12-10", "gift", "A"}]), (RevenueSum{1, 5'000, 0}));
    EXPECT_EQ((days[{"2023-12-10", "gift", "B"}]), (RevenueSum{1, 5'000, 0}));
    EXPECT_EQ((days[{"2023-12-10", "gift_set", gift_set_key({"A", "B"})}]), (RevenueSum{1, 10'000, 0}));
}

TEST(RevenueDays, PutWhatLinesDoNotExplainUnderNone)
{
    Donation donation = a_donation(10'000);
    donation.gifts = {a_gift_line("A", 12'000)};
    auto days = days_of(received(donation), donation);
    EXPECT_EQ((days[{"2023-12-10", "gift", "none"}]).yen, -2'000);
    EXPECT_EQ((days[{"2023-12-10", "lines_differ", donation.number.text()}]).donations, 1);
    donation.gifts.clear();
    days = days_of(received(donation), donation);
    EXPECT_EQ((days[{"2023-12-10", "gift", "none"}]), (RevenueSum{1, 10'000, 0}));
}

TEST(RevenueDays, TakeEveryShareBackWithARefund)
{
    Donation donation = a_donation(10'000);
    donation.purposes = {{"1", "一", Yen{6'000}}, {"2", "二", Yen{4'000}}};
    auto days = days_of(refund(donation), donation);
    EXPECT_EQ((days[{"2024-01-15", "all", ""}]), (RevenueSum{-1, -10'000, 10'000}));
    EXPECT_EQ((days[{"2024-01-15", "purpose", "2"}]), (RevenueSum{-1, -4'000, 4'000}));
    EXPECT_EQ((days[{"2024-01-15", "gift", "SN001"}]), (RevenueSum{-1, -10'000, 10'000}));
}

TEST(RevenueDays, OfEachDimensionAddUpToTheWhole)
{
    Donation donation = a_donation(10'000);
    donation.purposes = {{"1", "一", Yen{6'000}}, {"2", "二", Yen{4'000}}};
    donation.gifts = {a_gift_line("A", 3'000), a_gift_line("B", 9'000)};
    RevenueDays days;
    add_to_days(days, received(donation), donation);
    add_to_days(days, refund(donation), donation);
    std::map<std::string, std::int64_t> yen, refunds;
    for (const auto& [key, sum] : days) {
        yen[key.dimension] += sum.yen;
        refunds[key.dimension] += sum.refunds;
    }
    for (const char* dimension :
        {"all", "portal", "payment_method", "prefecture", "donor_kind", "purpose", "gift", "gift_set"}) {
        EXPECT_EQ(yen[dimension], 0) << dimension;
        EXPECT_EQ(refunds[dimension], 10'000) << dimension;
    }
}

TEST(RevenueDays, CountARefundAfterTheBooksClosedApart)
{
    const Donation donation = a_donation(10'000);
    RevenueEntry entry = refund(donation);
    entry.kind = "after_close";
    entry.amount = Yen{};
    entry.donations = 0;
    EXPECT_EQ(days_of(entry, donation),
        (RevenueDays{{{"2024-01-15", "after_close", donation.number.text()}, {1, 0, 0}}}));
}

TEST(RevenueDays, OfAnEntryAndWhatUndoesItCancelOut)
{
    Donation donation = a_donation(10'000);
    donation.received_on = domain::Date{2023, 12, 10};
    donation.gifts = {a_gift_line("A", 3'000), a_gift_line("B", 4'000)};
    for (auto entry : {received(donation), refund(donation)}) {
        RevenueDays days;
        add_to_days(days, entry, donation);
        entry.kind = application::kind_undoing(entry.kind);
        entry.amount = -entry.amount;
        entry.donations = -entry.donations;
        add_to_days(days, entry, donation);
        EXPECT_FALSE(days.empty());
        for (const auto& [key, sum] : days)
            EXPECT_EQ(sum, RevenueSum{}) << entry.kind << " " << key.dimension;
    }
}

TEST(RevenueDays, AreNotMovedByACorrection)
{
    const Donation donation = a_donation(12'000);
    RevenueEntry entry = received(donation);
    entry.kind = "correction";
    entry.amount = Yen{2'000};
    EXPECT_TRUE(days_of(entry, donation).empty()) << "the entry of the receipt carries the present amount";
}

TEST(RevenueDays, VanishWhenTheyAreTakenAway)
{
    Donation donation = a_donation(10'000);
    donation.gifts = {a_gift_line("A", 3'000), a_gift_line("B", 4'000)};
    RevenueDays days;
    for (const auto& entry : {received(donation), refund(donation)}) {
        add_to_days(days, entry, donation);
        add_to_days(days, entry, donation, -1);
    }
    EXPECT_FALSE(days.empty());
    for (const auto& [key, sum] : days)
        EXPECT_EQ(sum, RevenueSum{}) << key.dimension << " " << key.dimension_key;
}

TEST(GiftCodes, AreDistinctAndSorted)
{
    Donation donation = a_donation();
    donation.gifts = {a_gift_line("B", 1), a_gift_line("", 1), a_gift_line("A", 1), a_gift_line("B", 1)};
    EXPECT_EQ(gift_codes_of(donation), (std::vector<std::string>{"A", "B", "none"}));
    donation.gifts.clear();
    EXPECT_EQ(gift_codes_of(donation), std::vector<std::string>{"none"});
}

// The key is stored: it may never change.
TEST(GiftSetKey, StaysTheSameForTheSameCodes)
{
    EXPECT_EQ(gift_set_key({"SN001", "SN002"}), "62d2605d54f48120");
    EXPECT_EQ(gift_set_key({}), "523222484ec92fbc");
}

TEST(GiftSetKey, TellsOneLongCodeFromTwoShortOnes)
{
    EXPECT_EQ(gift_set_key({"SN001SN002"}), "168c653ac305f381");
    EXPECT_NE(gift_set_key({"A", "BC"}), gift_set_key({"AB", "C"}));
    EXPECT_NE(gift_set_key({"A", "B"}), gift_set_key({"B", "A"})) << "codes come sorted";
}

}  // namespace
}  // namespace furusato::tests
