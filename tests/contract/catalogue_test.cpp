#include "furusato/application/catalogue.hpp"

#include "contract/engine.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Catalogue;
using application::DuplicateKey;
using application::Durability;
using application::GiftVersion;
using application::Records;
using domain::Campaign;
using domain::Date;
using domain::Gift;
using domain::Yen;

Gift a_gift(const std::string& code, const Date& valid_from)
{
    return {{1}, code, "徳山ふぐ 一夜干し", "ふぐ一夜干し", "S02", "", Yen{5'000}, Yen{1'500}, "魚介類",
        "しゅうなんブランド", valid_from, std::nullopt};
}

class CatalogueRepository : public OnEveryEngine {
protected:
    void write(const std::function<void(Catalogue&)>& work)
    {
        ledger.store().write(Durability::Confirmed, [&](Records& records) { work(records.catalogue); });
    }
    template <class Read>
    auto read(const Read& work)
    {
        std::optional<decltype(work(std::declval<Catalogue&>()))> answer;
        ledger.store().read([&](Records& records) { answer = work(records.catalogue); });
        return *answer;
    }
    std::vector<GiftVersion> gifts()
    {
        return read([](Catalogue& catalogue) { return catalogue.gift_versions(); });
    }
    domain::OperationId operation = ledger.an_operation();
};

TEST_P(CatalogueRepository, KeepsEveryFieldOfAGift)
{
    Gift gift = a_gift(repeated("品", 200), {2023, 4, 1});
    gift.name = gift.delivery_name = repeated("𠮷", 300);
    gift.category = gift.brand_mark = repeated("𠮷", 100);
    gift.procurement_cost = Yen{Yen::kLimit};
    gift.valid_to = Date{2024, 3, 31};
    write([&](Catalogue& catalogue) {
        catalogue.add_supplier(1, 1, "S02", "ふぐ処\n㈱みほん", {2023, 4, 1}, operation);
        catalogue.add_gift_version(gift, 71, true, operation);
    });
    ASSERT_EQ(gifts().size(), 1U);
    const GiftVersion stored = gifts().front();
    EXPECT_EQ(stored.version, 71);
    EXPECT_EQ(stored.gift.id, gift.id);
    EXPECT_EQ(stored.gift.code, gift.code);
    EXPECT_EQ(stored.gift.name, gift.name);
    EXPECT_EQ(stored.gift.delivery_name, gift.delivery_name);
    EXPECT_EQ(stored.gift.supplier_code, "S02");
    EXPECT_EQ(stored.gift.supplier_name, "ふぐ処\n㈱みほん");
    EXPECT_EQ(stored.gift.required_donation, gift.required_donation);
    EXPECT_EQ(stored.gift.procurement_cost, gift.procurement_cost);
    EXPECT_EQ(stored.gift.category, gift.category);
    EXPECT_EQ(stored.gift.brand_mark, gift.brand_mark);
    EXPECT_EQ(stored.gift.valid_from, gift.valid_from);
    EXPECT_EQ(stored.gift.valid_to, gift.valid_to);
}

