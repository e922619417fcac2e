#include "persistence/sql_donation_walk.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DonationFilter;
using application::DonationOrder;
using domain::Date;
using domain::Donation;
using domain::DonationState;
using persistence::DonationWalk;
using persistence::WalkSizes;
using Ids = std::vector<std::int64_t>;

constexpr int kDonations = 260;

/// Any filter in any order, with windows so small that every way of walking is taken, against a plain look at every donation.
class DonationWalks : public WithTamperer {
protected:
    DonationWalks()
    {
        std::vector<PortalRow> rows;
        for (int i = 0; i < kDonations; ++i) rows.push_back(any_row(i));
        ledger.business_date = {2026, 3, 31};
        ledger.import(choice_csv(rows));
        ledger.store().read([&](application::Records& records) {
            records.donations.for_each_stored(
                [&](const Donation& donation, bool) { donations_.push_back(donation); });
        });
    }

    int any(int count) { return std::uniform_int_distribution<int>{0, count - 1}(random_); }
    bool chance(int percent) { return any(100) < percent; }
    Date any_day() { return Date{2023, 1, 1}.plus_days(any(1'100)); }

    PortalRow any_row(int number)
    {
        PortalRow row;
        row.order = "W" + std::to_string(number);
        row.applied_on = any_day().iso();
        row.status = chance(80) ? "受付完了" : chance(50) ? "入金待ち" : "キャンセル";
        row.paid_on = row.status == "受付完了" ? row.applied_on : "";
        row.name = "寄附" + std::to_string(any(40)) + "　花子";
        row.phone = "0834-22-" + std::to_string(1'000 + any(60));
        row.amount = std::to_string(1'000 * (1 + any(12)));
        row.gift_code = chance(90) ? "SN001" : "SN777";
        row.prefecture = chance(90) ? "東京都" : "鳥取県";
        return row;
    }

    DonationFilter any_filter()
    {
        DonationFilter filter;
        if (chance(30)) filter.state = chance(50) ? DonationState::Received : DonationState::AwaitingPayment;
        if (chance(20)) filter.prefecture = chance(50) ? "鳥取県" : "東京都";
        if (chance(20)) filter.gift = chance(50) ? "SN777" : "SN001";
        if (chance(20)) filter.tax_year = 2023 + any(3);
        if (chance(20)) filter.received_from = any_day();
        if (chance(20)) filter.received_through = any_day();
        if (chance(20)) filter.applied_from = any_day();
        if (chance(20)) filter.amount_from = domain::Yen{1'000 * any(12)};
        if (chance(20)) filter.amount_through = domain::Yen{1'000 * any(12)};
        if (chance(10)) filter.only_unreceipted = true;
        filter.order = static_cast<DonationOrder>(any(4));
        filter.descending = chance(50);
        return filter;
    }
    WalkSizes any_sizes()
    {
        const auto one_of = [&](std::size_t small, std::size_t large) { return chance(50) ? small : large; };
        return {one_of(7, 60), one_of(1, 3), one_of(1, 100), one_of(10, 1'000), one_of(3, 1'000)};
    }

    static bool is_left(const DonationFilter& filter, const Donation& donation)
    {
        const auto& received = donation.received_on;
        const bool has_gift = std::any_of(donation.gifts.begin(), donation.gifts.end(),
            [&](const auto& line) { return line.gift_code == filter.gift; });
        return (!filter.state || donation.state == *filter.state) &&
               (!filter.prefecture || donation.contact.prefecture == *filter.prefecture) &&
               (!filter.gift || has_gift) &&
               (!filter.tax_year || (received && received->year() == *filter.tax_year)) &&
               (!filter.received_from || (received && *received >= *filter.received_from)) &&
               (!filter.received_through || (received && *received <= *filter.received_through)) &&
               (!filter.applied_from || donation.applied_on >= *filter.applied_from) &&
               (!filter.amount_from || donation.amount >= *filter.amount_from) &&
               (!filter.amount_through || donation.amount <= *filter.amount_through);
    }
    /// What the order goes by, as text that sorts.
    static std::string value_of(const DonationFilter& filter, const Donation& donation)
    {
        switch (filter.order) {
            case DonationOrder::Number: return "";
            case DonationOrder::ReceivedOn: return donation.received_on ? donation.received_on->iso() : "";
            case DonationOrder::AppliedOn: return donation.applied_on.iso();
            case DonationOrder::Amount: return std::to_string(1'000'000 + donation.amount.amount());
        }
        return "";
    }
    Ids looked_at(const DonationFilter& filter)
    {
        std::vector<std::pair<std::string, std::int64_t>> places;
        Ids without_day;
        for (const Donation& donation : donations_) {
            if (!is_left(filter, donation)) continue;
            const std::string value = value_of(filter, donation);
            if (filter.order == DonationOrder::ReceivedOn && value.empty())
                without_day.push_back(donation.id.value);
            else
                places.emplace_back(value, donation.id.value);
        }
        std::sort(places.begin(), places.end());
        std::sort(without_day.begin(), without_day.end());
        if (filter.descending) {
            std::reverse(places.begin(), places.end());
            std::reverse(without_day.begin(), without_day.end());
        }
        Ids ids;
        for (const auto& [value, id] : places) ids.push_back(id);
        ids.insert(ids.end(), without_day.begin(), without_day.end());
        return ids;
    }

    const Donation& stored(std::int64_t id)
    {
        return *std::find_if(donations_.begin(), donations_.end(),
            [&](const Donation& donation) { return donation.id.value == id; });
    }
    /// In pages, each begun at the cursor of the one before.
    Ids in_pages(DonationFilter filter, std::size_t size, const WalkSizes& sizes)
    {
        Ids ids;
        for (;;) {
            const Ids page = DonationWalk{*raw, filter, sizes}.next(size);
            ids.insert(ids.end(), page.begin(), page.end());
            if (page.size() < size || ids.size() > 2 * donations_.size()) return ids;
            filter.after = domain::DonationId{page.back()};
            const Donation& last = stored(page.back());
            filter.after_value = filter.order == DonationOrder::Amount ? std::to_string(last.amount.amount())
                                                                       : value_of(filter, last);
        }
    }
    Ids in_one_go(const DonationFilter& filter, std::size_t size, const WalkSizes& sizes)
    {
        DonationWalk walk{*raw, filter, sizes};
        Ids ids;
        for (;;) {
            const Ids some = walk.next(size);
            if (some.empty()) return ids;
            ids.insert(ids.end(), some.begin(), some.end());
        }
    }

    std::mt19937 random_{20261123};
    std::vector<Donation> donations_;
};

TEST_P(DonationWalks, FindWhatALookAtEveryDonationFinds)
{
    std::size_t found = 0;
    for (int i = 0; i < 150; ++i) {
        const DonationFilter filter = any_filter();
        const Ids expected = looked_at(filter);
        const auto size = static_cast<std::size_t>(1 + any(60));
        const WalkSizes sizes = any_sizes();
        EXPECT_EQ(in_one_go(filter, size, sizes), expected) << i;
        EXPECT_EQ(in_pages(filter, size + 20, sizes), expected) << i;
        EXPECT_EQ(persistence::count_donations_about(*raw, filter).number,
            static_cast<std::int64_t>(expected.size()))
            << i;
        found += expected.size();
    }
    EXPECT_GT(found, 3'000U) << "the filters must leave something";
}

TEST_P(DonationWalks, FindEveryDonationBehindAWordOnce)
{
    for (const WalkSizes& sizes : {WalkSizes{}, WalkSizes{20'000, 3, 20, 200'000, 3}}) {
        for (const bool descending : {false, true}) {
            DonationFilter filter;
            filter.terms = {{"name", "寄附"}, {"name", "寄附1"}, {"phone", "0834"}};
            filter.order_numbers = {"W7"};
            filter.order = DonationOrder::Amount;
            filter.descending = descending;
            const Ids ids = in_one_go(filter, 33, sizes);
            EXPECT_EQ(ids.size(), static_cast<std::size_t>(kDonations));
            EXPECT_EQ(std::set<std::int64_t>(ids.begin(), ids.end()).size(), ids.size());
            EXPECT_EQ(in_pages(filter, 33, sizes), ids) << "the same order from every cursor";
        }
    }
}

TEST_P(DonationWalks, LeaveOutWhatBelongsToAnOpenOperation)
{
    tamper("UPDATE operations SET state = 'open' WHERE kind = 'import'");
    EXPECT_TRUE(in_one_go({}, 50, {7, 1, 100, 1'000, 3}).empty());
    EXPECT_EQ(persistence::count_donations_about(*raw, {}).number, 0);
}

RUN_ON_EVERY_ENGINE(DonationWalks);

}  // namespace
}  // namespace furusato::tests
