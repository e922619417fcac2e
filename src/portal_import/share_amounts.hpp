#pragma once

#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/clean_order.hpp"
#include "portal_import/group_orders.hpp"

namespace furusato::portal_import {

/// Gives every line its part of an order's amount, where the layout tells it otherwise than line by line: a total for the whole order,
/// a subscription whose shipments all repeat its price, purposes in columns of their own. Parts are what the file says or what is
/// certain (the only gift has all of it), never a guess: what no line explains stays without a gift.
void share_amounts(
    CleanOrder& clean, const PortalOrder& order, const PortalProfile& profile, const ColumnMap& columns);

}  // namespace furusato::portal_import
