#pragma once

#include <memory>

#include "furusato/portal_import/byte_source.hpp"

namespace furusato::portal_import {

/// The text of a source as UTF-8 with its mark if it begins with the mark of UTF-16, as a spreadsheet's "Unicode text" does; else nullptr.
/// What is no text becomes a byte that is none in UTF-8 either, so that its record is found. The source begins again.
std::unique_ptr<ByteSource> utf16_text(ByteSource& source);

}  // namespace furusato::portal_import
