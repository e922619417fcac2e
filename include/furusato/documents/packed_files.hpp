#pragma once

#include <filesystem>
#include <memory>

#include "furusato/application/packed_files.hpp"

namespace furusato::documents {

/// Reads gzip, zip and XLSX; copies lie in files without a name in the folder.
std::unique_ptr<application::PackedFiles> make_packed_files(const std::filesystem::path& folder);

}  // namespace furusato::documents
