#pragma once

#include <filesystem>

namespace furusato::composition {

/// The folder with etc/ and sql/: $FURUSATO_SHARE, else the installed one, else the copy beside the build's binary.
/// Throws Refusal{NotFound, "share.missing"} when none is there.
std::filesystem::path find_share_folder();

}  // namespace furusato::composition
