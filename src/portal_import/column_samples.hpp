#pragma once

#include <set>
#include <string>
#include <vector>

#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/byte_source.hpp"
#include "furusato/portal_import/encoding.hpp"
#include "furusato/portal_import/file_reading.hpp"

namespace furusato::portal_import {

/// The cells of one column in the first records of an unknown file.
struct ColumnSample {
    std::string header;
    std::vector<std::string> cells;  // all of them, trimmed, in order
    std::set<std::string> different() const { return {cells.begin(), cells.end()}; }
    long filled() const;
};

/// The first records of an unknown file, column by column.
struct FileSample {
    TextFormat format;
    Encoding encoding = Encoding::Utf8;
    long header_line = 1;
    long rows = 0;
    std::vector<ColumnSample> columns;
};

/// Reads up to two thousand records below the first one that looks like a header. Throws domain::Refusal "file.empty" or
/// "file.no_header".
FileSample read_sample(ByteSource& source);

/// What the cells of a column may be.
enum class CellKind {
    Day,
    DayAndTime,
    BirthDay,
    Amount,
    SmallNumber,
    PostalCode,
    Prefecture,
    City,
    Phone,
    Mail,
    Kana,
    Name,
    Number
};

/// The share of filled cells that are of a kind, in percent; 0 for an empty column.
int share_of_kind(const ColumnSample& column, CellKind kind, const domain::EraTable& eras);

}  // namespace furusato::portal_import
