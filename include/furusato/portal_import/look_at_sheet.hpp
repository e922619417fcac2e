#pragma once

#include <cstddef>
#include <string>

#include "furusato/portal_import/pipeline.hpp"

namespace furusato::portal_import {

/// What a sheet of a workbook holds, as far as it must be known before one is chosen.
struct SheetContent {
    bool is_empty = true;
    bool has_signature = false;     // of a portal's header
    std::size_t known_columns = 0;  // without a signature: those of the portal asked for
};

/// Looks through a sheet and begins it again. Throws Refusal{Invalid, "file.individual_number"} with the place ("名簿!C") where it holds
/// individual numbers, whether it is to be imported or not: the whole workbook would be archived.
SheetContent look_at_sheet(ByteSource& text, const std::string& name, const ImportSettings& settings);

}  // namespace furusato::portal_import
