#include "persistence/connection_pool.hpp"

#include <optional>

namespace furusato::persistence {

ConnectionPool::ConnectionPool(Open open, PoolLimits limits) : open_{std::move(open)}, limits_{limits} {}

ConnectionPool::Lease ConnectionPool::take()
{
    std::optional<Idle> found;
    {
        std::unique_lock lock{mutex_};
        const bool is_free =
            given_back_.wait_for(lock, limits_.longest_wait, [this] { return taken_ < limits_.size; });
        if (!is_free) throw application::StorageError{"database.busy", "no free connection"};
        ++taken_;
        if (!idle_.empty()) {
            found = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    const bool is_trusted = found && Clock::now() - found->since < limits_.idle_until_checked;
    if (found && (is_trusted || found->connection->is_alive())) return {*this, std::move(found->connection)};
    return {*this, open_one()};
}

std::unique_ptr<Connection> ConnectionPool::open_one()
{
    try {
        return open_();
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void ConnectionPool::give_back(std::unique_ptr<Connection> connection)
{
    {
        const std::lock_guard lock{mutex_};
        --taken_;
        if (connection) idle_.push_back({std::move(connection), Clock::now()});
    }
    given_back_.notify_one();
}

}  // namespace furusato::persistence
