#include "furusato/persistence/open_store.hpp"

#include "furusato/domain/refusal.hpp"
#include "persistence/migrate.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {
namespace {

using application::Durability;
using application::Records;
using application::StorageError;

/// The store over one connection.
class SqlStore final : public application::Store {
public:
    explicit SqlStore(std::unique_ptr<Connection> connection) : connection_{std::move(connection)} {}

    void write(Durability durability, const std::function<void(Records&)>& work) override
    {
        connection_->in_transaction(durability, [&] { work(records_); });
    }

    void read(const std::function<void(Records&)>& work) override
    {
        connection_->in_snapshot([&] { work(records_); });
    }

    using application::Store::draw_ids;

    std::vector<std::int64_t> draw_ids(const std::vector<application::IdDemand>& demands) override
    {
        std::vector<std::int64_t> firsts;
        connection_->in_transaction(Durability::Deferred, [&] {
            firsts.clear();
            for (const auto& demand : demands) firsts.push_back(demand.count > 0 ? draw(demand) : 0);
        });
        return firsts;
    }

    std::vector<std::string> find_structural_faults() override
    {
        return connection_->find_structural_faults();
    }

private:
    std::int64_t draw(const application::IdDemand& demand)
    {
        const auto counter =
            connection_->query("SELECT next_value FROM id_counters WHERE name = ?", {demand.kind});
        if (counter.empty())
            connection_->execute("INSERT INTO id_counters (name, next_value) VALUES (?, 1)", {demand.kind});
        connection_->execute(
            "UPDATE id_counters SET next_value = next_value + ? WHERE name = ?", {demand.count, demand.kind});
        const auto next =
            connection_->query("SELECT next_value FROM id_counters WHERE name = ?", {demand.kind});
        return next.front().integer("next_value") - demand.count;
    }

    std::unique_ptr<Connection> connection_;
    SqlOperations operations_{*connection_};
    SqlDonations donations_{*connection_};
    SqlDonors donors_{*connection_};
    SqlRevenue revenue_{*connection_};
    SqlCatalogue catalogue_{*connection_};
    SqlImportJobs import_jobs_{*connection_};
    SqlSettings settings_{*connection_};
    SqlTargets targets_{*connection_};
    SqlReceipts receipts_{*connection_};
    Records records_{
        operations_, donations_, donors_, revenue_, catalogue_, import_jobs_, settings_, targets_, receipts_};
};

std::unique_ptr<Connection> connect(const StoreAddress& address)
{
    constexpr std::string_view kSqlite = "sqlite:";
    if (address.url.rfind(kSqlite, 0) == 0) return open_sqlite(address.url.substr(kSqlite.size()));
    throw domain::Refusal{domain::RefusalKind::Invalid, "database.url"};
}

Sha256 sha256_of(const application::Digests& digests)
{
    return [&digests](std::string_view bytes) { return digests.sha256_hex(bytes); };
}

}  // namespace

MigrationReport migrate_store(
    const StoreAddress& address, const application::Digests& digests, const application::Clock& clock)
{
    const auto connection = connect(address);
    return migrate(*connection, read_migrations(address.migrations, sha256_of(digests)), clock.now_utc());
}

std::unique_ptr<application::Store> open_store(
    const StoreAddress& address, const application::Digests& digests)
{
    auto connection = connect(address);
    check_migrated(*connection, read_migrations(address.migrations, sha256_of(digests)));
    return std::make_unique<SqlStore>(std::move(connection));
}

std::unique_ptr<application::Store> open_memory_store(
    const std::filesystem::path& migrations, const application::Digests& digests)
{
    auto connection = open_sqlite(":memory:");
    migrate(*connection, read_migrations(migrations, sha256_of(digests)), "2026-01-01T00:00:00Z");
    return std::make_unique<SqlStore>(std::move(connection));
}

}  // namespace furusato::persistence
