#pragma once

#include <memory>
#include <string>

#include "furusato/application/access_log.hpp"

namespace furusato::persistence {

/// Opens the log of accesses and makes it if it is not there: a database file of its own beside an SQLite ledger ("sqlite:PATH"), a
/// table of its own with a connection of its own in a MySQL schema. Throws StorageError.
std::unique_ptr<application::AccessLog> open_access_log(const std::string& url);

}  // namespace furusato::persistence
