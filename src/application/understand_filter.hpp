#pragma once

#include <string>
#include <vector>

#include "furusato/application/donations.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// What a filter by 業務分担 means: days of portals.
void understand_duties(Records& records, DonationFilter& filter);

/// Donors under 支援措置 whom the filter finds by where they live: whoever sees them in such a list knows it. A few digits are a postal
/// code or the area code of a telephone, unless they are the last ones of a number.
std::vector<domain::DonorId> found_by_place(Records& records, const DonationFilter& filter);

/// Whether the catalogue or a donation has a gift of this code.
bool is_gift_code(Records& records, const std::string& code);

}  // namespace furusato::application
