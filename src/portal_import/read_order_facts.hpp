#pragma once

#include <string>

#include "furusato/domain/donation.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// The number of a receipt that a former system issued; a word such as 未発行 is none.
std::string former_receipt_number(const MappedRow& row, const PortalProfile& profile);

/// The facts that every record of an order repeats, from its first one; its day of application is read before.
void read_order_facts(domain::Donation& donation, const MappedRow& row, const PortalProfile& profile,
    const ColumnMap& columns, const domain::EraTable& eras);

}  // namespace furusato::portal_import
