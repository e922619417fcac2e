#pragma once

#include "furusato/portal_import/pipeline.hpp"

namespace furusato::portal_import {

/// How a file parts its cells, and why it is read so.
struct DetectedFormat {
    TextFormat format;
    const char* reason = "count";
};

/// Tries delimiters and quotes on the first bytes of a source and rewinds it: the ones count by which a header fits a profile (or, with
/// --portal, names most of its columns); without any, the delimiter that the profile fixes or that the first lines hold most of.
DetectedFormat detect_format(ByteSource& source, const ImportSettings& settings);

}  // namespace furusato::portal_import
