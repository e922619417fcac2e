#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <future>
#include <ostream>
#include <string>

namespace furusato::persistence {

/// Writes one gzip file whose blocks are compressed side by side: compressing a portal's file takes a tenth of its import, before which
/// nothing else can begin. Any program reads it.
class GzipBlocks {
public:
    explicit GzipBlocks(std::ostream& out);

    /// Adds a block, at best of a megabyte; waits while enough blocks are on their way.
    void add(std::string block);
    void finish();

private:
    struct Packed {
        std::string bytes;
        std::size_t size = 0;  // unpacked
        unsigned long crc = 0;
    };
    enum class Place { Inside, Last };
    static Packed pack(const std::string& block, Place place);
    void start(std::string block, Place place);
    void write_first();

    std::ostream& out_;
    std::deque<std::future<Packed>> on_their_way_;
    unsigned long crc_;
    std::uint32_t size_ = 0;  // modulo 2^32, as the format has it
};

}  // namespace furusato::persistence
