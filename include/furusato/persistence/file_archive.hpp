#pragma once

#include <filesystem>
#include <memory>

#include "furusato/application/file_archive.hpp"

namespace furusato::persistence {

/// The bytes of a file on disk. Throws Refusal{NotFound, "file.not_found"} or Refusal{Invalid, "file.is_directory" | "file.unreadable"}.
std::unique_ptr<portal_import::ByteSource> open_file_source(const std::filesystem::path& file);
/// Standard input, to be read once.
std::unique_ptr<portal_import::ByteSource> open_standard_input();

/// An archive of gzip files in a folder, readable by its owner only.
std::unique_ptr<application::FileArchive> open_file_archive(const std::filesystem::path& folder);

}  // namespace furusato::persistence
