#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace furusato::persistence {

struct MysqlHost {
    std::string name;
    int port = 3306;

    bool is_local() const { return name == "localhost" || name == "127.0.0.1" || name == "::1"; }
};

/// mysql://USER[:PASSWORD]@HOST[:PORT][,HOST…]/SCHEMA[?OPTION=VALUE&…], parts percent-encoded where they hold signs of their own.
/// Without a password: option password_file, else $FURUSATO_DB_PASSWORD.
struct MysqlAddress {
    std::vector<MysqlHost> hosts;
    std::string user;
    std::string password;
    std::string schema;
    std::string ssl_ca;            // certificate of the authority; with it the server's name is checked too
    bool allow_plaintext = false;  // to a host on another machine
    int connect_seconds = 3;       // per host
    int read_seconds =
        20;  // a silent server counts as lost; no statement of the program takes nearly as long
    int patience_seconds = 30;  // how long a lost server is waited for before the work is given up

    /// Throws domain::Refusal{Invalid, "database.url"}.
    static MysqlAddress parse(std::string_view url);
};

}  // namespace furusato::persistence
