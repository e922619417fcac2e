#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::tests {

/// What the fuzzer made, in steps whose size its first byte says: records are cut wherever they can be cut.
inline std::unique_ptr<portal_import::ByteSource> fuzz_bytes(const std::uint8_t* bytes, std::size_t size)
{
    const std::size_t step = size == 0 ? 1U : bytes[0] + 1U;
    return std::make_unique<MemoryBytes>(std::string{reinterpret_cast<const char*>(bytes), size}, step);
}

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
