#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "furusato/portal_import/byte_source.hpp"

namespace furusato::application {

/// A file inside a zip archive.
struct PackedEntry {
    std::string name;           // its bytes as in the archive, folders parted by / or \.
    bool is_name_utf8 = false;  // the archive says so; else the name is in the packer's own encoding
    /// Throws Refusal for an entry that cannot be read (encrypted, packed in a way of its own).
    std::function<std::unique_ptr<portal_import::ByteSource>()> open;
};

/// A zip archive; its entries may be read as long as it or one of them lives.
struct PackedArchive {
    std::vector<PackedEntry> entries;  // in the archive's order, without folders
    bool is_workbook = false;          // a spreadsheet is a zip archive as well
};

/// The sheets of a spreadsheet file, their values only.
class Workbook {
public:
    struct Sheet {
        std::string name;
        bool is_hidden = false;
    };

    virtual ~Workbook() = default;
    /// In the order of their tabs.
    virtual const std::vector<Sheet>& sheets() const = 0;
    /// The rows of a sheet as UTF-8 text of cells in ", all of one width, one record for each row, counted by rows. Throws Refusal for
    /// a damaged file.
    virtual std::unique_ptr<portal_import::ByteSource> text_of(std::size_t sheet) const = 0;
};

/// Port: files that are packed into others. Sizes and names are checked before anything is unpacked.
class PackedFiles {
public:
    virtual ~PackedFiles() = default;
    /// A copy that can be read again, in a file without a name that is gone when the copy or the process is.
    virtual std::unique_ptr<portal_import::ByteSource> spooled(portal_import::ByteSource& bytes) const = 0;
    /// What a gzip file holds.
    virtual std::unique_ptr<portal_import::ByteSource> gunzipped(
        std::unique_ptr<portal_import::ByteSource> bytes) const = 0;
    /// Throws Refusal for a damaged archive and for one that is made to unpack without end.
    virtual PackedArchive open_archive(portal_import::ByteSource& bytes) const = 0;
    /// Throws Refusal{Invalid, "file.not_csv"} for a zip archive that is no spreadsheet.
    virtual std::unique_ptr<Workbook> open_workbook(portal_import::ByteSource& bytes) const = 0;
};

}  // namespace furusato::application
