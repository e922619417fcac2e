#include <algorithm>
#include <set>

#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DonationFilter;
using application::Durability;
using application::ListedDonation;
using application::Records;
using domain::Donation;

class DonationLists : public OnEveryEngine {
protected:
    /// Order numbers of what the filter leaves; the count must say the same.
    std::vector<std::string> orders(const DonationFilter& filter)
    {
        std::vector<std::string> found;
        ledger.store().read([&](Records& records) {
            records.donations.for_each(filter,
                [&](const ListedDonation& listed) { found.push_back(listed.donation.order.order_number); });
            DonationFilter whole = filter;
            whole.after.reset();
            whole.limit.reset();
            if (!filter.after && !filter.limit) {
                EXPECT_EQ(records.donations.count(whole), static_cast<std::int64_t>(found.size()));
            }
        });
        return found;
    }

    Donation enter(
        const std::string& order, const std::function<void(Donation&)>& change = [](Donation&) {})
    {
        Donation donation = a_donation();
        donation.order.order_number = order;
        change(donation);
        return ledger.enter(donation);
    }

    /// So many donations in one go, without parts.
    void enter_copies(int count)
    {
        const Donation first = enter("N0");
        const std::int64_t id = ledger.store().draw_ids("donation", count);
        const std::int64_t running = ledger.store().draw_ids("donation_number:2023", count);
        std::vector<Donation> copies;
        for (int i = 1; i < count; ++i) {
            Donation copy = first;
            copy.id.value = id + i;
            copy.number.running = running + i;
            copy.order.order_number = "N" + std::to_string(i);
            copy.gifts.clear();
            copies.push_back(copy);
        }
        ledger.store().write(Durability::Confirmed, [&](Records& records) { records.donations.add(copies); });
    }
};

using Orders = std::vector<std::string>;

TEST_P(DonationLists, ShowEverythingInOrderOfEntryWithoutAFilter)
{
    enter("B");
    enter("A");
    enter("C");
    EXPECT_EQ(orders({}), (Orders{"B", "A", "C"}));
}

TEST_P(DonationLists, ShowWholeDonations)
{
    const Donation entered = enter("A", [](Donation& donation) {
        donation.contact = an_unusual_contact();
        donation.gifts.push_back(a_gift_line("SN002", 0));
        donation.purposes = {{"1", "一", domain::Yen{4'000}}, {"2", "二", domain::Yen{6'000}}};
    });
    std::vector<ListedDonation> listed;
    ledger.store().read([&](Records& records) {
        records.donations.for_each({}, [&](const ListedDonation& donation) { listed.push_back(donation); });
    });
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].donation.contact, entered.contact);
    EXPECT_EQ(listed[0].donation.purposes, entered.purposes);
    EXPECT_EQ(listed[0].donation.gifts.size(), 2U);
    EXPECT_FALSE(listed[0].receipt_year);
}

TEST_P(DonationLists, ObeyEachFilterAlone)
{
    enter("plain");
    enter("generic", [](Donation& donation) { donation.order.portal = "generic"; });
    enter("refunded", [](Donation& donation) { donation.state = domain::DonationState::Refunded; });
    enter("counter", [](Donation& donation) { donation.payment_method = domain::PaymentMethod::Counter; });
    enter("damaged", [](Donation& donation) { donation.name_damaged = true; });
    DonationFilter filter;
    filter.portal = "generic";
    EXPECT_EQ(orders(filter), (Orders{"generic"}));
    filter = {};
    filter.state = domain::DonationState::Refunded;
    EXPECT_EQ(orders(filter), (Orders{"refunded"}));
    filter = {};
    filter.payment_method = domain::PaymentMethod::Counter;
    EXPECT_EQ(orders(filter), (Orders{"counter"}));
    filter = {};
    filter.only_damaged_names = true;
    EXPECT_EQ(orders(filter), (Orders{"damaged"}));
    filter = {};
    filter.number = ledger.donation("plain").number.text();
    EXPECT_EQ(orders(filter), (Orders{"plain"}));
    filter.portal = "generic";
    EXPECT_EQ(orders(filter), Orders{}) << "filters narrow each other";
}

