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
        filter.order = static_cast<DonationOrder>(any(5));
        filter.descending = chance(50);
        return filter;
    }
    WalkSizes any_sizes()
    {
        const auto one_of = [&](std::size_t small, std::size_t large) { return chance(50) ? small : large; };
        return {one_of(7, 60), one_of(1, 3), one_of(1, 100), one_of(10, 1'000), one_of(3, 1'000), 100'000};
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
            case DonationOrder::Entry: return "";
            case DonationOrder::ReceivedOn: return donation.received_on ? donation.received_on->iso() : "";
            case DonationOrder::AppliedOn: return donation.applied_on.iso();
            case DonationOrder::Amount: return std::to_string(1'000'000 + donation.amount.amount());
            case DonationOrder::Number: return donation.number.text();
        }
        return "";
    }
    bool is_behind_word(const DonationFilter& filter, const Donation& donation)
    {
        const auto& numbers = filter.order_numbers;
        return (filter.terms.empty() && numbers.empty()) || behind_.count(donation.donor.value) != 0 ||
               std::find(numbers.begin(), numbers.end(), donation.order.order_number) != numbers.end();
    }
    /// Sets what a search found: the donors of names that begin so, and a number.
    void search(DonationFilter& filter, const std::string& start, const std::string& order)
    {
        filter.terms = {{"name", start}, {"phone", "083422101"}};
        filter.order_numbers = {order};
        behind_.clear();
        raw->for_each_row(
            "SELECT kind AS kind, term AS term, donor_id AS id FROM donor_terms", {}, [&](const auto& row) {
                for (const auto& term : filter.terms) {
                    if (row.text("kind") == term.kind && row.text("term").rfind(term.text, 0) == 0)
                        behind_.insert(row.integer("id"));
                }
            });
    }
    Ids looked_at(const DonationFilter& filter)
    {
        std::vector<std::pair<std::string, std::int64_t>> places;
        Ids without_day;
        for (const Donation& donation : donations_) {
            if (!is_left(filter, donation) || !is_behind_word(filter, donation)) continue;
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
            DonationWalk walk{*raw, filter, sizes};
            const Ids page = walk.next(size);
            ids.insert(ids.end(), page.begin(), page.end());
            if (page.empty() || ids.size() > 2 * donations_.size()) return ids;
            filter.after = domain::DonationId{page.back()};
            const Donation& last = stored(page.back());
            filter.after_donor.reset();
            if (walk.is_at_words()) filter.after_donor = last.donor;
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
    std::set<std::int64_t> behind_;  // donors behind the word of the last search
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

/// Gathered, picked out of long and short windows.
const std::vector<WalkSizes> kSizesInOrder{
    {}, {20'000, 3, 20, 200'000, 3, 10}, {7, 1, 1, 1'000, 3}, {7, 1, 100, 1'000, 3}, {7, 1, 100, 10, 3}};
/// Donors in the order of their words, three at a time.
constexpr WalkSizes kByWord{20'000, 3, 20, 200'000, 3, 10};

TEST_P(DonationWalks, KeepTheOrderAskedForBehindAWord)
{
    for (int i = 0; i < 60; ++i) {
        DonationFilter filter = i < 10 ? DonationFilter{} : any_filter();
        filter.order = static_cast<DonationOrder>(i % 5);
        search(filter, "寄附1", "W" + std::to_string(any(kDonations)));
        const Ids expected = looked_at(filter);
        for (const WalkSizes& sizes : kSizesInOrder) {
            EXPECT_EQ(in_one_go(filter, 13, sizes), expected) << i;
            EXPECT_EQ(in_pages(filter, 9, sizes), expected) << i;
            const auto count = persistence::count_donations_about(*raw, filter, sizes);
            EXPECT_EQ(count.number, static_cast<std::int64_t>(expected.size())) << i;
            EXPECT_TRUE(count.is_exact);
        }
    }
}

TEST_P(DonationWalks, ComeDonorByDonorBehindAVeryCommonWord)
{
    for (const bool only_received : {false, true}) {
        DonationFilter filter;
        filter.may_come_by_word = true;
        if (only_received) filter.state = DonationState::Received;
        search(filter, "寄附", "W7");
        const Ids ids = in_one_go(filter, 33, kByWord);
        EXPECT_EQ(std::set<std::int64_t>(ids.begin(), ids.end()).size(), ids.size());
        Ids sorted = ids;
        std::sort(sorted.begin(), sorted.end());
        EXPECT_EQ(sorted, looked_at(filter));
        EXPECT_EQ(in_pages(filter, 7, kByWord), ids) << "the same order from every cursor";
        std::vector<std::int64_t> donors;
        for (auto id = ids.begin() + 1; id != ids.end(); ++id) {
            const std::int64_t donor = stored(*id).donor.value;
            if (donors.empty() || donors.back() != donor) donors.push_back(donor);
        }
        EXPECT_EQ(std::set<std::int64_t>(donors.begin(), donors.end()).size(), donors.size());
    }
}

TEST_P(DonationWalks, GoOnAfterThePlaceWhateverChangedThere)
{
    DonationFilter filter;
    filter.may_come_by_word = true;
    filter.state = DonationState::Received;
    search(filter, "寄附", "none");
    const Ids before = in_one_go(filter, 50, kByWord);
    ASSERT_GT(before.size(), 100U);
    // The last one shown no longer matches, and a new donor comes before all others.
    const std::int64_t last = before.at(49);
    tamper("UPDATE donations SET state = 'refunded' WHERE id = ?", {last});
    PortalRow row = any_row(kDonations);
    row.name = "寄附00　花子";
    row.phone = "0834-99-9999";
    row.status = "受付完了";
    row.paid_on = row.applied_on;
    ledger.import(choice_csv({row}));
    filter.after = domain::DonationId{last};
    filter.after_donor = stored(last).donor;
    EXPECT_EQ(in_pages(filter, 50, kByWord), Ids(before.begin() + 50, before.end()));
    filter.after.reset();
    EXPECT_EQ(in_one_go(filter, 50, kByWord).size(), before.size()) << "one gone, one more";
}

TEST_P(DonationWalks, RefuseACursorThatNamesNoPlace)
{
    const auto begin = [&](const DonationFilter& filter, const WalkSizes& sizes) {
        return refusal_of([&] { DonationWalk{*raw, filter, sizes}; });
    };
    DonationFilter filter;
    filter.may_come_by_word = true;
    search(filter, "寄附", "W7");
    filter.after = donations_.front().id;
    EXPECT_EQ(begin(filter, kByWord), "list.cursor_lost") << "of a list in order of entry";
    filter.after_donor = domain::DonorId{999'999};
    EXPECT_EQ(begin(filter, kByWord), "list.cursor_lost") << "of nobody";
    filter.after_donor = donations_.front().donor;
    EXPECT_EQ(begin(filter, kByWord), "none");
    EXPECT_EQ(begin(filter, {}), "list.cursor_lost") << "of a list by word";
    filter.terms.clear();
    filter.order_numbers.clear();
    EXPECT_EQ(begin(filter, {}), "list.cursor_lost");
}

TEST_P(DonationWalks, CountExactlyBehindAWordWhereTheOtherFiltersLeaveFew)
{
    // A hundred thousand numbers on: the ledger looks large.
    ledger.store().draw_ids("donation", 150'000);
    std::vector<PortalRow> rows;
    for (int i = 0; i < 40; ++i) rows.push_back(any_row(kDonations + i));
    ledger.import(choice_csv(rows));
    donations_.clear();
    ledger.store().read([&](application::Records& records) {
        records.donations.for_each_stored(
            [&](const Donation& donation, bool) { donations_.push_back(donation); });
    });
    for (const char* start : {"寄附", "寄附1"}) {
        DonationFilter filter;
        filter.prefecture = "鳥取県";
        search(filter, start, "W7");
        for (const WalkSizes& sizes : kSizesInOrder) {
            const auto count = persistence::count_donations_about(*raw, filter, sizes);
            EXPECT_TRUE(count.is_exact);
            EXPECT_EQ(count.number, static_cast<std::int64_t>(looked_at(filter).size()));
        }
        filter.prefecture.reset();
        EXPECT_EQ(persistence::count_donations_about(*raw, filter).number,
            static_cast<std::int64_t>(looked_at(filter).size()));
    }
}

TEST_P(DonationWalks, FindWhatHasNoGiftOrPurposeThatAMasterKnows)
{
    const auto found = [&](const DonationFilter& filter) {
        const Ids ids = in_one_go(filter, 50, {7, 1, 1, 1'000, 3});
        EXPECT_EQ(
            persistence::count_donations_about(*raw, filter).number, static_cast<std::int64_t>(ids.size()));
        return ids.size();
    };
    DonationFilter filter;
    filter.gift = "";
    EXPECT_EQ(found(filter), 0U);
    tamper("UPDATE gift_lines SET gift_code = '' WHERE gift_code = 'SN777'");
    DonationFilter coded;
    coded.gift = "SN001";
    EXPECT_EQ(found(filter) + found(coded), static_cast<std::size_t>(kDonations));
    EXPECT_GT(found(filter), 5U);
    filter = {};
    filter.purpose = "";
    EXPECT_EQ(found(filter), static_cast<std::size_t>(kDonations)) << "this ledger has no master of purposes";
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
