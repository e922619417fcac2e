#pragma once

#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/clean_order.hpp"
#include "portal_import/group_orders.hpp"

namespace furusato::portal_import {

/// Reads an order's cells into values; what cannot be read becomes the fault of its record.
CleanOrder normalise(
    PortalOrder order, const PortalProfile& profile, const ColumnMap& columns, const domain::EraTable& eras);

}  // namespace furusato::portal_import
