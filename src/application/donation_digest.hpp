#pragma once

#include <string>
#include <utility>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// Every stored fact of a contact as one text.
std::string record_text(const domain::Contact& contact);

/// Keyed digest of everything the ledger holds of a donation, its purposes, gift lines and revenue entries included: what
/// history keeps.
std::string digest_of(
    const Digests& digests, const domain::Donation& donation, std::vector<RevenueEntry> entries);

/// What a person may see change, by column name, as history keeps it.
std::vector<std::pair<const char*, std::string>> stored_fields(const domain::Donation& donation);

/// The fields in which two states of a donation differ, by their column names.
std::vector<FieldChange> changes_between(const domain::Donation& before, const domain::Donation& after);

}  // namespace furusato::application
