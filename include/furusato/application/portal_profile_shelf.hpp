#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/portal_import/draft_profile.hpp"

namespace furusato::application {

/// What is wrong with a portal profile, or may surprise (a warning); its sentence is in etc/messages under the code.
struct ProfileFault {
    std::string file;
    std::string key;  // "columns.amount"; empty: the file as a whole
    std::string code;
    std::string value;
    bool is_warning = false;
};

/// A profile that imports use, or would use if it had no faults.
struct ListedProfile {
    std::string id;
    std::string label;
    std::string file;
    bool is_of_city = false;        // in the data folder
    bool replaces_shipped = false;  // … in the place of one that ships with the program
    domain::Date valid_from{2000, 1, 1};
    std::string row_unit;  // item, order or groups
    std::string source;    // what is known of the layout
    bool has_faults = false;
};

/// What a check found, faults first in order of file.
struct CheckedProfiles {
    std::size_t profiles = 0;
    std::vector<ProfileFault> faults;
};

/// A drafted profile and its document, ready to be written to a file.
struct DraftedDocument {
    portal_import::DraftedProfile draft;
    std::string text;
};

/// The portal profiles of this installation and this city (etc/portals, DATA/portals).
class PortalProfileShelf {
public:
    virtual ~PortalProfileShelf() = default;

    virtual std::vector<ListedProfile> list() const = 0;
    /// Looks at the named profiles (ids or files), at all without names. Throws Refusal{NotFound, "profile.not_found"}.
    virtual CheckedProfiles check(const std::vector<std::string>& names) const = 0;
    /// Proposes a profile for an unknown file.
    virtual DraftedDocument draft(
        portal_import::ByteSource& source, const std::string& id, const std::string& label) const = 0;
    /// Writes a document into a new file. Throws Refusal{Conflict, "profile.file_exists"}.
    virtual void write(const std::filesystem::path& file, const std::string& text) const = 0;
};

}  // namespace furusato::application
