#pragma once

#include <string>

namespace furusato::persistence {

/// What an error number of the server or its client library means for the work under way.
enum class MysqlFailure {
    DuplicateKey,
    Conflict,  // another transaction was in the way: the whole transaction may run again
    Lost,      // this connection, perhaps this node, is of no use any more
    Other,
};

MysqlFailure mysql_failure_of(int number);

/// The store's own code for it ("database.full", "database.login" …).
std::string mysql_code_of(int number);

/// Whether a schema statement failed only because it had run before.
bool is_there_already(int number);

}  // namespace furusato::persistence
