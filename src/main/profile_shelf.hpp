#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "furusato/application/portal_profile_shelf.hpp"
#include "furusato/domain/wareki.hpp"
#include "main/portal_profiles.hpp"

namespace furusato::composition {

/// The profiles of etc/portals and of the city's folder, as files.
class ProfileShelf final : public application::PortalProfileShelf {
public:
    ProfileShelf(std::filesystem::path shipped, std::filesystem::path of_city,
        std::filesystem::path header_words, const domain::EraTable& eras);

    std::vector<application::ListedProfile> list() const override;
    application::CheckedProfiles check(const std::vector<std::string>& names) const override;
    application::DraftedDocument draft(
        portal_import::ByteSource& source, const std::string& id, const std::string& label) const override;
    void write(const std::filesystem::path& file, const std::string& text) const override;

private:
    std::vector<ProfileFile> read() const;

    std::filesystem::path shipped_;
    std::filesystem::path of_city_;
    std::filesystem::path header_words_;
    const domain::EraTable& eras_;
};

}  // namespace furusato::composition
