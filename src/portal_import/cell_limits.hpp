#pragma once

#include <optional>

#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// The most characters of one purpose or gift code in the database.
inline constexpr std::size_t kLongestText = 200;

/// The first field whose cell is longer than the database's column for it.
std::optional<Field> first_too_long(const MappedRow& row);

}  // namespace furusato::portal_import
