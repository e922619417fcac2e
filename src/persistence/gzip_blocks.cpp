#include "persistence/gzip_blocks.hpp"

#include <zlib.h>

#include <stdexcept>
#include <utility>

namespace furusato::persistence {
namespace {

constexpr int kFastest = 1;  // half the size for a tenth of the time of the densest level
constexpr int kNoHeader = -15;
constexpr int kMemoryLevel = 8;
constexpr std::size_t kBlocksAtOnce = 3;
// Deflate, no name, no time, written on Unix.
constexpr std::string_view kHeader{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\x03", 10};

unsigned char* bytes_of(const std::string& text)
{
    // zlib reads through a pointer that it does not call const.
    return reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
}

void write_number(std::ostream& out, std::uint32_t number)
{
    for (int byte = 0; byte < 4; ++byte, number >>= 8) out.put(static_cast<char>(number & 0xFF));
}

}  // namespace

GzipBlocks::GzipBlocks(std::ostream& out) : out_{out}, crc_{::crc32(0, nullptr, 0)}
{
    out_ << kHeader;
}

GzipBlocks::Packed GzipBlocks::pack(const std::string& block, Place place)
{
    z_stream stream{};
    if (deflateInit2(&stream, kFastest, Z_DEFLATED, kNoHeader, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc{};
    // A block that is not the last one ends on a whole byte, so that the next can follow.
    constexpr std::size_t kRoomForTheEnd = 64;
    Packed packed{std::string(deflateBound(&stream, block.size()) + kRoomForTheEnd, '\0'), block.size(),
        ::crc32(::crc32(0, nullptr, 0), bytes_of(block), static_cast<unsigned>(block.size()))};
    stream.next_in = bytes_of(block);
    stream.avail_in = static_cast<unsigned>(block.size());
    stream.next_out = bytes_of(packed.bytes);
    stream.avail_out = static_cast<unsigned>(packed.bytes.size());
    const int result = ::deflate(&stream, place == Place::Last ? Z_FINISH : Z_SYNC_FLUSH);
    packed.bytes.resize(stream.total_out);
    const bool is_whole = result == (place == Place::Last ? Z_STREAM_END : Z_OK) && stream.avail_in == 0;
    deflateEnd(&stream);
    if (!is_whole) throw std::runtime_error{"zlib failed"};
    return packed;
}

void GzipBlocks::start(std::string block, Place place)
{
    on_their_way_.push_back(
        std::async(std::launch::async, [block = std::move(block), place] { return pack(block, place); }));
}

void GzipBlocks::add(std::string block)
{
    if (on_their_way_.size() == kBlocksAtOnce) write_first();
    start(std::move(block), Place::Inside);
}

void GzipBlocks::write_first()
{
    const Packed packed = on_their_way_.front().get();
    on_their_way_.pop_front();
    out_.write(packed.bytes.data(), static_cast<std::streamsize>(packed.bytes.size()));
    crc_ = ::crc32_combine(crc_, packed.crc, static_cast<z_off_t>(packed.size));
    size_ += static_cast<std::uint32_t>(packed.size);
}

void GzipBlocks::finish()
{
    start({}, Place::Last);
    while (!on_their_way_.empty()) write_first();
    write_number(out_, static_cast<std::uint32_t>(crc_));
    write_number(out_, size_);
}

}  // namespace furusato::persistence
