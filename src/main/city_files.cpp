#include "main/city_files.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "furusato/domain/refusal.hpp"

namespace furusato::composition {
namespace {

using nlohmann::json;

/// The array under `key` of a JSON file in the folder; empty when the file is not there.
json array_in(const std::filesystem::path& folder, const char* file, const char* key)
{
    std::ifstream stream{folder / file};
    if (!stream) return json::array();
    return json::parse(stream).value(key, json::array());
}

domain::Date day_of(const json& item, const char* key)
{
    const auto day = domain::Date::parse_iso(item.at(key).get<std::string>());
    if (!day) throw domain::Refusal{domain::RefusalKind::Invalid, "rules.invalid", {{"key", key}}};
    return *day;
}

void read_settings(const std::filesystem::path& folder, application::CityMasters& masters)
{
    for (const auto& item : array_in(folder, "city.json", "settings")) {
        masters.settings.push_back({item.at("name"), day_of(item, "valid_from"), item.at("value")});
    }
    for (const auto& item : array_in(folder, "duties.json", "duties")) {
        const auto duty = domain::duty_of(item.at("duty").get<std::string>());
        const auto holder = domain::duty_holder_of(item.at("holder").get<std::string>());
        if (!duty || !holder)
            throw domain::Refusal{domain::RefusalKind::Invalid, "rules.invalid", {{"file", "duties.json"}}};
        masters.duties.push_back({item.at("portal"), *duty, day_of(item, "valid_from"), *holder});
    }
}

void read_purposes(const std::filesystem::path& folder, application::CityMasters& masters)
{
    for (const auto& item : array_in(folder, "purposes.json", "funds")) {
        masters.funds.push_back({item.at("code"), item.at("label"), day_of(item, "valid_from")});
    }
    for (const auto& item : array_in(folder, "purposes.json", "purposes")) {
        masters.purposes.push_back({0, item.at("code"), item.at("label"), item.value("fund_code", ""),
            day_of(item, "valid_from"), std::nullopt});
    }
}

void read_campaigns(const std::filesystem::path& folder, application::CityMasters& masters)
{
    for (const auto& item : array_in(folder, "campaigns.json", "campaigns")) {
        domain::Campaign campaign;
        campaign.code = item.at("code");
        campaign.name = item.at("name");
        campaign.policy_measure = item.at("policy_measure");
        campaign.starts_on = day_of(item, "starts_on");
        campaign.ends_on = day_of(item, "ends_on");
        campaign.channels = item.at("channels").get<std::vector<std::string>>();
        for (const auto& link : item.at("gifts")) {
            campaign.gifts.push_back(
                {link.at("gift_code"), day_of(link, "starts_on"), day_of(link, "ends_on")});
        }
        masters.campaigns.push_back(std::move(campaign));
    }
}

void read_targets(const std::filesystem::path& folder, application::CityMasters& masters)
{
    for (const auto& item : array_in(folder, "targets.json", "targets")) {
        application::Target target;
        target.kind = item.at("kind") == "target" ? application::TargetKind::Target
                                                  : application::TargetKind::IncomeBudget;
        target.fiscal_year = domain::FiscalYear{item.at("fiscal_year").get<int>()};
        target.amount = domain::Yen{item.at("amount_yen").get<std::int64_t>()};
        target.entered_on = day_of(item, "entered_on");
        target.note = item.at("note");
        masters.targets.push_back(std::move(target));
    }
}

}  // namespace

application::CityMasters read_city(const std::filesystem::path& folder)
{
    try {
        application::CityMasters masters;
        read_settings(folder, masters);
        read_purposes(folder, masters);
        read_campaigns(folder, masters);
        read_targets(folder, masters);
        return masters;
    } catch (const json::exception& failure) {
        throw domain::Refusal{domain::RefusalKind::Invalid, "rules.invalid",
            {{"file", folder.filename().string()}, {"key", failure.what()}}};
    }
}

}  // namespace furusato::composition
