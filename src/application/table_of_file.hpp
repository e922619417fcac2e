#pragma once

#include <memory>
#include <string>
#include <vector>

#include "furusato/application/packed_files.hpp"
#include "furusato/portal_import/look_at_sheet.hpp"
#include "furusato/portal_import/pipeline.hpp"

namespace furusato::application {

/// The table in an imported file: its own text, or the sheet of a workbook that is a portal's.
///
/// Which sheet is told by its header alone, so that the archived workbook gives the same one again: of the sheets that are not hidden the
/// only one with content, else the only one that is a portal's table.
class TableOfFile {
public:
    /// Without packed files only text is read. Throws Refusal for a workbook with individual numbers in any sheet, or with several tables.
    TableOfFile(const PackedFiles* packed_files, portal_import::ByteSource& bytes,
        const portal_import::ImportSettings& settings);

    portal_import::ByteSource& text() const { return sheet_ ? *sheet_ : bytes_; }
    /// What a clerk may want to know: which sheet was read and which were not.
    void add_notes(portal_import::FileReading& reading) const;

private:
    struct Candidate {
        std::string name;
        std::unique_ptr<portal_import::ByteSource> text;
        portal_import::SheetContent content;
    };
    static const Candidate& chosen_of(const std::vector<Candidate>& candidates);
    void choose(std::vector<Candidate> candidates);

    portal_import::ByteSource& bytes_;
    std::unique_ptr<portal_import::ByteSource> sheet_;
    std::string sheet_name_;
    std::string unused_;
};

}  // namespace furusato::application
