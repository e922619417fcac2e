#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "furusato/application/clock.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/store.hpp"
#include "furusato/persistence/migrate.hpp"

namespace furusato::persistence {

/// Where the ledger is: "sqlite:PATH" (":memory:" for tests).
struct StoreAddress {
    std::string url;
    std::filesystem::path migrations;  // sql/migrations of the share folder
};

/// Creates or brings up to date; the report says what it did. Throws StorageError or Refusal as open_store does.
MigrationReport migrate_store(
    const StoreAddress& address, const application::Digests& digests, const application::Clock& clock);

/// Opens a ledger that is there and up to date. Throws Refusal{Conflict, "database.not_initialised"}, Refusal{Invalid, "database.url"}
/// or StorageError ("database.newer", "database.unreadable" …).
std::unique_ptr<application::Store> open_store(
    const StoreAddress& address, const application::Digests& digests);

/// A migrated ledger in memory, for tests: the real store, no stand-in.
std::unique_ptr<application::Store> open_memory_store(
    const std::filesystem::path& migrations, const application::Digests& digests);

}  // namespace furusato::persistence
