#pragma once

#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"

namespace furusato::domain {

/// A gift that a campaign promotes, within dates of its own (both inclusive).
struct CampaignGift {
    std::string gift_code;
    Date starts_on;
    Date ends_on;
};

/// シティプロモーション施策: a city-promotion campaign with its policy measure, period, channels and gifts.
struct Campaign {
    CampaignId id;
    std::string code;  // "C1", shown and typed
    std::string name;
    std::string policy_measure;
    Date starts_on{2000, 1, 1};
    Date ends_on{2000, 1, 1};
    std::vector<std::string> channels;
    std::vector<CampaignGift> gifts;
};

/// The campaign that revenue of a gift received on a day counts for: the link that started last, ties to the lower id;
/// nullptr when no link covers the day. A link counts only inside its campaign's own period (interfaces.md).
const Campaign* campaign_for(
    const std::vector<Campaign>& campaigns, const std::string& gift_code, const Date& received_on);

}  // namespace furusato::domain
