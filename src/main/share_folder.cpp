#include "main/share_folder.hpp"

#include <cstdlib>
#include <vector>

#include "furusato/domain/refusal.hpp"

namespace furusato::composition {

std::filesystem::path find_share_folder()
{
    std::error_code failure;
    const auto binary = std::filesystem::read_symlink("/proc/self/exe", failure);
    const auto beside = binary.parent_path().parent_path() / "share" / "furusato";
    std::vector<std::filesystem::path> places;
    if (const char* set = std::getenv("FURUSATO_SHARE")) places.emplace_back(set);
    // A binary in a build tree uses that tree's files even where another version is installed.
    places.push_back(beside);
    places.emplace_back(FURUSATO_INSTALL_SHARE);
    for (const auto& place : places) {
        if (std::filesystem::exists(place / "sql" / "migrations")) return place;
    }
    throw domain::Refusal{domain::RefusalKind::NotFound, "share.missing", {{"file", beside.string()}}};
}

}  // namespace furusato::composition
