#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "furusato/application/operations.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::application {

/// A stored donation that a file changed, field by field.
struct UpdatedDonation {
    domain::DonorId donor;
    std::string number;
    std::string order_number;
    std::vector<FieldChange> changes;
};

/// A stored donation of the days that a file covers which the file no longer names: told, never touched.
struct VanishedDonation {
    std::string number;
    std::string order_number;
};

/// Begins the figures of a job's summary that name what vanished.
inline constexpr auto kVanishedNumber = "vanished.";

/// So many updates are told with their fields; history holds all of them.
inline constexpr std::size_t kMostUpdatesTold = 10'000;

}  // namespace furusato::application
