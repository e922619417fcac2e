#include "application/resident_names.hpp"

#include <set>

namespace furusato::application {

std::vector<domain::CityName> city_names_of(const std::vector<CitySetting>& settings)
{
    std::set<domain::Date> days;
    for (const CitySetting& setting : settings) {
        if (setting.name == "resident_prefecture" || setting.name == "resident_city" ||
            setting.name == "city_name")
            days.insert(setting.valid_from);
    }
    std::vector<domain::CityName> names;
    for (const domain::Date& day : days) {
        if (!names.empty()) names.back().until = day;
        std::string city = setting_on(settings, "resident_city", day);
        if (city.empty()) city = setting_on(settings, "city_name", day);
        names.push_back(
            {day, std::nullopt, setting_on(settings, "resident_prefecture", day), std::move(city)});
    }
    return names;
}

bool is_resident_applicant(const domain::LocalResidentRule& rule, const domain::DonorRecord& record,
    const domain::Donation& donation)
{
    const auto* recorded =
        in_force(record.addresses_of(domain::AddressKind::Registered), donation.applied_on);
    const domain::Address address =
        recorded == nullptr ? domain::address_of(donation.contact) : recorded->value;
    return rule.is_resident(address, donation.applied_on);
}

}  // namespace furusato::application
