#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "furusato/application/packed_files.hpp"

namespace furusato::documents {

/// How deflated bytes are wrapped.
enum class Wrapping { Gzip, None };

/// What an archive promises of an entry.
struct PromisedContent {
    std::uint64_t size = 0;
    std::uint32_t crc = 0;
};

/// Unpacks as it is read. Throws Refusal{Invalid}: "file.damaged" when bytes are missing, wrong or other than promised,
/// "file.unpacks_too_large" for what was made to fill the disk.
class InflatingSource final : public portal_import::ByteSource {
public:
    InflatingSource(std::unique_ptr<portal_import::ByteSource> packed, Wrapping wrapping,
        std::optional<PromisedContent> promised = std::nullopt);
    ~InflatingSource() override;
    InflatingSource(const InflatingSource&) = delete;
    InflatingSource& operator=(const InflatingSource&) = delete;

    std::size_t read(char* buffer, std::size_t size) override;
    void rewind() override;

private:
    bool fill();
    void end_member();
    void check_size() const;
    void check_promise() const;

    std::unique_ptr<portal_import::ByteSource> packed_;
    Wrapping wrapping_;
    std::optional<PromisedContent> promised_;
    z_stream stream_{};
    std::vector<char> input_;
    std::uint64_t packed_bytes_ = 0;
    std::uint64_t given_bytes_ = 0;
    std::uint32_t crc_ = 0;
    bool is_at_end_ = false;
};

}  // namespace furusato::documents
