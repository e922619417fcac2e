#include "furusato/persistence/database_tools.hpp"

#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

/// A ledger on the engine, and an empty database of every engine to copy it to.
class DatabaseCopies : public WithTamperer {
protected:
    DatabaseCopies()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv(
            {{.order = "A"}, {.order = "葛\U000E0100城"}, {.order = "C", .status = "キャンセル"}}));
        ledger.issue();
    }
    application::DatabaseCopy copy_to(const SharedDatabase& target)
    {
        return persistence::copy_database(database->address(), target.address(), ledger.digests(),
            ledger.clock, [](const std::string&, std::int64_t) {});
    }
    static std::int64_t copied(const application::DatabaseCopy& copy)
    {
        std::int64_t rows = 0;
        for (const auto& table : copy.tables) rows += table.copied_now;
        return rows;
    }
};

TEST_P(DatabaseCopies, AreEqualAndReportTheSame)
{
    const auto before = ledger.report(2023);
    for (const Engine* engine : engines()) {
        const auto target = engine->create_database();
        EXPECT_TRUE(copy_to(*target).is_equal()) << engine->name();
        Ledger there{persistence::open_store(target->address(), ledger.digests()), archive};
        EXPECT_EQ(there.report(2023).digest, before.digest) << engine->name();
        EXPECT_EQ(there.findings(), std::vector<std::string>{}) << engine->name();
    }
}

TEST_P(DatabaseCopies, GoOnWhereAnInterruptedOneStopped)
{
    for (const Engine* engine : engines()) {
        const auto target = engine->create_database();
        const auto whole = copied(copy_to(*target));
        const auto there = target->connect();
        there->in_transaction(application::Durability::Confirmed, [&] {
            there->execute("DELETE FROM receipts WHERE running_number = 2");
            there->execute("DELETE FROM receipt_counters");
        });
        const auto again = copy_to(*target);
        EXPECT_TRUE(again.is_equal()) << engine->name();
        EXPECT_EQ(copied(again), 2) << "of " << whole << " on " << engine->name();
    }
}

TEST_P(DatabaseCopies, SayWhichTableDiffers)
{
    const auto target = GetParam()->create_database();
    copy_to(*target);
    const auto there = target->connect();
    there->in_transaction(application::Durability::Confirmed, [&] {
        there->execute("UPDATE donations SET amount_yen = amount_yen + 1 WHERE portal_order_number = 'A'");
    });
    const auto copy = copy_to(*target);
    EXPECT_FALSE(copy.is_equal());
    for (const auto& table : copy.tables) EXPECT_EQ(table.is_equal, table.name != "donations") << table.name;
}

TEST_P(DatabaseCopies, AreRefusedToTheSameDatabase)
{
    EXPECT_THROW(copy_to(*database), domain::Refusal);
}

TEST_P(DatabaseCopies, AreRefusedFromADatabaseWithoutALedger)
{
    const auto empty = GetParam()->create_database();
    const auto target = GetParam()->create_database();
    EXPECT_THROW(persistence::copy_database(empty->address(), target->address(), ledger.digests(),
                     ledger.clock, [](const std::string&, std::int64_t) {}),
        domain::Refusal);
}

TEST_P(DatabaseCopies, CheckTheDatabaseFirst)
{
    const auto check = persistence::check_database(database->address(), ledger.clock);
    EXPECT_GT(check.facts.size(), 4U);
    EXPECT_EQ(check.facts[0].name, "engine");
    for (const auto& finding : check.findings)
        EXPECT_TRUE(finding == "database.clock_differs" || finding == "database.little_space" ||
                    finding == "database.commit_not_durable")
            << finding;
}

RUN_ON_EVERY_ENGINE(DatabaseCopies);

}  // namespace
}  // namespace furusato::tests
