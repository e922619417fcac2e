#include "persistence/connect.hpp"

#include "furusato/domain/refusal.hpp"

namespace furusato::persistence {

std::unique_ptr<Connection> connect(const std::string& url, Statements statements)
{
    constexpr std::string_view kSqlite = "sqlite:";
    constexpr std::string_view kMysql = "mysql:";
    if (url.rfind(kSqlite, 0) == 0) return open_sqlite(url.substr(kSqlite.size()));
    if (url.rfind(kMysql, 0) == 0) return open_mysql(url, statements);
    throw domain::Refusal{domain::RefusalKind::Invalid, "database.url"};
}

}  // namespace furusato::persistence
