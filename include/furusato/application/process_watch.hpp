#pragma once

#include <chrono>
#include <string>

namespace furusato::application {

/// Port: which processes are at work, so that the job of a killed one is taken over and that of a living one is left alone.
class ProcessWatch {
public:
    virtual ~ProcessWatch() = default;
    /// Names this process: host, number and start time.
    virtual std::string self() const = 0;
    /// Whether the owner still runs; on another host it counts as alive while it was seen within two minutes.
    virtual bool is_alive(const std::string& owner, const std::string& seen_at_utc) const = 0;
    virtual void wait(std::chrono::milliseconds pause) const = 0;
};

}  // namespace furusato::application
