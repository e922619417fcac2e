#include "persistence/connection_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/temporary_folder.hpp"

namespace furusato::persistence {
namespace {

using std::chrono::milliseconds;

class Pool : public testing::Test {
protected:
    ConnectionPool::Open open()
    {
        return [this] {
            ++opened;
            return open_sqlite(folder.file("pool.db").string());
        };
    }
    tests::TemporaryFolder folder;
    std::atomic<int> opened{0};
};

TEST_F(Pool, NeverGivesOutMoreThanItsSize)
{
    ConnectionPool pool{open(), {.size = 3}};
    std::atomic<int> taken{0};
    std::atomic<int> most{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 40; ++turn) {
                const auto connection = pool.take();
                const int now = ++taken;
                for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
                }
                EXPECT_EQ(connection->query("SELECT 1 AS one").size(), 1U);
                --taken;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_LE(most, 3);
    EXPECT_LE(opened, 3);
}

TEST_F(Pool, TellsWhenNoneComesFreeInTime)
{
    ConnectionPool pool{open(), {.size = 1, .longest_wait = milliseconds{20}}};
    const auto held = pool.take();
    try {
        pool.take();
        FAIL() << "a second connection of a pool of one";
    } catch (const application::StorageError& failure) {
        EXPECT_EQ(failure.code(), "database.busy");
    }
}

TEST_F(Pool, KeepsThePlaceOfAConnectionThatCouldNotBeOpened)
{
    bool is_down = true;
    ConnectionPool pool{[&]() -> std::unique_ptr<Connection> {
                            if (is_down) throw application::StorageError{"database.unreachable", ""};
                            return open()();
                        },
        {.size = 1, .longest_wait = milliseconds{20}}};
    EXPECT_THROW(pool.take(), application::StorageError);
    is_down = false;
    EXPECT_NO_THROW(pool.take());
}

TEST_F(Pool, OpensAnotherWhenAnIdleOneIsDead)
{
    struct Dead final : Connection {
        void for_each_row(std::string_view, const Values&, const std::function<void(const Row&)>&) override {}
        std::int64_t execute(std::string_view, const Values&) override { return 0; }
        void insert_rows(std::string_view, const std::vector<std::string_view>&, const Values&) override {}
        void insert_missing_rows(
            std::string_view, const std::vector<std::string_view>&, const Values&) override
        {}
        void add_to_sums(std::string_view, const std::vector<std::string_view>&,
            const std::vector<std::string_view>&, const Values&) override
        {}
        void in_transaction(application::Durability, const std::function<void()>&) override {}
        void in_snapshot(const std::function<void()>&) override {}
        milliseconds batch_time() const override { return milliseconds{1}; }
        bool indexes_references() const override { return false; }
        void change_schema(std::string_view) override {}
        bool is_alive() override { return false; }
        std::vector<application::DatabaseFact> describe() override { return {}; }
        std::vector<std::string> find_structural_faults() override { return {}; }
    };
    int count = 0;
    ConnectionPool pool{[&] {
                            ++count;
                            return std::make_unique<Dead>();
                        },
        {.idle_until_checked = std::chrono::seconds{0}}};
    pool.take();
    pool.take();
    EXPECT_EQ(count, 2);
}

}  // namespace
}  // namespace furusato::persistence
