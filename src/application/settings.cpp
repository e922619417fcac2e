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

std::vector<DutySpan> spans_elsewhere(
    const std::vector<DutyAssignment>& duties, domain::Duty duty, std::optional<domain::DutyHolder> holder)
{
    std::vector<DutySpan> spans;
    for (const auto& assignment : duties) {
        if (assignment.duty != duty) continue;
        // In order of portal and day: what is assigned next ends what was before.
        if (!spans.empty() && spans.back().portal == assignment.portal && !spans.back().until)
            spans.back().until = assignment.valid_from;
        const bool is_wanted =
            holder ? assignment.holder == *holder : assignment.holder != domain::DutyHolder::City;
        if (is_wanted) spans.push_back({assignment.portal, assignment.valid_from, std::nullopt});
    }
    return spans;
}

}  // namespace furusato::application
