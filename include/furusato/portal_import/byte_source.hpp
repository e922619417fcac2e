#pragma once

#include <cstddef>

namespace furusato::portal_import {

/// The bytes of one file in order, readable again from the start; an import reads twice and never holds the
/// whole file.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Fills at most `size` bytes; 0 at the end. Throws domain::Refusal{Invalid, "file.unreadable"} when
    /// reading fails.
    virtual std::size_t read(char* buffer, std::size_t size) = 0;
    virtual void rewind() = 0;
};

}  // namespace furusato::portal_import
