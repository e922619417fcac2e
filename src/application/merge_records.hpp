#pragma once

#include <string>
#include <vector>

#include "furusato/domain/donor_record.hpp"

namespace furusato::application {

/// What the survivor's record takes from the other's because it has none of its own; gives the fields.
std::vector<std::string> take_missing(domain::DonorRecord& survivor, const domain::DonorRecord& merged);
/// Takes back what take_missing gave, where it stands as it was left; gives the fields that somebody changed since.
std::vector<std::string> give_back(
    domain::DonorRecord& survivor, const domain::DonorRecord& merged, const std::vector<std::string>& taken);

}  // namespace furusato::application
