#pragma once

#include <filesystem>
#include <string>

#include "documents/library_handles.hpp"
#include "documents/part_file.hpp"
#include "furusato/domain/date.hpp"

namespace furusato::documents {

/// A PDF of A4 pages, written while it grows; nothing stands at its path before finish().
class PdfFile {
public:
    explicit PdfFile(const std::filesystem::path& file);

    cairo_t* canvas() const { return canvas_.get(); }
    /// Throws domain::Refusal{Invalid, "file.not_writable"} when the disk is full.
    void end_page();
    int pages() const { return pages_; }
    /// Completes the file. It is dated with a day, not with the clock: the same facts give the same bytes.
    void finish(const std::string& title, const domain::Date& dated_on);

private:
    void check() const;

    PartFile file_;
    Surface surface_;
    Canvas canvas_;
    int pages_ = 0;
};

}  // namespace furusato::documents
