#pragma once

#include <filesystem>
#include <string>

#include "furusato/portal_import/draft_profile.hpp"

namespace furusato::composition {

/// A drafted profile as JSON for people to go on with; words that the file does not hold come from the own layout's tables.
std::string profile_document(const portal_import::DraftedProfile& draft, const std::string& id,
    const std::string& label, const std::filesystem::path& own_layout);

/// The words of etc/reference/header_words.json; none where the file is missing.
portal_import::FieldWords read_header_words(const std::filesystem::path& file);

}  // namespace furusato::composition
