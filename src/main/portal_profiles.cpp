#include "main/portal_profiles.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "furusato/domain/refusal.hpp"
#include "main/profile_faults.hpp"
#include "main/profile_reader.hpp"

namespace furusato::composition {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

[[noreturn]] void refuse(const std::string& file, const std::string& key, const std::string& reason)
{
    throw domain::Refusal{
        domain::RefusalKind::Invalid, "profile.invalid", {{"file", file}, {"key", key}, {"reason", reason}}};
}

/// Parses a document; a key that stands twice in one object is a fault, because only the last would count.
json parse(std::istream& stream, ProfileFaults& faults)
{
    std::vector<std::set<std::string>> open_objects;
    const auto look = [&](int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) open_objects.emplace_back();
        if (event == json::parse_event_t::object_end) open_objects.pop_back();
        if (event == json::parse_event_t::key &&
            !open_objects.back().insert(parsed.get<std::string>()).second)
            faults.add(parsed.get<std::string>(), "profile.key_twice");
        return true;
    };
    return json::parse(stream, look);
}

std::vector<fs::path> files_in(const fs::path& folder)
{
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder, error}) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Two editions of one layout may share an id, but not the day from which they hold.
void find_doubles(std::vector<ProfileFile>& files)
{
    for (std::size_t at = 0; at < files.size(); ++at) {
        for (std::size_t before = 0; before < at; ++before) {
            const auto& one = files[before];
            auto& other = files[at];
            const bool is_double = one.is_of_city == other.is_of_city && !one.profile.id.empty() &&
                                   one.profile.id == other.profile.id &&
                                   one.profile.valid_from == other.profile.valid_from;
            if (is_double)
                other.faults.push_back({other.file.filename().string(), "id", "profile.id_twice",
                    one.file.filename().string(), false});
        }
    }
}

}  // namespace

ProfileFile read_profile_file(const fs::path& file, const std::string& shown_as)
{
    ProfileFile read{file, false, {}, {}};
    ProfileFaults faults{shown_as};
    try {
        std::ifstream stream{file};
        if (!stream) {
            faults.add("", "profile.unreadable");
        } else {
            read.profile = read_profile_document(parse(stream, faults), faults);
        }
    } catch (const json::parse_error& error) {
        faults.add("", "profile.not_json", std::to_string(error.byte));
    } catch (const json::exception&) {
        faults.add("", "profile.not_json");
    }
    read.faults = faults.all();
    return read;
}

std::vector<ProfileFile> read_profile_files(const fs::path& shipped, const fs::path& of_city)
{
    std::vector<ProfileFile> files;
    for (const fs::path& file : files_in(shipped))
        files.push_back(read_profile_file(file, file.filename().string()));
    if (!of_city.empty()) {
        for (const fs::path& file : files_in(of_city)) {
            files.push_back(read_profile_file(file, file.filename().string()));
            files.back().is_of_city = true;
        }
    }
    find_doubles(files);
    return files;
}

std::vector<const ProfileFile*> profiles_in_use(const std::vector<ProfileFile>& files)
{
    std::vector<const ProfileFile*> used;
    for (const ProfileFile& file : files) {
        const bool is_replaced =
            !file.is_of_city && std::any_of(files.begin(), files.end(), [&](const auto& other) {
                return other.is_of_city && other.profile.id == file.profile.id && !file.profile.id.empty();
            });
        if (!is_replaced) used.push_back(&file);
    }
    return used;
}

std::vector<portal_import::PortalProfile> read_portal_profiles(
    const fs::path& shipped, const fs::path& of_city)
{
    const auto files = read_profile_files(shipped, of_city);
    if (files.empty()) refuse(shipped.filename().string(), "", "profile.unreadable");
    std::vector<portal_import::PortalProfile> profiles;
    for (const ProfileFile* file : profiles_in_use(files)) {
        if (!file->faults.empty()) {
            const auto& fault = file->faults.front();
            refuse(fault.file, fault.key, fault.code);
        }
        profiles.push_back(file->profile);
    }
    return profiles;
}

}  // namespace furusato::composition
