#include "furusato/domain/duty.hpp"

#include "domain/key_table.hpp"

namespace furusato::domain {

std::optional<Duty> duty_of(std::string_view key)
{
    return enumerator_of<Duty>(kDutyKeys, key);
}

std::optional<DutyHolder> duty_holder_of(std::string_view key)
{
    return enumerator_of<DutyHolder>(kDutyHolderKeys, key);
}

}  // namespace furusato::domain
