#pragma once

#include <string>

#include "furusato/portal_import/byte_source.hpp"

namespace furusato::portal_import {

/// The first bytes of a source, at most so many; the source begins again.
inline std::string first_bytes(ByteSource& source, std::size_t most)
{
    std::string bytes(most, '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
        const std::size_t count = source.read(bytes.data() + size, bytes.size() - size);
        if (count == 0) break;
        size += count;
    }
    bytes.resize(size);
    source.rewind();
    return bytes;
}

}  // namespace furusato::portal_import
