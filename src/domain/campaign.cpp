#include "furusato/domain/campaign.hpp"

namespace furusato::domain {
namespace {

bool covers(const Date& starts_on, const Date& ends_on, const Date& day)
{
    return starts_on <= day && day <= ends_on;
}

bool goes_before(
    const Campaign& campaign, const CampaignGift& link, const Campaign& other, const CampaignGift& other_link)
{
    if (link.starts_on != other_link.starts_on) return link.starts_on > other_link.starts_on;
    return campaign.id < other.id;
}

}  // namespace

const Campaign* campaign_for(
    const std::vector<Campaign>& campaigns, const std::string& gift_code, const Date& received_on)
{
    const Campaign* chosen = nullptr;
    const CampaignGift* chosen_link = nullptr;
    for (const Campaign& campaign : campaigns) {
        if (!covers(campaign.starts_on, campaign.ends_on, received_on)) continue;
        for (const CampaignGift& link : campaign.gifts) {
            if (link.gift_code != gift_code || !covers(link.starts_on, link.ends_on, received_on)) continue;
            if (chosen != nullptr && !goes_before(campaign, link, *chosen, *chosen_link)) continue;
            chosen = &campaign;
            chosen_link = &link;
        }
    }
    return chosen;
}

}  // namespace furusato::domain
