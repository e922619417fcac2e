#include "furusato/application/manage_campaigns.hpp"

#include <algorithm>

#include "application/row_digests.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Campaign;
using domain::Refusal;
using domain::RefusalKind;

/// The campaign with its gifts as they are stored now.
Campaign stored(Records& records, domain::CampaignId id)
{
    for (auto& campaign : records.catalogue.campaigns()) {
        if (campaign.id == id) return campaign;
    }
    throw Refusal{RefusalKind::NotFound, "campaign.unknown", {{"code", std::to_string(id.value)}}};
}

}  // namespace

std::vector<Campaign> ManageCampaigns::list()
{
    std::vector<Campaign> campaigns;
    store_.read([&](Records& records) { campaigns = records.catalogue.campaigns(); });
    return campaigns;
}

Campaign ManageCampaigns::find(const std::string& code)
{
    const std::string wanted = portal_import::fold_word(code);
    for (auto& campaign : list()) {
        if (campaign.code == wanted) return campaign;
    }
    throw Refusal{RefusalKind::NotFound, "campaign.unknown", {{"code", code}}};
}

std::string ManageCampaigns::free_code()
{
    const auto known = list();
    for (std::size_t number = known.size() + 1;; ++number) {
        std::string code = "C" + std::to_string(number);
        const auto has_code = [&](const Campaign& campaign) { return campaign.code == code; };
        if (std::none_of(known.begin(), known.end(), has_code)) return code;
    }
}

Campaign ManageCampaigns::add(Campaign campaign, const Caller& caller)
{
    if (campaign.ends_on < campaign.starts_on) throw Refusal{RefusalKind::Invalid, "campaign.period"};
    campaign.id = {store_.draw_ids("campaign", 1)};
    campaign.code = campaign.code.empty() ? free_code() : portal_import::fold_word(campaign.code);
    const std::int64_t version = store_.draw_ids("campaign_version", 1);
    for (const auto& known : list()) {
        if (known.code == campaign.code)
            throw Refusal{RefusalKind::Conflict, "campaign.exists", {{"code", campaign.code}}};
    }
    trail_.perform({"campaign.add", caller.actor, "clerk", "", "", caller.business_date},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            records.catalogue.add_campaign(campaign, version, operation);
            touched.push_back(entry_of(digests_, stored(records, campaign.id), "created"));
        });
    return campaign;
}

void ManageCampaigns::link(const std::string& campaign_code, const std::string& gift_code,
    std::optional<domain::Date> starts_on, std::optional<domain::Date> ends_on, const Caller& caller)
{
    const Campaign campaign = find(campaign_code);
    const domain::CampaignGift link{portal_import::fold_word(gift_code),
        starts_on.value_or(campaign.starts_on), ends_on.value_or(campaign.ends_on)};
    if (link.ends_on < link.starts_on || link.starts_on < campaign.starts_on ||
        campaign.ends_on < link.ends_on) {
        throw Refusal{RefusalKind::Invalid, "campaign.period"};
    }
    bool is_known = false;
    store_.read([&](Records& records) {
        const auto gifts = records.catalogue.gift_versions();
        is_known = std::any_of(gifts.begin(), gifts.end(),
            [&](const auto& version) { return version.gift.code == link.gift_code; });
    });
    if (!is_known) throw Refusal{RefusalKind::NotFound, "gift.unknown", {{"code", gift_code}}};
    trail_.perform({"campaign.link", caller.actor, "clerk", "", "", caller.business_date},
        [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            records.catalogue.add_campaign_gift(campaign.id, link, operation);
            touched.push_back(entry_of(digests_, stored(records, campaign.id), "changed",
                {{"gift", "", link.gift_code + " " + link.starts_on.iso() + " " + link.ends_on.iso()}}));
        });
}

}  // namespace furusato::application
