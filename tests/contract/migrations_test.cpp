#include <filesystem>
#include <fstream>
#include <thread>

#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

namespace fs = std::filesystem;
using application::StorageError;
using persistence::MigrationReport;
using persistence::StoreAddress;

class Migrations : public WithSharedDatabase {
protected:
    Migrations()
    {
        fs::copy(source_path("sql/migrations"), folder());
        next_ = "00" + std::to_string(shipped() + 1) + "_notes.sql";
    }

    fs::path folder() const { return folder_.file("migrations"); }
    StoreAddress address() const { return database->address(folder()); }
    MigrationReport migrate() const
    {
        return persistence::migrate_store(address(), *make_fixed_digests(), FixedClock{});
    }
    std::unique_ptr<application::Store> open() const
    {
        return persistence::open_store(address(), *make_fixed_digests());
    }
    int shipped() const { return static_cast<int>(std::distance(fs::directory_iterator{folder()}, {})); }
    /// Writes the migration after the last one that ships.
    void add_next(const std::string& sql) const { std::ofstream{folder() / next_} << sql; }
    void remove_next() const { fs::remove(folder() / next_); }

    /// Code of the failure that the work must end with.
    template <class Work>
    static std::string failure_of(const Work& work)
    {
        try {
            work();
        } catch (const StorageError& failure) {
            return failure.code();
        } catch (const domain::Refusal& refusal) {
            return refusal.code();
        }
        return "none";
    }

private:
    TemporaryFolder folder_;
    std::string next_;
};

TEST_P(Migrations, AreAppliedOnce)
{
    const MigrationReport first = migrate();
    EXPECT_EQ(first.applied, shipped());
    EXPECT_EQ(first.version, shipped());
    const MigrationReport again = migrate();
    EXPECT_EQ(again.applied, 0);
    EXPECT_EQ(again.version, shipped());
    EXPECT_TRUE(open()->find_structural_faults().empty());
}

TEST_P(Migrations, BringAnOlderLedgerUpToDateWithoutTouchingWhatItHolds)
{
    migrate();
    const auto donation = open_ledger()->enter(a_donation());
    add_next("CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY)");
    EXPECT_EQ(failure_of([&] { open(); }), "database.not_initialised");
    EXPECT_EQ(migrate().applied, 1);
    Ledger ledger{open()};
    EXPECT_EQ(ledger.donation(donation.order.order_number).amount, donation.amount);
}

TEST_P(Migrations, AreMissingInAnEmptyDatabase)
{
    EXPECT_EQ(failure_of([&] { open(); }), "database.not_initialised");
}

TEST_P(Migrations, RefuseALedgerWhoseMigrationHasChanged)
{
    migrate();
    std::ofstream{folder() / "0007_id_counters.sql", std::ios::app} << "-- a change\n";
    EXPECT_EQ(failure_of([&] { open(); }), "database.migration_changed");
    EXPECT_EQ(failure_of([&] { migrate(); }), "database.migration_changed");
}

TEST_P(Migrations, RefuseALedgerOfANewerProgram)
{
    add_next("CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY)");
    migrate();
    remove_next();
    EXPECT_EQ(failure_of([&] { open(); }), "database.newer");
    EXPECT_EQ(failure_of([&] { migrate(); }), "database.newer");
}

TEST_P(Migrations, RefuseAFolderWithAGapOrWithoutMigrations)
{
    fs::remove(folder() / "0003_audit_links.sql");
    EXPECT_EQ(failure_of([&] { migrate(); }), "database.migration_changed");
    fs::remove_all(folder());
    EXPECT_EQ(failure_of([&] { migrate(); }), "database.migration_changed");
}

TEST_P(Migrations, RecordNoneThatFails)
{
    add_next("CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, FOREIGN KEY)");
    EXPECT_EQ(failure_of([&] { migrate(); }), "database.failed");
    add_next("CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY)");
    EXPECT_EQ(migrate().applied, 1);
    EXPECT_NO_THROW(open());
}

TEST_P(Migrations, OfManyProcessesAtOnceAreAppliedOnceInAll)
{
    constexpr int kProcesses = 4;
    int applied[kProcesses] = {};
    std::string failures[kProcesses];
    std::vector<std::thread> processes;
    for (int i = 0; i < kProcesses; ++i) {
        processes.emplace_back([&, i] { failures[i] = failure_of([&] { applied[i] = migrate().applied; }); });
    }
    for (auto& process : processes) process.join();
    for (const auto& failure : failures) EXPECT_EQ(failure, "none");
    EXPECT_EQ(applied[0] + applied[1] + applied[2] + applied[3], shipped());
    EXPECT_NO_THROW(open());
}

TEST_P(Migrations, AreOfOneDatabaseAddressOnly)
{
    EXPECT_EQ(failure_of([&] {
        persistence::open_store({"file.db", folder()}, *make_fixed_digests());
    }),
        "database.url");
    EXPECT_EQ(failure_of([&] {
        persistence::migrate_store({"", folder()}, *make_fixed_digests(), FixedClock{});
    }),
        "database.url");
}

RUN_ON_EVERY_ENGINE(Migrations);

}  // namespace
}  // namespace furusato::tests
