#pragma once

#include <string>
#include <vector>

#include "persistence/connection.hpp"
#include "persistence/migrate.hpp"

namespace furusato::persistence {

/// An index as the migrations make it.
struct IndexShape {
    std::string name;
    std::string table;
    std::string statement;
};

/// The indexes that stand after these migrations, without those of keys and of what is unique.
std::vector<IndexShape> read_indexes(const std::vector<Migration>& migrations);

/// Drops the indexes of the tables that an import fills, where the database can make them again inside a transaction: made once over
/// all rows, an index is written in order, and each of its pages once.
void leave_indexes_out(Connection& connection, const std::vector<IndexShape>& indexes);

/// The names of those that are missing; none on a database that never leaves any out.
std::vector<std::string> missing_indexes(Connection& connection, const std::vector<IndexShape>& indexes);

/// Makes those that are missing, one transaction each: after a load, and whenever somebody opens a ledger whose load was killed.
void make_missing_indexes(Connection& connection, const std::vector<IndexShape>& indexes);

}  // namespace furusato::persistence
