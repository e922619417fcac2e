#pragma once

#include <string>

#include "furusato/application/digests.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/domain/donor_record.hpp"

namespace furusato::application {

/// Keyed digest of everything clerks keep of a donor: what history keeps and verify recomputes.
std::string digest_of(const Digests& digests, const domain::DonorRecord& record);

/// The same of a pair of donors and of a merge.
std::string digest_of(const Digests& digests, const DonorPair& pair);
std::string digest_of(const Digests& digests, const DonorMerge& merge);

}  // namespace furusato::application
