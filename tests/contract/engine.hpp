#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "furusato/domain/refusal.hpp"
#include "furusato/persistence/open_store.hpp"
#include "persistence/connection.hpp"
#include "support/ledger.hpp"
#include "support/printing.hpp"

namespace furusato::tests {

/// A database that several connections share; gone with its object.
class SharedDatabase {
public:
    virtual ~SharedDatabase() = default;
    virtual std::string url() const = 0;
    /// Past the store, as a person with the database's own tools.
    virtual std::unique_ptr<persistence::Connection> connect() const = 0;

    /// Its address with the migrations that ship, or with others.
    persistence::StoreAddress address() const;
    persistence::StoreAddress address(const std::filesystem::path& migrations) const
    {
        return {url(), migrations};
    }
};

/// A database product that must behave like every other one.
class Engine {
public:
    virtual ~Engine() = default;
    virtual std::string name() const = 0;
    /// The statement by which a session stops checking references.
    virtual std::string foreign_keys_off() const = 0;
    /// A migrated ledger of its own, with one connection for all its life.
    virtual std::unique_ptr<application::Store> open_ledger() const = 0;
    /// An empty database.
    virtual std::unique_ptr<SharedDatabase> create_database() const = 0;
};

const std::vector<const Engine*>& engines();
const Engine& sqlite_engine();
const Engine& mariadb_engine();

/// The code of the refusal that the work ends with, or "none".
template <class Work>
std::string refusal_of(const Work& work)
{
    try {
        work();
    } catch (const domain::Refusal& refusal) {
        return refusal.code();
    }
    return "none";
}

/// A test with a ledger of its own.
class OnEveryEngine : public testing::TestWithParam<const Engine*> {
protected:
    Ledger ledger{GetParam()->open_ledger()};
};

/// A test with a database that others may open too.
class WithSharedDatabase : public testing::TestWithParam<const Engine*> {
protected:
    /// Another process at the same database.
    std::unique_ptr<Ledger> open_ledger();

    std::unique_ptr<SharedDatabase> database = GetParam()->create_database();
    std::shared_ptr<MemoryArchive> archive = std::make_shared<MemoryArchive>();
};

/// One migrated ledger, and a way around it.
class WithTamperer : public WithSharedDatabase {
protected:
    WithTamperer();
    /// Changes rows behind the ledger's back; the test fails when there is nothing to change.
    void tamper(const std::string& sql, const persistence::Connection::Values& values = {});
    /// Writes every link again by plain SHA-256, as somebody does who knows the program and the database, but not the key.
    void write_chain_anew();
    /// The one number that a query gives.
    std::int64_t number(const std::string& sql, const persistence::Connection::Values& values = {});

    std::unique_ptr<Ledger> opened;
    Ledger& ledger;
    std::unique_ptr<persistence::Connection> raw;
};

#define RUN_ON_EVERY_ENGINE(suite)                                         \
    INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(engines()), \
        [](const testing::TestParamInfo<const Engine*>& engine) { return engine.param->name(); })

}  // namespace furusato::tests
