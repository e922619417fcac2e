#pragma once

#include "furusato/application/database_tools.hpp"
#include "furusato/persistence/open_store.hpp"

namespace furusato::persistence {

/// Copies a whole ledger into another database, of the same kind or not, from one unchanging picture of it. The target is created
/// or brought up to date; rows that an interrupted copy left there are kept. At the end both sides are read and compared, column by
/// column. Throws Refusal{Conflict, "database.copy_to_itself" | "database.not_initialised"} or StorageError.
application::DatabaseCopy copy_database(const StoreAddress& from, const StoreAddress& to,
    const application::Digests& digests, const application::Clock& clock,
    const application::CopyProgress& progress);

/// What the database says of itself, and what is to be put right before a ledger lives there.
application::DatabaseCheck check_database(const StoreAddress& address, const application::Clock& clock);

}  // namespace furusato::persistence
