#pragma once

#include <memory>
#include <string>
#include <utility>

#include "furusato/application/digests.hpp"
#include "furusato/portal_import/byte_source.hpp"

namespace furusato::application {

/// The file as it is read: digests each complete reading, and goes on from the archived copy once there is one, so that what
/// was examined, archived and applied are the same bytes.
class WatchedSource final : public portal_import::ByteSource {
public:
    WatchedSource(portal_import::ByteSource& file, const Digests& digests) : source_{&file}, digests_{digests}
    {
        WatchedSource::rewind();
    }

    std::size_t read(char* buffer, std::size_t size) override
    {
        const std::size_t count = source_->read(buffer, size);
        if (count > 0) {
            running_->add({buffer, count});
            bytes_ += static_cast<std::int64_t>(count);
        } else if (running_ != nullptr && !is_complete_) {
            sha256_ = running_->hex();
            complete_bytes_ = bytes_;
            is_complete_ = true;
        }
        return count;
    }

    void rewind() override
    {
        source_->rewind();
        running_ = digests_.sha256();
        bytes_ = 0;
        is_complete_ = false;
    }

    void go_on_from(std::unique_ptr<portal_import::ByteSource> copy)
    {
        copy_ = std::move(copy);
        source_ = copy_.get();
        rewind();
    }

    /// Of the last complete reading.
    const std::string& sha256() const { return sha256_; }
    std::int64_t bytes() const { return complete_bytes_; }

private:
    portal_import::ByteSource* source_;
    const Digests& digests_;
    std::unique_ptr<portal_import::ByteSource> copy_;
    std::unique_ptr<RunningDigest> running_;
    std::string sha256_;
    std::int64_t bytes_ = 0;
    std::int64_t complete_bytes_ = 0;
    bool is_complete_ = false;
};

}  // namespace furusato::application
