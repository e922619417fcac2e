#pragma once

#include <vector>

#include "furusato/application/settings.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/local_resident_rule.hpp"

namespace furusato::application {

/// How the city is written in addresses, by the dated settings resident_prefecture and resident_city (its name where they are missing).
std::vector<domain::CityName> city_names_of(const std::vector<CitySetting>& settings);

/// Whether the applicant was a resident on the day of the application: by the registered address that clerks recorded for the day, else
/// by the one given with the donation.
bool is_resident_applicant(const domain::LocalResidentRule& rule, const domain::DonorRecord& record,
    const domain::Donation& donation);

}  // namespace furusato::application
