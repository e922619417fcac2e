#pragma once

#include <vector>

#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// Amount and days that clerks set to something else than the portal told last (ポータル値と相違): old is the portal's value, new is ours.
/// Nothing of a donation that no file brought.
std::vector<FieldChange> portal_differences(Records& records, const domain::Donation& donation);

}  // namespace furusato::application
