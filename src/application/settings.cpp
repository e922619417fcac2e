#include "furusato/application/settings.hpp"

namespace furusato::application {

std::string setting_on(
    const std::vector<CitySetting>& settings, const std::string& name, const domain::Date& day)
{
    std::string value;
    for (const auto& setting : settings) {
        if (setting.name == name && setting.valid_from <= day) value = setting.value;
    }
    return value;
}

domain::DutyHolder duty_holder_on(const std::vector<DutyAssignment>& duties, const std::string& portal,
    domain::Duty duty, const domain::Date& day)
{
    auto holder = domain::DutyHolder::City;
    for (const auto& assignment : duties) {
        if (assignment.portal == portal && assignment.duty == duty && assignment.valid_from <= day)
            holder = assignment.holder;
    }
    return holder;
}

}  // namespace furusato::application
