#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "documents/cell_values.hpp"
#include "documents/text_store.hpp"
#include "documents/zip_reader.hpp"

namespace furusato::documents {

/// Where the parts of a workbook lie in its archive.
struct WorkbookParts {
    struct SheetPart {
        std::string name;
        bool is_hidden = false;
        std::string part;
    };
    std::vector<SheetPart> sheets;  // work sheets only: charts hold no rows of their own
    std::string shared_strings;     // empty where there is none
    std::string styles;
    DayCount days = DayCount::From1900;
};

/// Whether an archive is a spreadsheet (of any edition).
bool is_workbook(const ZipReader& zip);

/// Throws Refusal{Invalid}: "file.not_csv" for an archive that is no workbook, "file.binary_workbook" for an .xlsb.
WorkbookParts read_workbook_parts(const ZipReader& zip);

/// The number formats of the cell styles, in the order in which cells name them.
std::vector<NumberFormat> read_styles(const ZipReader& zip, const std::string& part);

/// The texts that cells refer to by their number, without readings (phonetic runs) and fonts.
void read_shared_strings(const ZipReader& zip, const std::string& part, TextStore& texts);

}  // namespace furusato::documents