TEST_P(CatalogueRepository, EndsAVersionTheDayBeforeTheNextOne)
{
    Gift gift = a_gift("SN002", {2023, 4, 1});
    Gift other = a_gift("SN001", {2023, 4, 1});
    other.id = {2};
    write([&](Catalogue& catalogue) {
        catalogue.add_gift_version(gift, 1, true, operation);
        catalogue.add_gift_version(other, 2, true, operation);
        gift.valid_from = {2024, 3, 1};
        gift.required_donation = Yen{6'000};
        catalogue.add_gift_version(gift, 3, false, operation);
    });
    const auto versions = gifts();
    ASSERT_EQ(versions.size(), 3U);
    EXPECT_EQ(versions[0].gift.code, "SN001") << "in order of code";
    EXPECT_EQ(versions[0].gift.valid_to, std::nullopt) << "another gift goes on";
    EXPECT_EQ(versions[1].version, 1);
    EXPECT_EQ(versions[1].gift.valid_to, (Date{2024, 2, 29}));
    EXPECT_EQ(versions[1].gift.required_donation, Yen{5'000});
    EXPECT_EQ(versions[2].version, 3);
    EXPECT_EQ(versions[2].gift.valid_to, std::nullopt);
}

TEST_P(CatalogueRepository, KnowsAGiftCodeOnce)
{
    write([&](Catalogue& catalogue) {
        catalogue.add_gift_version(a_gift("SN001", {2023, 4, 1}), 1, true, operation);
    });
    Gift second = a_gift("SN001", {2023, 4, 1});
    second.id = {2};
    EXPECT_THROW(write([&](Catalogue& catalogue) { catalogue.add_gift_version(second, 2, true, operation); }),
        DuplicateKey);
    EXPECT_EQ(gifts().size(), 1U);
}

TEST_P(CatalogueRepository, ListsSuppliersUnderTheirNewestName)
{
    write([&](Catalogue& catalogue) {
        catalogue.add_supplier(1, 1, "S03", "見本酒造", {2023, 4, 1}, operation);
        catalogue.add_supplier(2, 2, "S01", "別の店", {2023, 4, 1}, operation);
        catalogue.add_supplier(3, 3, "S03", "新見本酒造", {2024, 1, 1}, operation);
    });
    using Suppliers = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(read([](Catalogue& catalogue) { return catalogue.suppliers(); }),
        (Suppliers{{"S01", "別の店"}, {"S03", "新見本酒造"}}));
}

TEST_P(CatalogueRepository, KeepsPurposesAndTheirVersions)
{
    write([&](Catalogue& catalogue) {
        catalogue.add_fund(1, 1, {"K2", "子ども未来夢基金", {2003, 4, 21}}, operation);
        catalogue.add_fund(2, 2, {"K2", "同じ基金", {2003, 4, 21}}, operation);
        catalogue.add_purpose(1, {11, "2", "子育て", "K2", {2003, 4, 21}, std::nullopt}, operation);
        catalogue.add_purpose(
            2, {12, "1", "市長におまかせ", "", {2003, 4, 21}, Date{2030, 3, 31}}, operation);
        catalogue.add_purpose(3, {13, "2", "子育て・教育", "K2", {2024, 4, 1}, std::nullopt}, operation);
    });
    const auto purposes = read([](Catalogue& catalogue) { return catalogue.purpose_versions(); });
    ASSERT_EQ(purposes.size(), 3U);
    EXPECT_EQ(purposes[0].version, 12);
    EXPECT_EQ(purposes[0].code, "1");
    EXPECT_EQ(purposes[0].fund_code, "");
    EXPECT_EQ(purposes[0].valid_to, (Date{2030, 3, 31}));
    EXPECT_EQ(purposes[1].label, "子育て");
    EXPECT_EQ(purposes[1].fund_code, "K2");
    EXPECT_EQ(purposes[1].valid_from, (Date{2003, 4, 21}));
    EXPECT_EQ(purposes[1].valid_to, (Date{2024, 3, 31}));
    EXPECT_EQ(purposes[2].version, 13);
    EXPECT_EQ(purposes[2].label, "子育て・教育");
    EXPECT_EQ(purposes[2].valid_to, std::nullopt);
}

TEST_P(CatalogueRepository, KeepsCampaignsWithChannelsAndGifts)
{
    Campaign later = a_campaign("C2");
    later.id = {2};
    later.channels = {};
    Campaign campaign = a_campaign("C1");
    campaign.id = {1};
    campaign.gifts = {{"SN002", {2023, 12, 1}, {2023, 12, 31}}, {"SN001", {2023, 12, 5}, {2023, 12, 9}}};
    write([&](Catalogue& catalogue) {
        catalogue.add_campaign(later, 1, operation);
        catalogue.add_campaign(campaign, 2, operation);
    });
    const auto campaigns = read([](Catalogue& catalogue) { return catalogue.campaigns(); });
    ASSERT_EQ(campaigns.size(), 2U);
    EXPECT_EQ(campaigns[0].id, campaign.id);
    EXPECT_EQ(campaigns[0].code, "C1");
    EXPECT_EQ(campaigns[0].name, campaign.name);
    EXPECT_EQ(campaigns[0].policy_measure, campaign.policy_measure);
    EXPECT_EQ(campaigns[0].starts_on, campaign.starts_on);
    EXPECT_EQ(campaigns[0].ends_on, campaign.ends_on);
    EXPECT_EQ(campaigns[0].channels, campaign.channels);
    ASSERT_EQ(campaigns[0].gifts.size(), 2U);
    EXPECT_EQ(campaigns[0].gifts[0].gift_code, "SN001");
    EXPECT_EQ(campaigns[0].gifts[0].starts_on, (Date{2023, 12, 5}));
    EXPECT_EQ(campaigns[0].gifts[0].ends_on, (Date{2023, 12, 9}));
    EXPECT_EQ(campaigns[0].gifts[1].gift_code, "SN002");
    EXPECT_TRUE(campaigns[1].channels.empty());
    EXPECT_TRUE(campaigns[1].gifts.empty());
}

TEST_P(CatalogueRepository, GivesALinkThatStartsTheSameDayItsNewEnd)
{
    Campaign campaign = a_campaign("C1");
    campaign.id = {1};
    write([&](Catalogue& catalogue) {
        catalogue.add_campaign(campaign, 1, operation);
        catalogue.add_campaign_gift({1}, {"SN001", {2023, 12, 1}, {2023, 12, 9}}, operation);
        catalogue.add_campaign_gift({1}, {"SN001", {2023, 12, 20}, {2023, 12, 31}}, operation);
        catalogue.add_campaign_gift({1}, {"SN001", {2023, 12, 1}, {2023, 12, 15}}, operation);
    });
    const auto gifts_of = read([](Catalogue& catalogue) { return catalogue.campaigns().front().gifts; });
    ASSERT_EQ(gifts_of.size(), 2U);
    EXPECT_EQ(gifts_of[0].ends_on, (Date{2023, 12, 15}));
    EXPECT_EQ(gifts_of[1].starts_on, (Date{2023, 12, 20}));
}

TEST_P(CatalogueRepository, KnowsACampaignCodeOnce)
{
    Campaign campaign = a_campaign("C1");
    campaign.id = {1};
    write([&](Catalogue& catalogue) { catalogue.add_campaign(campaign, 1, operation); });
    campaign.id = {2};
    EXPECT_THROW(
        write([&](Catalogue& catalogue) { catalogue.add_campaign(campaign, 2, operation); }), DuplicateKey);
}

TEST_P(CatalogueRepository, RemembersUnmatchedNamesOnce)
{
    const std::string longest = repeated("𠮷", 200);
    write([&](Catalogue& catalogue) {
        catalogue.add_unmatched({{"purpose", "choice", longest}, {"gift", "choice", "SN042"}}, operation);
        catalogue.add_unmatched({{"gift", "choice", "SN042"}, {"gift", "ana", "SN042"}}, operation);
    });
    const auto names = read([](Catalogue& catalogue) { return catalogue.unmatched(); });
    ASSERT_EQ(names.size(), 3U);
    EXPECT_EQ(names[0].portal, "ana");
    EXPECT_EQ(names[1].written, "SN042");
    EXPECT_EQ(names[2].kind, "purpose");
    EXPECT_EQ(names[2].written, longest);
}

RUN_ON_EVERY_ENGINE(CatalogueRepository);

}  // namespace
}  // namespace furusato::tests
