#include "documents/inflating_source.hpp"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include "documents/refuse_packed.hpp"

namespace furusato::documents {
namespace {

constexpr std::size_t kChunk = 1 << 16;
constexpr int kLargestWindow = 15;
constexpr int kGzipOnly = 16;
// Text and sheets pack to a tenth, rows that repeat each other to a hundredth; what fills disks packs to a thousandth.
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{64} << 20;
constexpr std::uint64_t kLargestRatio = 300;
constexpr std::uint64_t kLargestSize = std::uint64_t{16} << 30;

}  // namespace

InflatingSource::InflatingSource(std::unique_ptr<portal_import::ByteSource> packed, Wrapping wrapping,
    std::optional<PromisedContent> promised)
    : packed_{std::move(packed)}, wrapping_{wrapping}, promised_{promised}, input_(kChunk)
{
    const int window = wrapping == Wrapping::Gzip ? kLargestWindow + kGzipOnly : -kLargestWindow;
    if (inflateInit2(&stream_, window) != Z_OK) throw std::bad_alloc{};
}

InflatingSource::~InflatingSource()
{
    inflateEnd(&stream_);
}

void InflatingSource::rewind()
{
    packed_->rewind();
    inflateReset(&stream_);
    stream_.avail_in = 0;
    packed_bytes_ = 0;
    given_bytes_ = 0;
    crc_ = 0;
    is_at_end_ = false;
}

bool InflatingSource::fill()
{
    const std::size_t count = packed_->read(input_.data(), input_.size());
    packed_bytes_ += count;
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(count);
    return count > 0;
}

std::size_t InflatingSource::read(char* buffer, std::size_t size)
{
    if (is_at_end_ || size == 0) return 0;
    const auto wanted = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = wanted;
    while (stream_.avail_out == wanted && !is_at_end_) {
        if (stream_.avail_in == 0 && !fill()) refuse_damaged();
        const int result = inflate(&stream_, Z_NO_FLUSH);
        if (result == Z_STREAM_END) {
            end_member();
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            refuse_damaged();
        }
    }
    const std::size_t count = wanted - stream_.avail_out;
    given_bytes_ += count;
    check_size();
    if (promised_) {
        crc_ = static_cast<std::uint32_t>(
            ::crc32(crc_, reinterpret_cast<const Bytef*>(buffer), static_cast<uInt>(count)));
        if (is_at_end_) check_promise();
    }
    return count;
}

// A gzip file may have several members in a row, which are one text, and zeros behind the last.
void InflatingSource::end_member()
{
    while (wrapping_ == Wrapping::Gzip && (stream_.avail_in > 0 || fill())) {
        if (*stream_.next_in != 0) {
            inflateReset(&stream_);
            return;
        }
        ++stream_.next_in;
        --stream_.avail_in;
    }
    is_at_end_ = true;
    if (stream_.avail_in > 0 || fill()) refuse_damaged();
}

void InflatingSource::check_size() const
{
    const bool is_swollen = given_bytes_ > kAlwaysAllowed && given_bytes_ / kLargestRatio > packed_bytes_;
    if (is_swollen || given_bytes_ > kLargestSize) refuse_packed("file.unpacks_too_large");
    if (promised_ && given_bytes_ > promised_->size) refuse_damaged();
}

void InflatingSource::check_promise() const
{
    if (given_bytes_ != promised_->size || crc_ != promised_->crc) refuse_damaged();
}

}  // namespace furusato::documents
