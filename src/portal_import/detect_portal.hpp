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

/// Headers are words: no cell is empty, a figure, a date or a mail address, and none occurs often.
bool looks_like_header(const FirstRecord& record);

/// How many records are searched for the header: five, or what a profile's title lines ask for.
std::size_t header_search_records(const ImportSettings& settings);

/// How well some record is a header of a profile: the columns of its signature, or with --portal the columns that it names.
struct HeaderFit {
    std::size_t columns = 0;
    bool is_by_signature = false;
    bool is_fixed = false;  // the profile names the delimiter

    bool is_worse_than(const HeaderFit& other) const
    {
        if (is_by_signature != other.is_by_signature) return other.is_by_signature;
        return columns < other.columns;
    }
};

HeaderFit fit_of(
    const std::vector<FirstRecord>& records, const ImportSettings& settings, const TextFormat& format);

/// Which record is the header, and whose layout it names.
struct DetectedPortal {
    const PortalProfile* profile = nullptr;
    bool is_by_signature = false;
    std::size_t header_record = 0;
    ColumnMap columns;
};

/// The longest signature that is wholly in one of the records wins; a forced portal needs no signature if its
/// required columns are there. Throws domain::Refusal when no profile fits.
DetectedPortal detect_portal(
    const std::vector<FirstRecord>& records, const ImportSettings& settings, const TextFormat& format);

}  // namespace furusato::portal_import
