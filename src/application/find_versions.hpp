#pragma once

#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// Purposes that were put back stand under the version of their master that was in force on the day of the application.
void find_purpose_versions(Records& records, domain::Donation& donation);

/// So do gifts; one that was offered later only, under its first version.
void find_gift_versions(Records& records, domain::Donation& donation);

}  // namespace furusato::application
