#include "application/read_ahead.hpp"

#include <utility>

namespace furusato::application {
namespace {

constexpr std::size_t kOrdersPerBatch = 200;
constexpr std::size_t kBatchesAhead = 8;

}  // namespace

ReadAhead::ReadAhead(portal_import::PortalFile& file) : file_{file}, reader_{[this] { read_all(); }} {}

ReadAhead::~ReadAhead()
{
    {
        const std::lock_guard lock{mutex_};
        is_abandoned_ = true;
    }
    changed_.notify_all();
    reader_.join();
}

bool ReadAhead::put(Batch batch)
{
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return is_abandoned_ || ready_.size() < kBatchesAhead; });
    if (is_abandoned_) return false;
    if (!batch.empty()) ready_.push_back(std::move(batch));
    lock.unlock();
    changed_.notify_all();
    return true;
}

void ReadAhead::read_all()
{
    try {
        Batch batch;
        while (auto outcome = file_.next()) {
            batch.push_back(std::move(*outcome));
            if (batch.size() == kOrdersPerBatch && !put(std::exchange(batch, {}))) return;
        }
        put(std::move(batch));
    } catch (...) {
        const std::lock_guard lock{mutex_};
        failure_ = std::current_exception();
    }
    {
        const std::lock_guard lock{mutex_};
        is_read_ = true;
    }
    changed_.notify_all();
}

std::optional<portal_import::OrderOutcome> ReadAhead::next()
{
    if (at_ == current_.size()) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return is_read_ || !ready_.empty(); });
        if (ready_.empty()) {
            if (failure_) std::rethrow_exception(failure_);
            return std::nullopt;
        }
        current_ = std::move(ready_.front());
        ready_.pop_front();
        at_ = 0;
        lock.unlock();
        changed_.notify_all();
    }
    return std::move(current_[at_++]);
}

}  // namespace furusato::application
