#pragma once

#include <optional>
#include <string>

#include "furusato/domain/donation.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/clean_order.hpp"

namespace furusato::portal_import {

/// ASCII letters as capitals: how gift codes are compared.
std::string upper_case(std::string text);

/// "[SN011] 周南ふぐ" in the cell of the name, where the profile says so and the file has no code of its own.
void take_code_from_name(domain::GiftLine& gift, const PortalProfile& profile);

/// "SN011_2/12" is the second of twelve deliveries of SN011, where the profile says so; the gift keeps the code of the subscription.
std::optional<Shipment> take_shipment_from_code(domain::GiftLine& gift, const PortalProfile& profile);

}  // namespace furusato::portal_import
