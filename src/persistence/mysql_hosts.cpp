#include "persistence/mysql_hosts.hpp"

#include <algorithm>

namespace furusato::persistence {

namespace {

constexpr int kLongestDoubling = 5;

}  // namespace

MysqlHosts::MysqlHosts(std::vector<MysqlHost> hosts)
{
    for (auto& host : hosts) hosts_.push_back({std::move(host), 0, {}});
}

std::vector<MysqlHost> MysqlHosts::in_order(Clock::time_point now) const
{
    const std::lock_guard lock{mutex_};
    std::vector<MysqlHost> healthy;
    std::vector<MysqlHost> avoided;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        const Health& health = hosts_[(preferred_ + i) % hosts_.size()];
        (health.avoid_until > now ? avoided : healthy).push_back(health.host);
    }
    healthy.insert(healthy.end(), avoided.begin(), avoided.end());
    return healthy;
}

void MysqlHosts::worked(const MysqlHost& host)
{
    const std::lock_guard lock{mutex_};
    Health& health = health_of(host);
    health.failures = 0;
    health.avoid_until = {};
    preferred_ = static_cast<std::size_t>(&health - hosts_.data());
    has_worked_ = true;
}

bool MysqlHosts::has_worked() const
{
    const std::lock_guard lock{mutex_};
    return has_worked_;
}

void MysqlHosts::failed(const MysqlHost& host, Clock::time_point now)
{
    const std::lock_guard lock{mutex_};
    Health& health = health_of(host);
    health.avoid_until = now + std::chrono::seconds{1LL << std::min(health.failures, kLongestDoubling)};
    ++health.failures;
}

MysqlHosts::Health& MysqlHosts::health_of(const MysqlHost& host)
{
    return *std::find_if(hosts_.begin(), hosts_.end(),
        [&](const Health& health) { return health.host.name == host.name && health.host.port == host.port; });
}

}  // namespace furusato::persistence
