#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "persistence/connection.hpp"

namespace furusato::persistence {

struct PoolLimits {
    std::size_t size = 8;
    std::chrono::milliseconds longest_wait{5'000};
    std::chrono::seconds idle_until_checked{30};
};

/// Connections that threads take and give back; opened when first needed, the one given back last is taken first.
class ConnectionPool {
public:
    using Open = std::function<std::unique_ptr<Connection>()>;

    explicit ConnectionPool(Open open, PoolLimits limits = {});

    /// A connection for one thread until the lease ends.
    class Lease {
    public:
        Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection)
            : pool_{pool}, connection_{std::move(connection)}
        {}
        ~Lease() { pool_.give_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

    private:
        ConnectionPool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Waits for a free connection. Throws StorageError{"database.busy"} when none came free in time, or what opening one throws.
    Lease take();

private:
    using Clock = std::chrono::steady_clock;
    struct Idle {
        std::unique_ptr<Connection> connection;
        Clock::time_point since;
    };

    void give_back(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> open_one();

    Open open_;
    PoolLimits limits_;
    std::mutex mutex_;
    std::condition_variable given_back_;
    std::vector<Idle> idle_;
    std::size_t taken_ = 0;
};

}  // namespace furusato::persistence
