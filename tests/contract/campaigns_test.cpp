#include <map>

#include "contract/engine.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using domain::Date;
using domain::Yen;
using Findings = std::vector<std::string>;
/// Campaign → donations and yen.
using Sums = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;

class Campaigns : public OnEveryEngine {
protected:
    Campaigns()
    {
        ledger.business_date = {2024, 3, 31};
        ledger.import_gift_file(gift_csv({{.code = "SN001"}, {.code = "SN002"}, {.code = "SN003"}}));
    }

    void add(
        const std::string& code, const Date& starts_on = {2023, 12, 1}, const Date& ends_on = {2023, 12, 31})
    {
        auto campaign = a_campaign(code);
        campaign.starts_on = starts_on;
        campaign.ends_on = ends_on;
        ledger.manage_campaigns().add(campaign, ledger.caller());
    }
    void link(const std::string& code, const std::string& gift, std::optional<Date> starts_on = {},
        std::optional<Date> ends_on = {})
    {
        ledger.manage_campaigns().link(code, gift, starts_on, ends_on, ledger.caller());
    }
    void receive(const std::string& order, const std::string& day, const std::vector<std::string>& gifts,
        const std::string& status = "受付完了")
    {
        std::vector<PortalRow> rows;
        for (const auto& gift : gifts) {
            rows.push_back({.order = order,
                .line = std::to_string(rows.size() + 1),
                .applied_on = day,
                .status = status,
                .paid_on = day,
                .gift_code = gift});
        }
        ledger.import(choice_csv(rows));
    }
    /// The report's campaigns; its yen must add up to what was received.
    Sums sums(int year = 2023)
    {
        const auto report = ledger.report(year);
        Sums found;
        Yen total;
        for (const auto& line : report.by.at("campaign")) {
            found[line.key] = {line.donations, line.yen.amount()};
            total += line.yen;
        }
        EXPECT_EQ(total, report.received);
        return found;
    }
};

TEST_P(Campaigns, AreListedAndFoundByCodeInAnyWidth)
{
    add("c7");
    const auto stored = ledger.manage_campaigns().find("Ｃ７");
    EXPECT_EQ(stored.code, "C7");
    EXPECT_EQ(stored.channels, a_campaign("C7").channels);
    EXPECT_EQ(stored.policy_measure, a_campaign("C7").policy_measure);
    EXPECT_EQ(ledger.manage_campaigns().list().size(), 1U);
    EXPECT_EQ(refusal_of([&] { ledger.manage_campaigns().find("C8"); }), "campaign.unknown");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Campaigns, GetTheNextNumberWhenTheyHaveNoCode)
{
    add("");
    add("");
    std::vector<std::string> codes;
    for (const auto& campaign : ledger.manage_campaigns().list()) codes.push_back(campaign.code);
    EXPECT_EQ(codes, (std::vector<std::string>{"C1", "C2"}));
}

TEST_P(Campaigns, GetAFreeNumberWhenThatOneIsTaken)
{
    add("C2");
    EXPECT_EQ(refusal_of([&] { add(""); }), "none");
    EXPECT_EQ(ledger.manage_campaigns().list().size(), 2U);
}

TEST_P(Campaigns, RefuseACodeTwiceAndAPeriodThatEndsBeforeItStarts)
{
    add("C1");
    EXPECT_EQ(refusal_of([&] { add("ｃ１"); }), "campaign.exists");
    EXPECT_EQ(refusal_of([&] { add("C2", {2023, 12, 2}, {2023, 12, 1}); }), "campaign.period");
    EXPECT_EQ(refusal_of([&] { add("C3", {2023, 12, 1}, {2023, 12, 1}); }), "none");
}

