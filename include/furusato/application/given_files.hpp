#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "furusato/application/packed_files.hpp"

namespace furusato::application {

/// One file to import: as it was given, or out of an archive.
struct GivenFile {
    std::string name;  // "june.zip/choice.csv" for one of an archive
    /// Throws Refusal for a file of an archive that is not read: encrypted, an archive itself, or of a name that leads out of its folder.
    std::function<std::unique_ptr<portal_import::ByteSource>()> open;
};

/// The files in a file, told by its first bytes and never by its name: those of a zip archive, the one of a gzip file, else the file
/// itself. Throws Refusal for a damaged archive and for one without files.
std::vector<GivenFile> given_files(const PackedFiles& packed_files, const std::string& name,
    std::unique_ptr<portal_import::ByteSource> bytes);

}  // namespace furusato::application
