#include "persistence/mysql_errors.hpp"

namespace furusato::persistence {

// Numbers as in the server's and the client's lists of errors (mysqld_error.h, errmsg.h).

MysqlFailure mysql_failure_of(int number)
{
    switch (number) {
        case 1062:  // duplicate entry
        case 1586: return MysqlFailure::DuplicateKey;
        case 1020:  // record has changed since last read
        case 1205:  // lock wait timeout
        case 1213:  // deadlock, or a Galera certification that failed
        case 1614: return MysqlFailure::Conflict;
        case 1047:  // Galera: the node has no quorum or is not ready
        case 1053:  // shutdown in progress
        case 1152:  // aborted connection
        case 1158:  // 1158–1161: reading or writing packets failed
        case 1159:
        case 1160:
        case 1161:
        case 1180:                             // Galera: the node lost its quorum at COMMIT
        case 1317:                             // interrupted
        case 1927:                             // connection was killed
        case 2006:                             // server has gone away
        case 2013:                             // lost during query
        case 2014:                             // out of sync
        case 2026:                             // TLS connection broke
        case 2055:                             // lost, with a system error
        case 4031: return MysqlFailure::Lost;  // closed for inactivity
        default: return MysqlFailure::Other;
    }
}

std::string mysql_code_of(int number)
{
    switch (number) {
        case 1044:
        case 1045:
        case 1142:
        case 1227:
        case 1130:
        case 1698: return "database.login";
        case 3159: return "database.plaintext";
        case 1049: return "database.no_schema";
        case 1021:
        case 1026:
        case 1114: return "database.full";
        case 1290:
        case 1792:
        case 1836: return "database.read_only";
        case 2026: return "database.tls";
        case 1040:
        case 1203:
        case 2002:
        case 2003:
        case 2005: return "database.unreachable";
        default: break;
    }
    switch (mysql_failure_of(number)) {
        case MysqlFailure::Conflict: return "database.locked";
        case MysqlFailure::Lost: return "database.unreachable";
        default: return "database.failed";
    }
}

bool is_there_already(int number)
{
    return number == 1050      // table
           || number == 1060   // column
           || number == 1061   // key
           || number == 1826;  // foreign key
}

}  // namespace furusato::persistence
