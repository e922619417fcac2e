#include "furusato/application/revenue.hpp"

#include "contract/engine.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Durability;
using application::Records;
using application::RevenueDays;
using application::RevenueEntry;
using application::RevenueSum;
using domain::Date;
using domain::OperationId;
using domain::Yen;

const Date kFrom{2023, 4, 1};
const Date kThrough{2024, 3, 31};

class RevenueRepository : public OnEveryEngine {
protected:
    void add_days(OperationId slice, const RevenueDays& days)
    {
        ledger.store().write(
            Durability::Confirmed, [&](Records& records) { records.revenue.add_days(slice, days); });
    }
    RevenueDays all_days()
    {
        RevenueDays days;
        ledger.store().read([&](Records& records) { days = records.revenue.all_days(); });
        return days;
    }
    RevenueDays monthly(const Date& from = kFrom, const Date& through = kThrough)
    {
        RevenueDays sums;
        ledger.store().read(
            [&](Records& records) { sums = records.revenue.monthly("received", from, through); });
        return sums;
    }
    RevenueDays daily(const std::string& dimension)
    {
        RevenueDays sums;
        ledger.store().read(
            [&](Records& records) { sums = records.revenue.daily("received", dimension, kFrom, kThrough); });
        return sums;
    }
    /// A received donation that is given back after the books closed; `end` is how its refund's operation ends.
    domain::Donation refunded_after_close(std::int64_t yen, const Date& day, OperationEnd end)
    {
        const auto donation = ledger.enter(a_donation(yen));
        const auto operation = ledger.an_operation(end);
        const RevenueEntry entry{ledger.store().draw_ids("revenue_entry", 1), donation.id, "received",
            "after_close", day, {}, 0, operation};
        ledger.store().write(Durability::Confirmed, [&](Records& records) {
            records.revenue.add_entries({entry});
            RevenueDays days;
            application::add_to_days(days, entry, donation);
            records.revenue.add_days(operation, days);
        });
        return donation;
    }
};

