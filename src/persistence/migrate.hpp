#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "furusato/persistence/migrate.hpp"
#include "persistence/connection.hpp"

namespace furusato::persistence {

/// One file of sql/migrations: "0016_donations.sql" is version 16. One change per file, because MySQL commits each DDL statement.
struct Migration {
    int version = 0;
    std::string name;
    std::string sql;
    std::string sha256;
};

using Sha256 = std::function<std::string(std::string_view)>;

/// The migrations of a folder in order; throws StorageError "database.migration_changed" for gaps or unreadable files.
std::vector<Migration> read_migrations(const std::filesystem::path& folder, const Sha256& sha256);

/// Applies what is missing. Throws StorageError when an applied one has changed ("database.migration_changed") or the database
/// is newer than this program ("database.newer").
MigrationReport migrate(
    Connection& connection, const std::vector<Migration>& migrations, const std::string& now_utc);

/// Throws as migrate() does, and Refusal{Conflict, "database.not_initialised"} when something is missing; changes nothing.
void check_migrated(Connection& connection, const std::vector<Migration>& migrations);

}  // namespace furusato::persistence
