#pragma once

#include "persistence/connection.hpp"

namespace furusato::persistence {

/// Opens what the address names: "sqlite:PATH" or "mysql://…". Throws Refusal{Invalid, "database.url"} or StorageError.
std::unique_ptr<Connection> connect(const std::string& url, Statements statements = Statements::Short);

}  // namespace furusato::persistence