TEST_P(Campaigns, LinkGiftsForTheirPeriodOrAPartOfIt)
{
    add("C1");
    link("c1", "ｓｎ００１");
    link("C1", "SN002", Date{2023, 12, 5}, Date{2023, 12, 5});
    EXPECT_EQ(refusal_of([&] { link("C1", "SN001", Date{2023, 11, 30}); }), "campaign.period");
    EXPECT_EQ(refusal_of([&] { link("C1", "SN001", {}, Date{2024, 1, 1}); }), "campaign.period");
    EXPECT_EQ(refusal_of([&] {
        link("C1", "SN001", Date{2023, 12, 9}, Date{2023, 12, 8});
    }),
        "campaign.period");
    EXPECT_EQ(refusal_of([&] { link("C1", "SN999"); }), "gift.unknown");
    EXPECT_EQ(refusal_of([&] { link("C9", "SN001"); }), "campaign.unknown");
    const auto gifts = ledger.manage_campaigns().find("C1").gifts;
    ASSERT_EQ(gifts.size(), 2U);
    EXPECT_EQ(gifts[0].gift_code, "SN001");
    EXPECT_EQ(gifts[0].starts_on, (Date{2023, 12, 1}));
    EXPECT_EQ(gifts[0].ends_on, (Date{2023, 12, 31}));
    EXPECT_EQ(gifts[1].starts_on, (Date{2023, 12, 5}));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Campaigns, CountLinkedGiftsReceivedInsideTheLink)
{
    add("C1");
    link("C1", "SN001");
    link("C1", "SN002", Date{2023, 12, 5}, Date{2023, 12, 6});
    receive("A", "2023/12/01", {"SN001"});
    receive("B", "2023/12/31", {"SN001"});
    receive("C", "2023/12/05", {"SN002"});
    receive("D", "2023/12/06", {"SN002"});
    EXPECT_EQ(sums(), (Sums{{"C1", {4, 40'000}}}));
    receive("E", "2023/11/30", {"SN001"});
    receive("F", "2024/01/01", {"SN001"});
    receive("G", "2023/12/04", {"SN002"});
    receive("H", "2023/12/07", {"SN002"});
    receive("I", "2023/12/10", {"SN003"});
    receive("J", "2023/12/10", {""});
    EXPECT_EQ(sums(), (Sums{{"C1", {4, 40'000}}, {"none", {6, 60'000}}}));
}

TEST_P(Campaigns, GoByTheLinkThatStartedLast)
{
    add("C1");
    add("C2");
    link("C1", "SN001", Date{2023, 12, 5});
    link("C2", "SN001");
    receive("A", "2023/12/04", {"SN001"});
    receive("B", "2023/12/05", {"SN001"});
    EXPECT_EQ(sums(), (Sums{{"C1", {1, 10'000}}, {"C2", {1, 10'000}}}));
}

TEST_P(Campaigns, GiveTiesToTheLowerNumber)
{
    add("C2");
    add("C1");
    link("C1", "SN001");
    link("C2", "SN001");
    receive("A", "2023/12/04", {"SN001"});
    EXPECT_EQ(sums(), (Sums{{"C2", {1, 10'000}}})) << "C2 was entered first";
}

TEST_P(Campaigns, CountADonationWithGiftsOfTwoCampaignsOnceInEach)
{
    add("C1");
    add("C2");
    link("C1", "SN001");
    link("C1", "SN003");
    link("C2", "SN002");
    receive("A", "2023/12/10", {"SN001", "SN002", "SN003"});
    EXPECT_EQ(sums(), (Sums{{"C1", {1, 20'000}}, {"C2", {1, 10'000}}}));
    receive("B", "2023/12/10", {"SN001", "SN001"});
    receive("C", "2023/12/10", {"SN001", ""});
    EXPECT_EQ(sums(), (Sums{{"C1", {3, 50'000}}, {"C2", {1, 10'000}}, {"none", {1, 10'000}}}));
    EXPECT_EQ(ledger.report(2023).donations, 3);
}

TEST_P(Campaigns, CountADonationOutsideAllCampaignsOnce)
{
    receive("A", "2023/12/10", {"SN001", "SN002", ""});
    receive("B", "2023/12/10", {"SN001"});
    EXPECT_EQ(sums(), (Sums{{"none", {2, 40'000}}}));
}

TEST_P(Campaigns, CountADonationWhoseLinesDoNotAddUpOnce)
{
    domain::Donation donation = a_donation(10'000);
    donation.gifts = {a_gift_line("SN001", 9'000)};
    ledger.enter(donation);
    EXPECT_EQ(sums(), (Sums{{"none", {1, 10'000}}}));
    donation.gifts = {a_gift_line("SN001", 4'000), a_gift_line("SN002", 5'000)};
    ledger.enter(donation);
    EXPECT_EQ(sums(), (Sums{{"none", {2, 20'000}}}));
}

TEST_P(Campaigns, FollowALinkThatIsAddedLater)
{
    receive("A", "2023/12/10", {"SN001"});
    EXPECT_EQ(sums(), (Sums{{"none", {1, 10'000}}}));
    add("C1");
    link("C1", "SN001");
    EXPECT_EQ(sums(), (Sums{{"C1", {1, 10'000}}}));
}

TEST_P(Campaigns, GiveTheRevenueOfARefundedDonationBack)
{
    add("C1");
    link("C1", "SN001");
    receive("A", "2023/12/10", {"SN001", "SN002"});
    receive("B", "2023/12/11", {"SN001"});
    ledger.business_date = {2023, 12, 20};
    receive("A", "2023/12/10", {"SN001", "SN002"}, "キャンセル");
    EXPECT_EQ(sums(), (Sums{{"C1", {1, 10'000}}}));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Campaigns, GiveTheRevenueBackEvenWhenTheRefundFallsOutsideTheirPeriod)
{
    add("C1");
    link("C1", "SN001");
    receive("A", "2023/12/10", {"SN001"});
    ledger.business_date = {2024, 1, 20};
    receive("A", "2023/12/10", {"SN001"}, "キャンセル");
    EXPECT_EQ(sums(), Sums{}) << "a campaign counts what was received inside its period and kept";
}

TEST_P(Campaigns, TakeNoRevenueBackThatWasNeverTheirs)
{
    add("C1", {2024, 1, 1}, {2024, 1, 31});
    link("C1", "SN001");
    receive("A", "2023/12/10", {"SN001"});
    ledger.business_date = {2024, 1, 20};
    receive("A", "2023/12/10", {"SN001"}, "キャンセル");
    EXPECT_EQ(sums(), Sums{});
}

RUN_ON_EVERY_ENGINE(Campaigns);

}  // namespace
}  // namespace furusato::tests
