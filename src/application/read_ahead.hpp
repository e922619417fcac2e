#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "furusato/portal_import/pipeline.hpp"

namespace furusato::application {

/// Reads the orders of a file in a thread of its own, a few batches ahead of the one that plans and writes: reading and writing
/// take about the same time, and the two share nothing but this queue.
class ReadAhead {
public:
    explicit ReadAhead(portal_import::PortalFile& file);
    ~ReadAhead();
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    /// The next order; nullopt at the end. Throws what reading threw.
    std::optional<portal_import::OrderOutcome> next();

private:
    using Batch = std::vector<portal_import::OrderOutcome>;
    void read_all();
    bool put(Batch batch);

    portal_import::PortalFile& file_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> ready_;
    std::exception_ptr failure_;
    bool is_read_ = false;
    bool is_abandoned_ = false;
    Batch current_;
    std::size_t at_ = 0;
    std::thread reader_;
};

}  // namespace furusato::application
