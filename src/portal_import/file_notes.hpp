#pragma once

#include <vector>

#include "furusato/portal_import/file_reading.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// What a header tells besides the columns that are used: title lines above it, columns the profile has and the file lacks, columns
/// nobody asks for, names that stand twice or are missing.
std::vector<FileNote> header_notes(const ColumnMap& columns, const PortalProfile& profile, long header_line);

}  // namespace furusato::portal_import
