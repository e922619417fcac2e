#pragma once

#include <string>

#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/domain/donor_record.hpp"

namespace furusato::application {

/// Keyed digest of everything clerks keep of a donor: what history keeps and verify recomputes.
std::string digest_of(const Digests& digests, const domain::DonorRecord& record);

}  // namespace furusato::application
