#pragma once

#include <string>

#include "furusato/application/donations.hpp"

namespace furusato::cli {

/// "12" in order of entry, "w7_12" (donor and donation) by word, else "2026-04-01_12": what the order goes by, and the donation.
std::string cursor_of(const application::ListedDonation& listed, application::DonationOrder order);

/// Sets what the filter goes on after, by its order; an empty text is the beginning. Throws Refusal{Invalid, "option.invalid"}.
void read_cursor(const std::string& cursor, application::DonationFilter& filter);

}  // namespace furusato::cli
