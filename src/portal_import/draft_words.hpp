#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/column_samples.hpp"

namespace furusato::portal_import {

/// What the words of status, payment and wish columns mean by the tables of all known profiles.
class WordTables {
public:
    explicit WordTables(const std::vector<PortalProfile>& known);

    /// The fields whose words have tables.
    static constexpr std::array<Field, 7> fields()
    {
        return {Field::Status, Field::PaymentStatus, Field::PaymentMethod, Field::OneStop, Field::DonorKind,
            Field::NamePublication, Field::RecipientIsDonor};
    }
    /// The key of a word's meaning; empty where no table or several contradicting ones know it.
    std::string meaning_of(Field field, const std::string& word) const;
    /// Percent of the filled cells whose words are known; nullopt for a field without tables.
    std::optional<int> share_known(const ColumnSample& column, Field field) const;

private:
    std::map<Field, std::map<std::string, std::string>> tables_;
};

/// A header with a number in it: "返礼品2_コード" is number 2 of "返礼品{N}_コード".
struct NumberedHeader {
    std::string pattern;
    int number = 0;
};
std::optional<NumberedHeader> numbered_header(const std::string& header);

}  // namespace furusato::portal_import
