#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "furusato/portal_import/byte_source.hpp"

namespace furusato::tests {

/// What the fuzzer made, in steps whose size its first byte says: records are cut wherever they can be cut.
class FuzzBytes : public portal_import::ByteSource {
public:
    FuzzBytes(const std::uint8_t* bytes, std::size_t size)
        : bytes_{reinterpret_cast<const char*>(bytes), size}, step_{size == 0 ? 1U : bytes[0] + 1U}
    {}

    std::size_t read(char* buffer, std::size_t size) override
    {
        const std::size_t given = std::min({size, step_, bytes_.size() - at_});
        std::memcpy(buffer, bytes_.data() + at_, given);
        at_ += given;
        return given;
    }
    void rewind() override { at_ = 0; }

private:
    std::string bytes_;
    std::size_t step_;
    std::size_t at_ = 0;
};

/// Reads a source to its end, at most so many bytes.
inline void read_through(portal_import::ByteSource& source, std::size_t most = std::size_t{4} << 20)
{
    std::string buffer(1 << 16, '\0');
    std::size_t all = 0;
    while (all < most) {
        const std::size_t count = source.read(buffer.data(), buffer.size());
        if (count == 0) return;
        all += count;
    }
}

}  // namespace furusato::tests
