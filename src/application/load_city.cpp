#include "furusato/application/load_city.hpp"

#include <algorithm>
#include <set>

#include "application/master_digest.hpp"
#include "application/row_digests.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/masters.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

constexpr auto kKeySetting = "key_fingerprint";
const domain::Date kAlways{2000, 1, 1};

template <class Item, class Known, class Same>
std::vector<Item> missing(const std::vector<Item>& wanted, const std::vector<Known>& known, const Same& same)
{
    std::vector<Item> items;
    for (const auto& item : wanted) {
        if (std::none_of(known.begin(), known.end(), [&](const auto& other) { return same(item, other); }))
            items.push_back(item);
    }
    return items;
}

}  // namespace

void LoadCity::load_settings(Records& records, const CityMasters& masters, domain::OperationId operation,
    std::vector<HistoryEntry>& touched, LoadedCity& loaded) const
{
    auto settings = masters.settings;
    settings.push_back({kKeySetting, kAlways, digests_.key_fingerprint()});
    const auto same_setting = [](const auto& one, const auto& other) {
        return one.name == other.name && one.valid_from == other.valid_from;
    };
    const auto known = records.settings.all();
    for (const auto& setting : missing(settings, known, same_setting)) {
        records.settings.set(setting, operation);
        touched.push_back(entry_of(digests_, setting, setting_on(known, setting.name, setting.valid_from)));
        ++loaded.settings;
    }
    const auto same_duty = [](const auto& one, const auto& other) {
        return one.portal == other.portal && one.duty == other.duty && one.valid_from == other.valid_from;
    };
    for (const auto& duty : missing(masters.duties, records.settings.duties(), same_duty)) {
        records.settings.set_duty(duty, operation);
        touched.push_back(entry_of(digests_, duty, ""));
        ++loaded.settings;
    }
}

/// The sample city would print 見本 on every receipt of a ledger in use.
void LoadCity::refuse_demo_in_use(Records& records, const CityMasters& masters)
{
    const auto is_sample = [](const auto& setting) {
        return setting.name == "sample" && setting.value == "1";
    };
    const auto stored = records.settings.all();
    const bool loads_sample = std::any_of(masters.settings.begin(), masters.settings.end(), is_sample);
    const bool has_sample = std::any_of(stored.begin(), stored.end(), is_sample);
    if (loads_sample && !has_sample && !records.donations.is_empty()) {
        throw domain::Refusal{domain::RefusalKind::Conflict, "init.demo_in_use"};
    }
}

LoadedCity LoadCity::execute(const CityMasters& masters, const Caller& caller)
{
    LoadedCity loaded;
    CityMasters fresh;
    bool settings_missing = false;
    store_.read([&](Records& records) {
        refuse_demo_in_use(records, masters);
        const auto same_code = [](const auto& one, const auto& other) { return one.code == other.code; };
        fresh.purposes = missing(masters.purposes, records.catalogue.purpose_versions(), same_code);
        fresh.funds = missing(masters.funds, records.masters.versions(domain::MasterKind::Fund), same_code);
        fresh.campaigns = missing(masters.campaigns, records.catalogue.campaigns(), same_code);
        fresh.targets = missing(
            masters.targets, records.targets.list(std::nullopt), [](const auto& one, const auto& other) {
                return one.kind == other.kind && one.fiscal_year == other.fiscal_year &&
                       one.month == other.month;
            });
        const auto known = records.settings.all();
        settings_missing = setting_on(known, kKeySetting, kAlways).empty() ||
                           !missing(masters.duties, records.settings.duties(),
                               [](const auto& one, const auto& other) {
                                   return one.portal == other.portal && one.duty == other.duty &&
                                          one.valid_from == other.valid_from;
                               })
                                .empty() ||
                           !missing(masters.settings, known, [](const auto& one, const auto& other) {
                               return one.name == other.name && one.valid_from == other.valid_from;
                           }).empty();
    });
    if (fresh.purposes.empty() && fresh.funds.empty() && fresh.campaigns.empty() && fresh.targets.empty() &&
        !settings_missing)
        return loaded;

    const auto draw = [&](const char* kind, std::size_t count) {
        return store_.draw_ids(kind, static_cast<std::int64_t>(count) + 1);
    };
    std::int64_t fund = draw("fund", fresh.funds.size()),
                 fund_version = draw("fund_version", fresh.funds.size());
    std::int64_t purpose = draw("purpose", fresh.purposes.size()),
                 purpose_version = draw("purpose_version", fresh.purposes.size());
    std::int64_t campaign = draw("campaign", fresh.campaigns.size()),
                 campaign_version = draw("campaign_version", fresh.campaigns.size());
    std::int64_t target = draw("target", fresh.targets.size());
    trail_.perform({"city.load", caller.actor, "system", "", "", caller.business_date},
        [=, this, &masters, &loaded](
            Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) mutable {
            loaded = {};
            load_settings(records, masters, operation, touched, loaded);
            for (const auto& item : fresh.funds) {
                touched.push_back({"fund", fund, "created",
                    digest_of(digests_, domain::MasterKind::Fund,
                        {{fund_version, fund, item.code, item.label, "", false, item.valid_from}}),
                    {}});
                records.catalogue.add_fund(fund++, fund_version++, item, operation);
            }
            for (auto& item : fresh.purposes) {
                item.version = purpose_version++;
                touched.push_back({"purpose", purpose, "created",
                    digest_of(digests_, domain::MasterKind::Purpose,
                        {{item.version, purpose, item.code, item.label, item.fund_code, false,
                            item.valid_from, item.valid_to}}),
                    {}});
                records.catalogue.add_purpose(purpose++, item, operation);
                ++loaded.purposes;
            }
            for (auto& item : fresh.campaigns) {
                item.id = {campaign++};
                records.catalogue.add_campaign(item, campaign_version++, operation);
                ++loaded.campaigns;
            }
            // As they are stored, the gifts in their order.
            for (const auto& stored : records.catalogue.campaigns()) {
                const bool is_new = std::any_of(fresh.campaigns.begin(), fresh.campaigns.end(),
                    [&](const auto& item) { return item.id == stored.id; });
                if (is_new) touched.push_back(entry_of(digests_, stored, "created"));
            }
            for (auto& item : fresh.targets) {
                item.id = target++;
                records.targets.add(item, operation);
                touched.push_back(entry_of(digests_, item));
                ++loaded.targets;
            }
        });
    return loaded;
}

void LoadCity::check_key()
{
    std::string fingerprint;
    store_.read(
        [&](Records& records) { fingerprint = setting_on(records.settings.all(), kKeySetting, kAlways); });
    if (!fingerprint.empty() && fingerprint != digests_.key_fingerprint()) {
        throw domain::Refusal{domain::RefusalKind::Conflict, "database.key_mismatch"};
    }
}

}  // namespace furusato::application