TEST_P(RevenueRepository, KeepsEntriesOfADonationInOrder)
{
    const auto donation = ledger.enter(a_donation(10'000));
    const auto other = ledger.enter(a_donation(7'000));
    const auto operation = ledger.an_operation();
    const std::int64_t id = ledger.store().draw_ids("revenue_entry", 1);
    const RevenueEntry refund{
        id, donation.id, "received", "refund", {2024, 3, 31}, Yen{-10'000}, -1, operation};
    std::vector<RevenueEntry> of_donation, all;
    ledger.store().write(
        Durability::Confirmed, [&](Records& records) { records.revenue.add_entries({refund}); });
    ledger.store().read([&](Records& records) {
        of_donation = records.revenue.entries_of(donation.id);
        records.revenue.for_each_entry([&](const RevenueEntry& entry) { all.push_back(entry); });
    });
    ASSERT_EQ(of_donation.size(), 2U);
    EXPECT_EQ(of_donation[0].amount, Yen{10'000});
    EXPECT_EQ(of_donation[1].id, id);
    EXPECT_EQ(of_donation[1].donation, donation.id);
    EXPECT_EQ(of_donation[1].basis, "received");
    EXPECT_EQ(of_donation[1].kind, "refund");
    EXPECT_EQ(of_donation[1].entered_on, (Date{2024, 3, 31}));
    EXPECT_EQ(of_donation[1].amount, Yen{-10'000});
    EXPECT_EQ(of_donation[1].donations, -1);
    EXPECT_EQ(of_donation[1].operation, operation);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[1].id, id) << "entries come donation by donation";
    EXPECT_EQ(all[2].donation, other.id);
}

TEST_P(RevenueRepository, AddsChangesUpWithinASlice)
{
    const auto slice = ledger.an_operation();
    const RevenueDays first{
        {{"2023-12-10", "gift", "SN001"}, {1, 10'000, 0}}, {{"2023-12-11", "all", ""}, {1, 5'000, 0}}};
    const RevenueDays second{{{"2023-12-10", "gift", "SN001"}, {2, -3'000, 3'000}},
        {{"2023-12-10", "all", ""}, {1, 1, 0}}, {{"2023-12-11", "all", ""}, {-1, -5'000, 0}},
        {{"2023-12-12", "all", ""}, {}}};
    add_days(slice, first);
    add_days(slice, second);
    const RevenueDays expected{
        {{"2023-12-10", "all", ""}, {1, 1, 0}}, {{"2023-12-10", "gift", "SN001"}, {3, 7'000, 3'000}}};
    EXPECT_EQ(all_days(), expected);
}

TEST_P(RevenueRepository, AddsSlicesUpInEverySum)
{
    const auto first = ledger.an_operation(), second = ledger.an_operation();
    add_days(first, {{{"2023-12-10", "gift", "SN001"}, {1, 10'000, 0}}});
    add_days(second,
        {{{"2023-12-10", "gift", "SN001"}, {1, 5'000, 0}}, {{"2023-12-31", "gift", "SN001"}, {1, 1, 0}}});
    EXPECT_EQ(monthly(), (RevenueDays{{{"2023-12", "gift", "SN001"}, {3, 15'001, 0}}}));
    EXPECT_EQ(daily("gift"), (RevenueDays{{{"2023-12-10", "gift", "SN001"}, {2, 15'000, 0}},
                                 {{"2023-12-31", "gift", "SN001"}, {1, 1, 0}}}));
    EXPECT_EQ(all_days(), daily("gift"));
    EXPECT_EQ(daily("portal"), RevenueDays{});
}

TEST_P(RevenueRepository, CountsTheFirstAndTheLastDayIn)
{
    const auto slice = ledger.an_operation();
    for (const char* day : {"2023-03-31", "2023-04-01", "2024-03-31", "2024-04-01"}) {
        add_days(slice, {{{day, "all", ""}, {1, 1, 0}}});
    }
    EXPECT_EQ(
        monthly(), (RevenueDays{{{"2023-04", "all", ""}, {1, 1, 0}}, {{"2024-03", "all", ""}, {1, 1, 0}}}));
    EXPECT_EQ(daily("all").size(), 2U);
    EXPECT_EQ(monthly({2023, 3, 31}, {2023, 3, 31}), (RevenueDays{{{"2023-03", "all", ""}, {1, 1, 0}}}));
}

TEST_P(RevenueRepository, LeavesOpenOperationsOutOfSumsButNotOfTheRecount)
{
    const auto done = ledger.an_operation(), open = ledger.an_operation(OperationEnd::Open);
    add_days(done, {{{"2023-12-10", "all", ""}, {1, 10'000, 0}}});
    add_days(open, {{{"2023-12-10", "all", ""}, {1, 5'000, 0}}});
    EXPECT_EQ(monthly(), (RevenueDays{{{"2023-12", "all", ""}, {1, 10'000, 0}}}));
    EXPECT_EQ(daily("all"), (RevenueDays{{{"2023-12-10", "all", ""}, {1, 10'000, 0}}}));
    EXPECT_EQ(all_days(), (RevenueDays{{{"2023-12-10", "all", ""}, {2, 15'000, 0}}}));
    ledger.store().write(Durability::Confirmed,
        [&](Records& records) { records.operations.finish(open, "2024-02-29T00:00:01Z"); });
    EXPECT_EQ(monthly(), (RevenueDays{{{"2023-12", "all", ""}, {2, 15'000, 0}}}));
}

TEST_P(RevenueRepository, HoldsOneQuadrillionYenAndKeysAsLongAsTheirColumn)
{
    const auto slice = ledger.an_operation();
    const std::string key = repeated("𠮷", 200);
    const RevenueDays days{{{"2023-12-10", "purpose", key}, {1, Yen::kLimit, Yen::kLimit}}};
    add_days(slice, days);
    EXPECT_EQ(all_days(), days);
}

TEST_P(RevenueRepository, KnowsKeysApartThatOnlyLookAlike)
{
    const auto slice = ledger.an_operation();
    const RevenueDays days{{{"2023-12-10", "gift", "はハ"}, {1, 1, 0}},
        {{"2023-12-10", "gift", "ハハ"}, {1, 2, 0}}, {{"2023-12-10", "gift", "sn001"}, {1, 3, 0}},
        {{"2023-12-10", "gift", "SN001"}, {1, 4, 0}}};
    add_days(slice, days);
    add_days(slice, days);
    EXPECT_EQ(all_days().size(), 4U);
    EXPECT_EQ((all_days()[{"2023-12-10", "gift", "SN001"}]), (RevenueSum{2, 8, 0}));
}

TEST_P(RevenueRepository, RemembersGiftSetsOnce)
{
    ledger.store().write(Durability::Confirmed, [](Records& records) {
        records.revenue.add_gift_sets({{"00000000000000aa", {"SN001", "SN002"}}});
        records.revenue.add_gift_sets({{"00000000000000aa", {"SN001", "SN002"}}});
        records.revenue.add_gift_sets({{"00000000000000bb", {"SN002", "none", "特産"}}});
    });
    ledger.store().read([](Records& records) {
        const std::map<std::string, std::vector<std::string>> expected{
            {"00000000000000aa", {"SN001", "SN002"}}, {"00000000000000bb", {"SN002", "none", "特産"}}};
        EXPECT_EQ(records.revenue.gift_sets(), expected);
    });
}

TEST_P(RevenueRepository, NamesDonationsWhoseLinesDoNotAddUp)
{
    domain::Donation donation = a_donation(10'000);
    donation.gifts = {a_gift_line("SN001", 4'000), a_gift_line("SN002", 5'000)};
    const auto differing = ledger.enter(donation);
    donation.gifts.clear();
    const auto without_lines = ledger.enter(donation);
    ledger.enter(a_donation(10'000));
    donation.received_on = Date{2024, 4, 1};
    ledger.enter(donation);
    ledger.store().read([&](Records& records) {
        EXPECT_EQ(records.revenue.with_differing_lines(kFrom, kThrough),
            (std::vector<domain::DonationNumber>{differing.number, without_lines.number}));
    });
}

TEST_P(RevenueRepository, NamesNoDonationOfAnOpenOperationForItsLines)
{
    domain::Donation donation = a_donation(10'000);
    donation.gifts = {a_gift_line("SN001", 9'000)};
    const auto done = ledger.enter(donation);
    ledger.enter(donation, OperationEnd::Open);
    ledger.store().read([&](Records& records) {
        EXPECT_EQ(records.revenue.with_differing_lines(kFrom, kThrough),
            (std::vector<domain::DonationNumber>{done.number}));
    });
}

TEST_P(RevenueRepository, ListsRefundsAfterTheCloseWithWhatWasGivenBack)
{
    const auto donation = refunded_after_close(10'000, {2024, 3, 31}, OperationEnd::Done);
    refunded_after_close(7'000, {2024, 4, 1}, OperationEnd::Done);
    ledger.store().read([&](Records& records) {
        const auto refunds = records.revenue.refunds_after_close(kFrom, kThrough);
        ASSERT_EQ(refunds.size(), 1U);
        EXPECT_EQ(refunds[0].donation, donation.id);
        EXPECT_EQ(refunds[0].amount, Yen{10'000});
    });
}

TEST_P(RevenueRepository, ListsNoRefundOfAnOpenOperation)
{
    refunded_after_close(10'000, {2024, 3, 31}, OperationEnd::Done);
    refunded_after_close(7'000, {2024, 3, 31}, OperationEnd::Open);
    ledger.store().read(
        [](Records& records) { EXPECT_EQ(records.revenue.refunds_after_close(kFrom, kThrough).size(), 1U); });
}

RUN_ON_EVERY_ENGINE(RevenueRepository);

}  // namespace
}  // namespace furusato::tests
