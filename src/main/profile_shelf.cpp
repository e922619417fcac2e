#include "main/profile_shelf.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/profile_signatures.hpp"
#include "main/profile_document.hpp"

namespace furusato::composition {
namespace {

namespace fs = std::filesystem;
using application::ListedProfile;
using application::ProfileFault;
using domain::Refusal;
using domain::RefusalKind;

constexpr auto kOwnLayout = "generic";

const char* key_of(portal_import::RowUnit unit)
{
    switch (unit) {
        case portal_import::RowUnit::Item: return "item";
        case portal_import::RowUnit::Order: return "order";
        case portal_import::RowUnit::Groups: return "groups";
    }
    return "item";
}

bool is_named(const ProfileFile& file, const std::string& name)
{
    return file.profile.id == name || file.file.filename() == name || file.file == fs::path{name};
}

/// The files that the names mean; one outside the folders is read for itself.
std::vector<ProfileFile> named_files(
    const std::vector<ProfileFile>& files, const std::vector<std::string>& names)
{
    if (names.empty()) return files;
    std::vector<ProfileFile> chosen;
    for (const std::string& name : names) {
        const auto before = chosen.size();
        const bool is_path = fs::path{name}.has_parent_path() || fs::path{name}.extension() == ".json";
        if (is_path && fs::exists(name)) {
            chosen.push_back(read_profile_file(name, fs::path{name}.filename().string()));
            continue;
        }
        std::copy_if(files.begin(), files.end(), std::back_inserter(chosen),
            [&name](const ProfileFile& file) { return is_named(file, name); });
        if (chosen.size() == before)
            throw Refusal{
                RefusalKind::NotFound, "profile.not_found", {{"name", fs::path{name}.filename().string()}}};
    }
    return chosen;
}

/// Warnings about files of these profiles that would be taken for another layout's.
std::vector<ProfileFault> shadows(
    const std::vector<ProfileFile>& in_folders, const std::vector<ProfileFile>& asked)
{
    std::vector<portal_import::PortalProfile> profiles;
    for (const ProfileFile* file : profiles_in_use(in_folders)) {
        if (file->faults.empty()) profiles.push_back(file->profile);
    }
    for (const ProfileFile& file : asked) {
        std::erase_if(profiles, [&file](const auto& known) { return known.id == file.profile.id; });
        if (file.faults.empty()) profiles.push_back(file.profile);
    }
    std::vector<ProfileFault> warnings;
    for (const auto& [profile, by] : portal_import::find_shadowed(profiles)) {
        for (const ProfileFile& file : asked) {
            if (file.profile.id == profile->id)
                warnings.push_back(
                    {file.file.filename().string(), "signature", "profile.shadowed", by->id, true});
        }
    }
    return warnings;
}

}  // namespace

ProfileShelf::ProfileShelf(
    fs::path shipped, fs::path of_city, fs::path header_words, const domain::EraTable& eras)
    : shipped_{std::move(shipped)},
      of_city_{std::move(of_city)},
      header_words_{std::move(header_words)},
      eras_{eras}
{}

std::vector<ProfileFile> ProfileShelf::read() const
{
    return read_profile_files(shipped_, of_city_);
}

std::vector<ListedProfile> ProfileShelf::list() const
{
    const auto files = read();
    std::vector<ListedProfile> listed;
    for (const ProfileFile* file : profiles_in_use(files)) {
        const auto& profile = file->profile;
        const bool replaces =
            file->is_of_city && std::any_of(files.begin(), files.end(), [&](const auto& other) {
                return !other.is_of_city && other.profile.id == profile.id;
            });
        listed.push_back({profile.id, profile.label, file->file.filename().string(), file->is_of_city,
            replaces, profile.valid_from, key_of(profile.row_unit), profile.source, !file->faults.empty()});
    }
    return listed;
}

application::CheckedProfiles ProfileShelf::check(const std::vector<std::string>& names) const
{
    const auto files = read();
    const auto asked = named_files(files, names);
    application::CheckedProfiles checked{asked.size(), {}};
    for (const ProfileFile& file : asked)
        checked.faults.insert(checked.faults.end(), file.faults.begin(), file.faults.end());
    for (ProfileFault& warning : shadows(files, asked)) checked.faults.push_back(std::move(warning));
    return checked;
}

application::DraftedDocument ProfileShelf::draft(
    portal_import::ByteSource& source, const std::string& id, const std::string& label) const
{
    const auto files = read();
    std::vector<portal_import::PortalProfile> known;
    fs::path own_layout;
    for (const ProfileFile* file : profiles_in_use(files)) {
        if (file->faults.empty()) known.push_back(file->profile);
        if (file->profile.id == kOwnLayout) own_layout = file->file;
    }
    application::DraftedDocument drafted{
        portal_import::draft_profile(source, known, read_header_words(header_words_), eras_), {}};
    drafted.text = profile_document(drafted.draft, id, label, own_layout);
    return drafted;
}

void ProfileShelf::write(const fs::path& file, const std::string& text) const
{
    // Exclusive: a profile that somebody has edited is never written over.
    std::FILE* stream = std::fopen(file.c_str(), "wbx");
    if (stream == nullptr && fs::exists(file))
        throw Refusal{RefusalKind::Conflict, "profile.file_exists", {{"file", file.filename().string()}}};
    if (stream == nullptr)
        throw Refusal{RefusalKind::Invalid, "file.not_writable", {{"file", file.filename().string()}}};
    const bool is_written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    const bool is_closed = std::fclose(stream) == 0;
    if (is_written && is_closed) return;
    fs::remove(file);
    throw Refusal{RefusalKind::Invalid, "file.not_writable", {{"file", file.filename().string()}}};
}

}  // namespace furusato::composition
