#include "contract/engine.hpp"
#include "support/shipped_rules.hpp"
#include "support/temporary_folder.hpp"

namespace furusato::tests {
namespace {

class SqliteFile final : public SharedDatabase {
public:
    std::string url() const override { return "sqlite:" + file().string(); }
    std::unique_ptr<persistence::Connection> connect() const override
    {
        return persistence::open_sqlite(file().string());
    }

private:
    std::filesystem::path file() const { return folder_.file("furusato.db"); }
    TemporaryFolder folder_;
};

class Sqlite final : public Engine {
public:
    std::string name() const override { return "Sqlite"; }
    std::string foreign_keys_off() const override { return "PRAGMA foreign_keys = OFF"; }
    std::unique_ptr<application::Store> open_ledger() const override
    {
        return persistence::open_memory_store(source_path("sql/migrations"), *make_fixed_digests());
    }
    std::unique_ptr<SharedDatabase> create_database() const override
    {
        return std::make_unique<SqliteFile>();
    }
};

}  // namespace

const Engine& sqlite_engine()
{
    static const Sqlite kSqlite;
    return kSqlite;
}

}  // namespace furusato::tests
