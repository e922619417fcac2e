#pragma once

#include <map>
#include <string>
#include <vector>

#include "furusato/portal_import/draft_profile.hpp"

namespace furusato::portal_import {

/// How far the headers of known profiles speak for each field, for a header never seen.
class HeaderWords {
public:
    HeaderWords(const std::vector<PortalProfile>& known, const FieldWords& hints);

    /// Percent by field; fields that nothing speaks for are left out.
    std::map<Field, int> fields_of(const std::string& header) const;
    /// The same for a column of a numbered group, "{N}" in the place of the number.
    std::map<Field, int> gift_fields_of(const std::string& header) const;

private:
    using Words = std::map<std::string, std::map<Field, int>>;  // header → field → profiles
    void add_hints(std::map<Field, int>& found, const std::string& header) const;
    static std::map<Field, int> scores(const Words& words, const std::string& header);
    Words words_;
    Words gift_words_;
    std::map<std::string, Field> hints_;
};

}  // namespace furusato::portal_import
