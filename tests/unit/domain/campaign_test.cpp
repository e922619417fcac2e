#include "furusato/domain/campaign.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace furusato::domain {
namespace {

Campaign a_campaign(
    std::int64_t id, const Date& starts_on, const Date& ends_on, std::vector<CampaignGift> gifts)
{
    Campaign campaign;
    campaign.id = {id};
    campaign.code = "C" + std::to_string(id);
    campaign.starts_on = starts_on;
    campaign.ends_on = ends_on;
    campaign.gifts = std::move(gifts);
    return campaign;
}

std::string code_for(
    const std::vector<Campaign>& campaigns, const std::string& gift_code, const Date& received_on)
{
    const auto* campaign = campaign_for(campaigns, gift_code, received_on);
    return campaign == nullptr ? "none" : campaign->code;
}

const Date kYearBegins{2026, 4, 1};
const Date kYearEnds{2027, 3, 31};

TEST(CampaignFor, CountsTheFirstAndTheLastDayOfALink)
{
    const std::vector campaigns{
        a_campaign(1, kYearBegins, kYearEnds, {{"SN001", Date{2026, 6, 1}, Date{2026, 6, 30}}})};
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 5, 31}), "none");
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 6, 1}), "C1");
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 6, 30}), "C1");
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 7, 1}), "none");
}

TEST(CampaignFor, GivesNothingForAnotherGift)
{
    const std::vector campaigns{a_campaign(1, kYearBegins, kYearEnds, {{"SN001", kYearBegins, kYearEnds}})};
    EXPECT_EQ(code_for(campaigns, "SN002", Date{2026, 6, 1}), "none");
    EXPECT_EQ(code_for({}, "SN001", Date{2026, 6, 1}), "none");
}

TEST(CampaignFor, CountsALinkOnlyInsideItsCampaignsPeriod)
{
    const std::vector campaigns{a_campaign(
        1, Date{2026, 6, 1}, Date{2026, 6, 30}, {{"SN001", Date{2000, 1, 1}, Date{9999, 12, 31}}})};
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 5, 31}), "none");
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 6, 30}), "C1");
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 7, 1}), "none");
}

TEST(CampaignFor, ChoosesTheLinkThatStartedLast)
{
    const std::vector campaigns{
        a_campaign(1, kYearBegins, kYearEnds, {{"SN001", Date{2026, 8, 1}, kYearEnds}}),
        a_campaign(2, Date{2026, 7, 1}, kYearEnds, {{"SN001", Date{2026, 7, 1}, kYearEnds}}),
    };
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 7, 31}), "C2");
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 8, 1}), "C1");
}

TEST(CampaignFor, ChoosesTheLowerNumberOfLinksFromTheSameDayInAnyOrder)
{
    const auto first = a_campaign(9, kYearBegins, kYearEnds, {{"SN001", kYearBegins, kYearEnds}});
    const auto second = a_campaign(10, kYearBegins, kYearEnds, {{"SN001", kYearBegins, kYearEnds}});
    EXPECT_EQ(code_for({first, second}, "SN001", kYearBegins), "C9");
    EXPECT_EQ(code_for({second, first}, "SN001", kYearBegins), "C9");
}

TEST(CampaignFor, ComparesEveryLinkOfACampaign)
{
    const std::vector campaigns{
        a_campaign(1, kYearBegins, kYearEnds,
            {{"SN001", kYearBegins, kYearEnds}, {"SN001", Date{2026, 9, 1}, kYearEnds}}),
        a_campaign(2, kYearBegins, kYearEnds, {{"SN001", Date{2026, 7, 1}, kYearEnds}}),
    };
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 8, 31}), "C2");
    EXPECT_EQ(code_for(campaigns, "SN001", Date{2026, 9, 1}), "C1");
}

}  // namespace
}  // namespace furusato::domain
