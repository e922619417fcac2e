#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "furusato/portal_import/pipeline.hpp"

namespace furusato::portal_import {

/// One record of a portal file as it stands there, decoded: every column by the header as written, nothing trimmed or understood.
struct FileRecord {
    long line = 0;  // first physical line
    long row = 0;   // number after the header
    std::vector<std::pair<std::string, std::string>> cells;
};

/// The records that begin on these lines, in order. Throws domain::Refusal "file.…" for a file that could not be imported.
std::vector<FileRecord> find_records(
    ByteSource& source, const ImportSettings& settings, const std::set<long>& lines);

}  // namespace furusato::portal_import
