#include "furusato/domain/donor.hpp"

#include "domain/key_table.hpp"

namespace furusato::domain {

std::optional<DonorKind> donor_kind_of(std::string_view key)
{
    return enumerator_of<DonorKind>(kDonorKindKeys, key);
}

}  // namespace furusato::domain
