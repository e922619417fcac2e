#pragma once

#include <string>

#include "application/watched_source.hpp"
#include "furusato/application/import_portal_csv.hpp"

namespace furusato::application {

/// Whether the archived copy still holds the bytes it was made of.
bool is_sound(const ImportPorts& ports, const std::string& archive_file, const std::string& sha256);

/// Puts the file into the archive unless a sound copy of it is there. Throws Refusal{Conflict, "file.changed"} when it is not what was
/// read before.
void keep_original(const ImportPorts& ports, WatchedSource& source, const std::string& archive_file,
    const std::string& sha256);

/// Removes the copy of a file that was refused, unless a job of the same bytes needs it.
void drop_unclaimed(const ImportPorts& ports, const std::string& archive_file);

}  // namespace furusato::application
