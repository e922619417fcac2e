#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "furusato/application/portal_profile_shelf.hpp"
#include "furusato/portal_import/portal_profile.hpp"

namespace furusato::composition {

/// A profile's file, what it says and what is wrong with it.
struct ProfileFile {
    std::filesystem::path file;
    bool is_of_city = false;
    portal_import::PortalProfile profile;
    std::vector<application::ProfileFault> faults;  // warnings left out
};

/// Reads one file; nothing is thrown for what is wrong with it. `shown_as` stands for the file in faults.
ProfileFile read_profile_file(const std::filesystem::path& file, const std::string& shown_as);

/// All profiles of the shipped folder, then those of the city's (which may be missing), each sorted by file name.
std::vector<ProfileFile> read_profile_files(
    const std::filesystem::path& shipped, const std::filesystem::path& of_city);

/// Those that imports use: a profile of the city takes the place of a shipped one with its id.
std::vector<const ProfileFile*> profiles_in_use(const std::vector<ProfileFile>& files);

/// All profiles of a folder (etc/portals/*.json) and of the city's, in use and sorted by file name; the words of their value tables are
/// folded. Throws domain::Refusal{Invalid, "profile.invalid"} naming the file and key of the first fault.
std::vector<portal_import::PortalProfile> read_portal_profiles(
    const std::filesystem::path& shipped, const std::filesystem::path& of_city = {});

}  // namespace furusato::composition
