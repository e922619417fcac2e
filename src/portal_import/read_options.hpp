#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// The value of the first option in a cell of "項目名:選択値" lines (rakuten) that has one of these names or
/// fits one of these patterns; empty when there is none.
std::string_view option_value(
    std::string_view cell, const std::vector<std::string>& names, const std::vector<std::string>& separators);

/// The value of an option of a record: in the cell of options, else in the remark where the profile says that it may stand there.
std::string_view option_of(
    const MappedRow& row, const PortalProfile& profile, const std::vector<std::string>& names);

}  // namespace furusato::portal_import
