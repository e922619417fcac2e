#pragma once

#include "portal_import/group_orders.hpp"

namespace furusato::portal_import {

/// Makes one line of each numbered group of gift columns that holds a gift (返礼品1_…, 返礼品2_…); quantity 2 is two groups. A record
/// without any stays one line. Nothing changes in a layout without such groups.
PortalOrder unfold_gift_groups(PortalOrder order, const ColumnMap& columns);

}  // namespace furusato::portal_import
