#pragma once

#include <optional>

#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// The first cell in which a spreadsheet has left a number without its last digits (8.3412E+8, 4809357.0, ####), among those that are no
/// figures to reckon with: telephone numbers, postal codes and codes.
std::optional<Field> first_damaged(const MappedRow& row);

}  // namespace furusato::portal_import