TEST_P(DonationLists, CountTheFirstAndTheLastDayIn)
{
    const auto on = [](int month, int day) {
        return [month, day](Donation& donation) {
            donation.applied_on = {2023, month, day};
            donation.received_on = domain::Date{2024, month, day};
        };
    };
    enter("before", on(3, 31));
    enter("first", on(4, 1));
    enter("last", on(4, 30));
    enter("after", on(5, 1));
    enter("unpaid", [](Donation& donation) {
        donation.state = domain::DonationState::AwaitingPayment;
        donation.received_on.reset();
    });
    DonationFilter applied;
    applied.applied_from = domain::Date{2023, 4, 1};
    applied.applied_through = domain::Date{2023, 4, 30};
    EXPECT_EQ(orders(applied), (Orders{"first", "last"}));
    DonationFilter received;
    received.received_from = domain::Date{2024, 4, 1};
    received.received_through = domain::Date{2024, 4, 30};
    EXPECT_EQ(orders(received), (Orders{"first", "last"}));
}

TEST_P(DonationLists, KnowTheTaxYearByTheDayOfReceipt)
{
    enter("2023", [](Donation& donation) { donation.received_on = domain::Date{2023, 12, 31}; });
    enter("2024", [](Donation& donation) { donation.received_on = domain::Date{2024, 1, 1}; });
    DonationFilter filter;
    filter.tax_year = 2024;
    EXPECT_EQ(orders(filter), (Orders{"2024"}));
}

TEST_P(DonationLists, ComeInPagesWithoutGapOrDouble)
{
    constexpr int kDonations = 1'203;
    enter_copies(kDonations);
    EXPECT_EQ(orders({}).size(), static_cast<std::size_t>(kDonations));
    for (const std::int64_t limit : {1, 499, 500, 501, 1'000, 1'203, 5'000}) {
        DonationFilter filter;
        filter.limit = limit;
        EXPECT_EQ(orders(filter).size(), static_cast<std::size_t>(std::min<std::int64_t>(limit, kDonations)));
    }
    std::set<std::string> seen;
    DonationFilter filter;
    filter.limit = 250;
    for (;;) {
        const auto page = orders(filter);
        if (page.empty()) break;
        EXPECT_EQ(page.front(), "N" + std::to_string(seen.size()));
        seen.insert(page.begin(), page.end());
        filter.after = ledger.donation(page.back()).id;
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(kDonations));
}

TEST_P(DonationLists, LeaveOutWhatBelongsToAnOpenOperation)
{
    enter("done");
    Donation open = a_donation();
    open.order.order_number = "open";
    const Donation entered = ledger.enter(open, OperationEnd::Open);
    EXPECT_EQ(orders({}), (Orders{"done"}));
    Orders stored;
    ledger.store().read([&](Records& records) {
        records.donations.for_each_stored(
            [&](const Donation& donation, bool) { stored.push_back(donation.order.order_number); });
    });
    EXPECT_EQ(stored, (Orders{"done", "open"}));
    ledger.store().write(Durability::Confirmed,
        [&](Records& records) { records.operations.finish(entered.created_by, "2024-02-29T00:00:01Z"); });
    EXPECT_EQ(orders({}), (Orders{"done", "open"}));
}

TEST_P(DonationLists, OfEverythingStoredComeInOrderOfTheirIds)
{
    enter_copies(1'203);
    std::int64_t previous = 0, count = 0;
    ledger.store().read([&](Records& records) {
        records.donations.for_each_stored([&](const Donation& donation, bool is_as_written) {
            EXPECT_TRUE(is_as_written);
            EXPECT_GT(donation.id.value, previous);
            previous = donation.id.value;
            ++count;
        });
    });
    EXPECT_EQ(count, 1'203);
}

TEST_P(DonationLists, MayBeLeftInTheMiddle)
{
    enter_copies(600);
    const auto stop = [&](Records& records) {
        records.donations.for_each({}, [](const ListedDonation&) { throw Killed{}; });
    };
    EXPECT_THROW(ledger.store().read(stop), Killed);
    EXPECT_EQ(orders({}).size(), 600U);
    EXPECT_NO_THROW(enter("after all"));
}

TEST_P(DonationLists, ShowTheReceiptAndWhoHasNone)
{
    ledger.load_city().execute(a_city(), ledger.caller());
    enter("with");
    ASSERT_EQ(ledger.issue().issued, 1);
    enter("without");
    DonationFilter filter;
    filter.only_unreceipted = true;
    EXPECT_EQ(orders(filter), (Orders{"without"}));
    filter = {};
    filter.receipt = std::make_pair(2023, std::int64_t{1});
    EXPECT_EQ(orders(filter), (Orders{"with"}));
    ledger.store().read([&](Records& records) {
        records.donations.for_each(filter, [](const ListedDonation& listed) {
            EXPECT_EQ(listed.receipt_year, domain::TaxYear{2023});
            EXPECT_EQ(listed.receipt_running, 1);
        });
    });
}

RUN_ON_EVERY_ENGINE(DonationLists);

}  // namespace
}  // namespace furusato::tests
