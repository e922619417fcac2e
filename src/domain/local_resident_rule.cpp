#include "furusato/domain/local_resident_rule.hpp"

namespace furusato::domain {

bool LocalResidentRule::is_resident(const Address& address, const Date& day) const
{
    return std::any_of(names_.begin(), names_.end(), [&](const CityName& name) {
        const bool holds = name.from <= day && (!name.until || day < *name.until);
        const bool same_prefecture =
            address.prefecture.empty() || name.prefecture.empty() || address.prefecture == name.prefecture;
        return holds && !name.city.empty() && same_prefecture && address.city.starts_with(name.city);
    });
}

}  // namespace furusato::domain
