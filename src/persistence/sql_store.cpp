#include "furusato/persistence/open_store.hpp"

#include "persistence/connect.hpp"
#include "persistence/connection_pool.hpp"
#include "persistence/left_out_indexes.hpp"
#include "persistence/migrate.hpp"
#include "persistence/sql_repositories.hpp"
#include "persistence/table_shapes.hpp"

namespace furusato::persistence {
namespace {

using application::Durability;
using application::Records;
using application::StorageError;

/// The repositories on one connection, for one transaction.
class RecordsOn {
public:
    explicit RecordsOn(Connection& connection)
        : operations_{connection},
          donations_{connection},
          donors_{connection},
          revenue_{connection},
          catalogue_{connection},
          import_jobs_{connection},
          settings_{connection},
          targets_{connection},
          receipts_{connection},
          payments_{connection},
          donor_records_{connection},
          tickets_{connection},
          masters_{connection},
          retention_{connection},
          donor_matching_{connection}
    {}
    Records& records() { return records_; }

private:
    SqlOperations operations_;
    SqlDonations donations_;
    SqlDonors donors_;
    SqlRevenue revenue_;
    SqlCatalogue catalogue_;
    SqlImportJobs import_jobs_;
    SqlSettings settings_;
    SqlTargets targets_;
    SqlReceipts receipts_;
    SqlPayments payments_;
    SqlDonorRecords donor_records_;
    SqlTickets tickets_;
    SqlMasters masters_;
    SqlRetention retention_;
    SqlDonorMatching donor_matching_;
    Records records_{operations_, donations_, donors_, revenue_, catalogue_, import_jobs_, settings_,
        targets_, receipts_, payments_, donor_records_, tickets_, masters_, retention_, donor_matching_};
};

/// The store over a pool: each transaction has a connection of its own.
class SqlStore final : public application::Store {
public:
    SqlStore(ConnectionPool::Open open, PoolLimits limits, const std::vector<Migration>& migrations)
        : pool_{std::move(open), limits},
          shapes_{read_table_shapes(migrations)},
          indexes_{read_indexes(migrations)}
    {
        const auto connection = pool_.take();
        batch_time_ = connection->batch_time();
        may_read_again_ = connection->may_read_again();
    }

    void check_migrated(const std::vector<Migration>& migrations)
    {
        const auto connection = pool_.take();
        connection->in_snapshot([&] { persistence::check_migrated(*connection, migrations); });
    }

    void write(Durability durability, const std::function<void(Records&)>& work) override
    {
        const auto connection = pool_.take();
        RecordsOn on{*connection};
        connection->in_transaction(durability, [&] { work(on.records()); });
    }

    void read(const std::function<void(Records&)>& work) override
    {
        const auto connection = pool_.take();
        RecordsOn on{*connection};
        connection->in_snapshot([&] { work(on.records()); });
    }

    using application::Store::draw_ids;

    std::vector<std::int64_t> draw_ids(const std::vector<application::IdDemand>& demands) override
    {
        std::vector<std::int64_t> firsts;
        const auto connection = pool_.take();
        connection->in_transaction(Durability::Deferred, [&] {
            firsts.clear();
            for (const auto& demand : demands)
                firsts.push_back(demand.count > 0 ? draw(*connection, demand) : 0);
        });
        return firsts;
    }

    bool may_read_again() const override { return may_read_again_; }
    std::chrono::milliseconds batch_time() const override { return batch_time_; }

    void leave_indexes_out() override { persistence::leave_indexes_out(*pool_.take(), indexes_); }
    void make_indexes() override { make_missing_indexes(*pool_.take(), indexes_); }

    std::vector<std::string> find_structural_faults() override
    {
        const auto connection = pool_.take();
        auto faults = connection->find_structural_faults();
        for (const std::string& name : missing_indexes(*connection, indexes_))
            faults.push_back("index_missing: " + name);
        for (const std::string& broken : find_broken_references(*connection, shapes_))
            faults.push_back("foreign_key: " + broken);
        return faults;
    }

private:
    static std::int64_t draw(Connection& connection, const application::IdDemand& demand)
    {
        constexpr auto kRead = "SELECT next_value FROM id_counters WHERE name = ?";
        // The counter is raised before it is read: who comes second waits here, not later with an old number in hand.
        constexpr auto kRaise = "UPDATE id_counters SET next_value = next_value + ? WHERE name = ?";
        if (connection.execute(kRaise, {demand.count, demand.kind}) == 0) {
            connection.execute("INSERT INTO id_counters (name, next_value) VALUES (?, 1)", {demand.kind});
            connection.execute(kRaise, {demand.count, demand.kind});
        }
        return connection.query(kRead, {demand.kind}).front().integer("next_value") - demand.count;
    }

    ConnectionPool pool_;
    std::vector<TableShape> shapes_;
    std::vector<IndexShape> indexes_;
    std::chrono::milliseconds batch_time_{};
    bool may_read_again_ = true;
};

/// A load that was killed leaves its ledger without them. Where nothing can be written (a full disk, a protected folder) one reads on,
/// only slower, and `verify` names them.
void make_indexes_left_out(application::Store& store)
{
    try {
        store.make_indexes();
    } catch (const StorageError&) {
    }
}

Sha256 sha256_of(const application::Digests& digests)
{
    return [&digests](std::string_view bytes) { return digests.sha256_hex(bytes); };
}

}  // namespace

MigrationReport migrate_store(
    const StoreAddress& address, const application::Digests& digests, const application::Clock& clock)
{
    const auto connection = connect(address.url, Statements::ChangeTheSchema);
    return migrate(*connection, read_migrations(address.migrations, sha256_of(digests)), clock.now_utc());
}

std::unique_ptr<application::Store> open_store(
    const StoreAddress& address, const application::Digests& digests)
{
    const auto migrations = read_migrations(address.migrations, sha256_of(digests));
    auto store =
        std::make_unique<SqlStore>([address] { return connect(address.url); }, PoolLimits{}, migrations);
    store->check_migrated(migrations);
    make_indexes_left_out(*store);
    return store;
}

std::unique_ptr<application::Store> open_memory_store(
    const std::filesystem::path& folder, const application::Digests& digests)
{
    // One connection is the database: a second one would be another database, so the pool gets this one and no more.
    const auto memory = std::make_shared<std::unique_ptr<Connection>>(open_sqlite(":memory:"));
    const auto migrations = read_migrations(folder, sha256_of(digests));
    migrate(**memory, migrations, "2026-01-01T00:00:00Z");
    return std::make_unique<SqlStore>(
        [memory] { return std::move(*memory); }, PoolLimits{.size = 1}, migrations);
}

}  // namespace furusato::persistence
