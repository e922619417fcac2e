#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"

namespace furusato::application {

/// A column of a table on paper; shares of the columns divide the width of the page.
struct PaperColumn {
    std::string label;  // none of them labelled: the table has no head
    double share = 1;
    bool is_right = false;
};

/// A heading, sentences, and a table whose cells wrap. It runs over as many pages as it needs; the table's head stands on each.
struct PaperSection {
    std::string heading;
    std::vector<std::string> sentences;
    std::vector<PaperColumn> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> signatures;  // boxes below it, to be filled in by hand: what belongs into each
    bool begins_page = false;             // under the title again, as a sheet of its own
};

/// A paper of sections, for the files of the office.
struct Paper {
    std::string title;
    std::string foot;  // on each page, before its number
    domain::Date dated_on{2000, 1, 1};
    std::vector<PaperSection> sections;
};

/// Port: prints papers as PDF, A4 (documents layer: cairo and pango). What no font can show is spelled out as 〔U+E000〕: a paper for
/// an auditor leaves nothing out.
class PaperPrinter {
public:
    virtual ~PaperPrinter() = default;
    /// Writes the file beside its place, then renames it; gives the number of pages. Throws Refusal{Invalid, "file.not_writable"},
    /// {Conflict, "file.busy"}, {Invalid, "font.missing"}.
    virtual int print(const std::filesystem::path& file, const Paper& paper) const = 0;
};

}  // namespace furusato::application
