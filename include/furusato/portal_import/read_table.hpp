#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/portal_import/byte_source.hpp"

namespace furusato::portal_import {

/// One record of a small table: cells decoded and trimmed, as many as there are headers.
struct TableRow {
    long line = 0;
    long row = 0;
    std::vector<std::string> cells;
    bool has_wrong_width = false;
    std::string raw;
};

/// A small CSV file (masters, not donations) read whole: headers as written, records in order.
struct Table {
    std::vector<std::string> headers;
    std::vector<TableRow> rows;

    /// Index of the first header that equals one of the names after folding; nullopt if the table has none of
    /// them.
    std::optional<std::size_t> column(const std::vector<std::string>& names) const;
    /// Throws domain::Refusal{Invalid, "file.required_column_missing"} naming the first of the names where none is there.
    std::size_t required_column(const std::vector<std::string>& names) const;
};

/// Reads a CSV in UTF-8 or CP932; throws domain::Refusal "file.…" as for portal files.
Table read_table(ByteSource& source);

}  // namespace furusato::portal_import
