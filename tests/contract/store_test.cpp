#include "furusato/application/store.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/settings.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Durability;
using application::Records;
using application::Store;
using domain::Date;

class StoreTransactions : public OnEveryEngine {
protected:
    std::size_t settings()
    {
        std::size_t count = 0;
        ledger.store().read([&](Records& records) { count = records.settings.all().size(); });
        return count;
    }
    domain::OperationId operation = ledger.an_operation();
};

TEST_P(StoreTransactions, LeaveNothingBehindWhenTheWorkThrows)
{
    for (const auto durability : {Durability::Confirmed, Durability::Deferred}) {
        const auto fail = [&](Records& records) {
            records.settings.set({"city_name", {2024, 1, 1}, "周南市"}, operation);
            throw Killed{};
        };
        EXPECT_THROW(ledger.store().write(durability, fail), Killed);
        EXPECT_EQ(settings(), 0U);
    }
}

TEST_P(StoreTransactions, KeepWhatWasWrittenEitherWay)
{
    ledger.store().write(Durability::Deferred, [&](Records& records) {
        records.settings.set({"a", {2024, 1, 1}, ""}, operation);
    });
    ledger.store().write(Durability::Confirmed, [&](Records& records) {
        records.settings.set({"b", {2024, 1, 1}, ""}, operation);
    });
    EXPECT_EQ(settings(), 2U);
}

TEST_P(StoreTransactions, SeeTheirOwnChanges)
{
    ledger.store().write(Durability::Confirmed, [&](Records& records) {
        records.settings.set({"a", {2024, 1, 1}, "neu"}, operation);
        ASSERT_EQ(records.settings.all().size(), 1U);
        EXPECT_EQ(records.settings.all()[0].value, "neu");
    });
}

TEST_P(StoreTransactions, GoOnAfterAFailure)
{
    const auto fail = [](Records& records) { records.operations.find({999}); };
    EXPECT_THROW(ledger.store().read(fail), application::StorageError);
    EXPECT_THROW(ledger.store().write(Durability::Confirmed, fail), application::StorageError);
    EXPECT_NO_THROW(ledger.enter(a_donation()));
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(StoreTransactions, DrawNumbersOfEachKindInBlocks)
{
    Store& store = ledger.store();
    const std::int64_t first = store.draw_ids("kind 種類", 10);
    EXPECT_EQ(first, 1);
    EXPECT_EQ(store.draw_ids("kind 種類", 1), 11);
    EXPECT_EQ(store.draw_ids("kind 種類", 1), 12);
    EXPECT_EQ(store.draw_ids("another", 1), 1);
}

TEST_P(StoreTransactions, FindNoFaultInAFreshLedger)
{
    EXPECT_TRUE(ledger.store().find_structural_faults().empty());
}

RUN_ON_EVERY_ENGINE(StoreTransactions);

class StoreOfTwoProcesses : public WithSharedDatabase {
protected:
    std::unique_ptr<Ledger> first = open_ledger();
    std::unique_ptr<Ledger> second = open_ledger();
};

TEST_P(StoreOfTwoProcesses, ShowsWhatTheOtherHasCommitted)
{
    const auto donation = first->enter(a_donation());
    EXPECT_EQ(second->donation(donation.order.order_number).id, donation.id);
}

TEST_P(StoreOfTwoProcesses, ReadsOneUnchangingPictureWhileTheOtherWrites)
{
    first->enter(a_donation());
    second->store().read([&](Records& records) {
        EXPECT_EQ(records.donations.count({}), 1);
        first->enter(a_donation());
        EXPECT_EQ(records.donations.count({}), 1);
    });
    second->store().read([](Records& records) { EXPECT_EQ(records.donations.count({}), 2); });
}

TEST_P(StoreOfTwoProcesses, DrawsEachNumberOnce)
{
    constexpr int kDraws = 200;
    std::vector<std::int64_t> numbers[2];
    const auto draw = [](Store& store, std::vector<std::int64_t>& drawn) {
        for (int i = 0; i < kDraws; ++i) drawn.push_back(store.draw_ids("shared", 1));
    };
    std::thread other{[&] { draw(second->store(), numbers[1]); }};
    draw(first->store(), numbers[0]);
    other.join();
    std::set<std::int64_t> all{numbers[0].begin(), numbers[0].end()};
    all.insert(numbers[1].begin(), numbers[1].end());
    EXPECT_EQ(all.size(), 2U * kDraws);
}

TEST_P(StoreOfTwoProcesses, WaitsForItsTurnToWrite)
{
    constexpr int kRounds = 50;
    std::atomic<int> failures = 0;
    const auto enter = [&](Ledger& ledger) {
        for (int i = 0; i < kRounds; ++i) {
            try {
                ledger.enter(a_donation());
            } catch (const std::exception&) {
                ++failures;
            }
        }
    };
    std::thread other{[&] { enter(*second); }};
    enter(*first);
    other.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(first->findings(), std::vector<std::string>{});
    EXPECT_EQ(first->report(2023).donations, 2 * kRounds);
}

RUN_ON_EVERY_ENGINE(StoreOfTwoProcesses);

}  // namespace
}  // namespace furusato::tests
