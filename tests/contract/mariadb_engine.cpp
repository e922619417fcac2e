#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>

#include "contract/engine.hpp"
#include "support/shipped_rules.hpp"
#include "support/temporary_folder.hpp"

namespace furusato::tests {
namespace {

/// The server of this test run: ctest starts one for all ($FURUSATO_TEST_MARIADB is its folder), a program run by hand its own.
class Server {
public:
    Server()
    {
        const char* given = std::getenv("FURUSATO_TEST_MARIADB");
        folder_ = given != nullptr ? given : own_.file("mariadb").string();
        if (given == nullptr) is_own_ = run("start");
        std::ifstream{folder_ / "url"} >> url_;
        if (url_.empty()) throw std::runtime_error{"no MariaDB server: " + folder_.string()};
    }
    ~Server()
    {
        if (is_own_) run("stop");
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    const std::string& url() const { return url_; }

private:
    bool run(const std::string& action) const
    {
        const std::string command = source_path("tests/support/mariadb_server.sh").string() + " " + action +
                                    " '" + folder_.string() + "' >/dev/null";
        return std::system(command.c_str()) == 0;
    }

    TemporaryFolder own_;
    std::filesystem::path folder_;
    std::string url_;
    bool is_own_ = false;
};

const Server& server()
{
    static const Server kServer;
    return kServer;
}

/// A schema of its own, dropped with its object.
class MariadbSchema final : public SharedDatabase {
public:
    MariadbSchema()
    {
        static std::atomic<int> count{0};
        name_ = "furusato_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
        persistence::open_mysql(server().url())
            ->change_schema("CREATE SCHEMA " + name_ + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    }
    ~MariadbSchema() override
    {
        try {
            persistence::open_mysql(server().url())->change_schema("DROP SCHEMA " + name_);
        } catch (const application::StorageError&) {
            // The server goes with all its schemas at the end of the run.
        }
    }
    MariadbSchema(const MariadbSchema&) = delete;
    MariadbSchema& operator=(const MariadbSchema&) = delete;

    std::string url() const override
    {
        return server().url().substr(0, server().url().rfind('/') + 1) + name_;
    }
    std::unique_ptr<persistence::Connection> connect() const override
    {
        return persistence::open_mysql(url());
    }

private:
    std::string name_;
};

/// A store that takes its schema with it.
class OwnedStore final : public application::Store {
public:
    OwnedStore() : digests_{make_fixed_digests()}
    {
        persistence::migrate_store(schema_.address(), *digests_, FixedClock{});
        store_ = persistence::open_store(schema_.address(), *digests_);
    }
    void write(
        application::Durability durability, const std::function<void(application::Records&)>& work) override
    {
        store_->write(durability, work);
    }
    void read(const std::function<void(application::Records&)>& work) override { store_->read(work); }
    using application::Store::draw_ids;
    std::vector<std::int64_t> draw_ids(const std::vector<application::IdDemand>& demands) override
    {
        return store_->draw_ids(demands);
    }
    std::chrono::milliseconds batch_time() const override { return store_->batch_time(); }
    std::vector<std::string> find_structural_faults() override { return store_->find_structural_faults(); }

private:
    MariadbSchema schema_;
    std::unique_ptr<application::Digests> digests_;
    std::unique_ptr<application::Store> store_;
};

class Mariadb final : public Engine {
public:
    std::string name() const override { return "Mariadb"; }
    std::string foreign_keys_off() const override { return "SET SESSION foreign_key_checks = 0"; }
    std::unique_ptr<application::Store> open_ledger() const override
    {
        return std::make_unique<OwnedStore>();
    }
    std::unique_ptr<SharedDatabase> create_database() const override
    {
        return std::make_unique<MariadbSchema>();
    }
};

}  // namespace

const Engine& mariadb_engine()
{
    static const Mariadb kMariadb;
    return kMariadb;
}

}  // namespace furusato::tests
