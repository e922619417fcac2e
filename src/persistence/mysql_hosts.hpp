#pragma once

#include <chrono>
#include <mutex>
#include <vector>

#include "persistence/mysql_address.hpp"

namespace furusato::persistence {

/// The hosts of one address and what is known of their health; shared by all connections of a process.
class MysqlHosts {
public:
    using Clock = std::chrono::steady_clock;

    explicit MysqlHosts(std::vector<MysqlHost> hosts);
    /// The order to try them in: the one that worked last, then the others, those that failed lately at the end.
    std::vector<MysqlHost> in_order(Clock::time_point now) const;
    void worked(const MysqlHost& host);
    /// Whether any host has worked since the process began.
    bool has_worked() const;
    /// Each failure in a row doubles the time for which the host comes last: from 1 to 32 seconds.
    void failed(const MysqlHost& host, Clock::time_point now);

private:
    struct Health {
        MysqlHost host;
        int failures = 0;
        Clock::time_point avoid_until;
    };
    Health& health_of(const MysqlHost& host);

    mutable std::mutex mutex_;
    std::vector<Health> hosts_;
    std::size_t preferred_ = 0;
    bool has_worked_ = false;
};

}  // namespace furusato::persistence
