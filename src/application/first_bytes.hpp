#pragma once

#include <string>
#include <string_view>

#include "furusato/portal_import/byte_source.hpp"

namespace furusato::application {

inline constexpr std::string_view kZipStart = "PK\x03\x04";
inline constexpr std::string_view kGzipStart = "\x1F\x8B";

/// The first four bytes, by which packed files are told; the source begins again.
inline std::string first_bytes(portal_import::ByteSource& source)
{
    std::string bytes(kZipStart.size(), '\0');
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

}  // namespace furusato::application
