#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "furusato/portal_import/pipeline.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// One of the first records of a file, decoded: the header is searched among them, a title may stand above
/// it.
struct FirstRecord {
    long line = 0;
    std::vector<std::string> cells;
};

inline constexpr std::size_t kHeaderSearchRecords = 5;

/// Which record is the header, and whose layout it names.
struct DetectedPortal {
    const PortalProfile* profile = nullptr;
    std::size_t header_record = 0;
    ColumnMap columns;
};

/// The longest signature that is wholly in one of the records wins; a forced portal needs no signature if its
/// required columns are there. Throws domain::Refusal when no profile fits.
DetectedPortal detect_portal(const std::vector<FirstRecord>& records, const ImportSettings& settings);

}  // namespace furusato::portal_import
