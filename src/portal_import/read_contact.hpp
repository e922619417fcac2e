#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/donor.hpp"
#include "furusato/domain/wareki.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// A text as it is stored: as decoded, decomposed kana composed, line breaks as blanks.
std::string stored_line(std::string_view text);

/// The applicant as the record gives him; the donor is always the applicant, never the recipient (rules.md
/// 1.8).
domain::Contact read_applicant(const MappedRow& row, const domain::EraTable& eras);

/// Who gets the gift, where that is somebody or somewhere else.
std::optional<domain::Contact> read_recipient(
    const MappedRow& row, const PortalProfile& profile, const domain::Contact& applicant);

/// Where papers go, in layouts that tell it, if that is somewhere else.
std::optional<domain::Contact> read_documents_contact(
    const MappedRow& row, const ColumnMap& columns, const domain::Contact& applicant);

/// By the portal's word, else by a company's legal form in the name.
domain::DonorKind read_donor_kind(const MappedRow& row, const PortalProfile& profile, std::string_view name);

}  // namespace furusato::portal_import
