#pragma once

#include "furusato/application/clock.hpp"
#include "furusato/application/process_watch.hpp"

namespace furusato::composition {

/// The machine's clock; Japan has no summer time, so JST is UTC plus nine hours.
class SystemClock final : public application::Clock {
public:
    domain::Date today() const override;
    std::string now_utc() const override;
};

/// Processes of this machine, known by number and start time, so that a reused number is not mistaken for the old process.
class SystemProcesses final : public application::ProcessWatch {
public:
    explicit SystemProcesses(const application::Clock& clock) : clock_{clock} {}
    std::string self() const override;
    bool is_alive(const std::string& owner, const std::string& seen_at_utc) const override;
    void wait(std::chrono::milliseconds pause) const override;

private:
    const application::Clock& clock_;
};

}  // namespace furusato::composition
