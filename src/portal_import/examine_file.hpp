#pragma once

#include <cstddef>

#include "furusato/portal_import/pipeline.hpp"
#include "portal_import/map_columns.hpp"
#include "portal_import/mend_records.hpp"
#include "portal_import/order_counts.hpp"

namespace furusato::portal_import {

/// What the first reading of a file tells the second.
struct ExaminedFile {
    const PortalProfile* profile = nullptr;
    ColumnMap columns;
    Encoding encoding = Encoding::Utf8;
    FileReading reading;
    std::size_t records_before_rows = 0;  // title lines and header
    std::size_t cells_per_row = 0;
    long rows = 0;
    bool has_undecodable_records = false;
    OrderCounts orders;
};

/// How its rows look, for the one who mends them.
RecordForm form_of(const ExaminedFile& file);

/// Reads the whole file once; throws domain::Refusal for one that must not be taken.
ExaminedFile examine_file(ByteSource& source, const ImportSettings& settings);

}  // namespace furusato::portal_import
