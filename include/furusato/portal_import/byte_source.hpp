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
    /// Whether each record is one row of a sheet: line numbers count records then, also where a cell holds line breaks.
    virtual bool counts_rows() const { return false; }
};

}  // namespace furusato::portal_import
