#pragma once

#include <optional>
#include <vector>

#include "furusato/domain/purpose.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/clean_order.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// The purposes of a record that has two columns for each, and what is wrong with them.
struct ReadPurposes {
    std::vector<domain::PurposeShare> shares;
    std::optional<Fault> fault;
};

/// Reads the pairs of columns: chosen ones with their amounts, which must make the donation's. The only one chosen may leave its
/// amount out; where none is chosen the donation has no purpose.
ReadPurposes read_purpose_pairs(
    const MappedRow& row, const PortalProfile& profile, const ColumnMap& columns, domain::Yen total);

}  // namespace furusato::portal_import
