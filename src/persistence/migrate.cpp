#include "persistence/migrate.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "furusato/domain/refusal.hpp"
#include "persistence/left_out_indexes.hpp"
#include "persistence/table_shapes.hpp"

namespace furusato::persistence {
namespace {

using application::StorageError;

constexpr auto kCreateVersions = R"sql(
    CREATE TABLE IF NOT EXISTS schema_versions (
        version INTEGER NOT NULL PRIMARY KEY,
        name VARCHAR(100) NOT NULL,
        sha256 CHAR(64) NOT NULL,
        state VARCHAR(10) NOT NULL,
        applied_at VARCHAR(30) NOT NULL
    )
)sql";

// One row per session: the mark of its last transaction that was stored (ARCHITECTURE.md, decision 13).
constexpr auto kCreateMarks = R"sql(
    CREATE TABLE IF NOT EXISTS commit_marks (
        session CHAR(32) NOT NULL PRIMARY KEY,
        mark CHAR(32) NOT NULL
    )
)sql";

constexpr auto kMigrating = "migrating";

/// The row that all who migrate take first, one after the other.
void add_turnstile(Connection& connection)
{
    try {
        connection.in_transaction(application::Durability::Confirmed, [&] {
            if (connection.query("SELECT mark FROM commit_marks WHERE session = ?", {kMigrating}).empty())
                connection.execute("INSERT INTO commit_marks (session, mark) VALUES (?, '')", {kMigrating});
        });
    } catch (const application::DuplicateKey&) {
        // Another process was faster.
    }
}

bool has_versions_table(Connection& connection)
{
    try {
        connection.query("SELECT COUNT(*) AS n FROM schema_versions");
        return true;
    } catch (const StorageError& failure) {
        if (failure.code() != "database.failed") throw;
        return false;
    }
}

/// How many of the migrations are applied, after checking that the applied ones are unchanged and none is unknown.
std::size_t count_applied(Connection& connection, const std::vector<Migration>& migrations)
{
    std::size_t applied = 0;
    for (const Row& row : connection.query(
             "SELECT version, sha256 FROM schema_versions WHERE state = 'done' ORDER BY version")) {
        if (applied >= migrations.size())
            throw StorageError{"database.newer", "schema version " + row.text("version")};
        if (row.integer("version") != migrations[applied].version ||
            row.text("sha256") != migrations[applied].sha256) {
            throw StorageError{"database.migration_changed", migrations[applied].name};
        }
        ++applied;
    }
    return applied;
}

/// 1 when this call brought the version to its end. Its row claims the version; MySQL commits the claim with the statement, and
/// another process then waits at the same table and finds the statement done.
std::int64_t apply(Connection& connection, const std::vector<Migration>& migrations, std::size_t at,
    const std::string& now_utc)
{
    const Migration& next = migrations[at];
    const std::int64_t version = next.version;
    if (connection.query("SELECT version FROM schema_versions WHERE version = ?", {version}).empty()) {
        connection.execute(
            "INSERT INTO schema_versions (version, name, sha256, state, applied_at) VALUES (?, ?, ?, 'applying', ?)",
            {version, next.name, next.sha256, now_utc});
    }
    connection.change_schema(connection.indexes_references()
                                 ? without_unindexed_references(next.sql, read_table_shapes(migrations))
                                 : next.sql);
    return connection.execute(
        "UPDATE schema_versions SET state = 'done' WHERE version = ? AND state = 'applying'", {version});
}

/// A migration finds the schema as the one before it left it.
void make_indexes_left_out(Connection& connection, const std::vector<Migration>& migrations)
{
    const auto applied = static_cast<std::ptrdiff_t>(count_applied(connection, migrations));
    make_missing_indexes(connection, read_indexes({migrations.begin(), migrations.begin() + applied}));
}

}  // namespace

std::vector<Migration> read_migrations(const std::filesystem::path& folder, const Sha256& sha256)
{
    std::vector<Migration> migrations;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator{folder, missing}) {
        if (entry.path().extension() != ".sql") continue;
        std::ifstream file{entry.path(), std::ios::binary};
        std::string sql{std::istreambuf_iterator<char>{file}, {}};
        const std::string name = entry.path().filename().string();
        migrations.push_back({std::atoi(name.substr(0, 4).c_str()), name, sql, sha256(sql)});
    }
    std::sort(migrations.begin(), migrations.end(),
        [](const auto& left, const auto& right) { return left.version < right.version; });
    for (std::size_t i = 0; i < migrations.size(); ++i) {
        if (migrations[i].version != static_cast<int>(i + 1))
            throw StorageError{"database.migration_changed", migrations[i].name};
    }
    if (migrations.empty())
        throw StorageError{"database.migration_changed", "no migrations in " + folder.string()};
    return migrations;
}

MigrationReport migrate(
    Connection& connection, const std::vector<Migration>& migrations, const std::string& now_utc)
{
    connection.change_schema(kCreateVersions);
    connection.change_schema(kCreateMarks);
    add_turnstile(connection);
    make_indexes_left_out(connection, migrations);
    MigrationReport report;
    report.version = static_cast<int>(migrations.size());
    // Looked up and applied one by one inside a write transaction: of two processes that start at once, each finds what the other did.
    for (bool done = false; !done;) {
        try {
            std::int64_t applied_now = 0;
            connection.in_transaction(application::Durability::Confirmed, [&] {
                connection.execute(
                    "UPDATE commit_marks SET mark = ? WHERE session = ?", {now_utc, kMigrating});
                const std::size_t applied = count_applied(connection, migrations);
                done = applied == migrations.size();
                applied_now = done ? 0 : apply(connection, migrations, applied, now_utc);
            });
            report.applied += static_cast<int>(applied_now);
        } catch (const application::DuplicateKey&) {
            // Another process claimed the version in this moment: look again.
        }
    }
    return report;
}

void check_migrated(Connection& connection, const std::vector<Migration>& migrations)
{
    if (!has_versions_table(connection) || count_applied(connection, migrations) < migrations.size()) {
        throw domain::Refusal{domain::RefusalKind::Conflict, "database.not_initialised"};
    }
}

}  // namespace furusato::persistence
