#include "portal_import/decode_utf16.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "furusato/portal_import/first_bytes.hpp"
#include "portal_import/decode.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::string_view kLittleEnd = "\xFF\xFE";
constexpr std::string_view kBigEnd = "\xFE\xFF";
constexpr char kNoText = '\xFF';
constexpr std::size_t kChunk = 1 << 16;

bool is_leading(char32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

bool is_trailing(char32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

class Utf16Text final : public ByteSource {
public:
    Utf16Text(ByteSource& source, bool is_big_end)
        : source_{source}, is_big_end_{is_big_end}, chunk_(kChunk, '\0')
    {}

    std::size_t read(char* buffer, std::size_t size) override
    {
        while (given_ == ready_.size()) {
            ready_.clear();
            given_ = 0;
            if (!fill()) return 0;
        }
        const std::size_t count = std::min(size, ready_.size() - given_);
        std::memcpy(buffer, ready_.data() + given_, count);
        given_ += count;
        return count;
    }

    void rewind() override
    {
        source_.rewind();
        ready_.clear();
        given_ = 0;
        has_half_ = false;
        leading_ = 0;
        is_at_end_ = false;
    }

private:
    // False once nothing is left; a half character at the end is no text.
    bool fill()
    {
        if (is_at_end_) return false;
        const std::size_t count = source_.read(chunk_.data(), chunk_.size());
        for (std::size_t at = 0; at < count; ++at) take_byte(static_cast<unsigned char>(chunk_[at]));
        is_at_end_ = count == 0;
        if (is_at_end_ && (has_half_ || leading_ != 0)) ready_ += kNoText;
        return true;
    }

    void take_byte(unsigned char byte)
    {
        if (has_half_) {
            const auto unit = is_big_end_ ? half_ << 8 | byte : static_cast<unsigned>(byte) << 8 | half_;
            take_unit(unit);
        }
        half_ = byte;
        has_half_ = !has_half_;
    }

    void take_unit(char32_t unit)
    {
        if (leading_ != 0 && is_trailing(unit)) {
            append_utf8(ready_, 0x10000 + ((leading_ - 0xD800) << 10) + (unit - 0xDC00));
            leading_ = 0;
            return;
        }
        if (leading_ != 0) ready_ += kNoText;
        leading_ = is_leading(unit) ? unit : 0;
        if (leading_ != 0) return;
        if (is_trailing(unit)) {
            ready_ += kNoText;
        } else {
            append_utf8(ready_, unit);
        }
    }

    ByteSource& source_;
    bool is_big_end_;
    std::string chunk_;
    std::string ready_;
    std::size_t given_ = 0;
    unsigned half_ = 0;
    bool has_half_ = false;
    char32_t leading_ = 0;  // of a pair
    bool is_at_end_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> utf16_text(ByteSource& source)
{
    const std::string mark = first_bytes(source, kLittleEnd.size());
    if (mark != kLittleEnd && mark != kBigEnd) return nullptr;
    return std::make_unique<Utf16Text>(source, mark == kBigEnd);
}

}  // namespace furusato::portal_import
