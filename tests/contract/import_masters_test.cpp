#include "contract/engine.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/list_gifts.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Records;
using domain::Yen;
using Findings = std::vector<std::string>;

/// What a donation's texts mean to the city: purposes and gifts.
class ImportOfNames : public OnEveryEngine {
protected:
    ImportOfNames() { ledger.load_city().execute(a_city(), ledger.caller()); }

    std::vector<std::string> unmatched()
    {
        std::vector<std::string> names;
        for (const auto& name : application::ListGifts{ledger.store()}.unmatched()) {
            names.push_back(name.kind + " " + name.portal + " " + name.written);
        }
        return names;
    }
    std::vector<application::GiftVersion> versions()
    {
        std::vector<application::GiftVersion> found;
        ledger.store().read([&](Records& records) { found = records.catalogue.gift_versions(); });
        return found;
    }
};

TEST_P(ImportOfNames, KnowsAPurposeByItsLabelInAnyWidth)
{
    ledger.import(
        choice_csv({{.order = "A", .purpose = "市長に おまかせ"}, {.order = "B", .purpose = "子育て"}}));
    EXPECT_EQ(ledger.donation("A").purposes.at(0).code, "1");
    EXPECT_EQ(ledger.donation("A").purposes.at(0).written, "市長に おまかせ");
    EXPECT_NE(ledger.donation("A").purposes.at(0).version, 0);
    EXPECT_EQ(ledger.donation("B").purposes.at(0).code, "2");
    EXPECT_EQ(unmatched(), (std::vector<std::string>{"gift choice SN001"}));
}

TEST_P(ImportOfNames, KnowsAPurposeByItsCodeWhereTheFileHasNoLabel)
{
    ledger.import(choice_csv({{.order = "A", .purpose_code = "2", .purpose = ""},
        {.order = "B", .purpose_code = "2", .purpose = "別の市の使い道"}}));
    EXPECT_EQ(ledger.donation("A").purposes.at(0).code, "2");
    EXPECT_EQ(ledger.donation("B").purposes.at(0).code, "") << "portals number their purposes by themselves";
    EXPECT_EQ(ledger.donation("B").purposes.at(0).written_code, "2");
}

TEST_P(ImportOfNames, KeepsAndListsWhatNoMasterKnows)
{
    const auto summary =
        ledger.import(choice_csv({{.order = "A", .purpose = "新しい使い道", .gift_code = "sn042"},
            {.order = "B", .purpose = "", .gift_code = ""}}));
    EXPECT_EQ(summary.orders.added, 2);
    EXPECT_EQ(summary.unmatched_gifts, (std::set<std::string>{"SN042"}));
    EXPECT_EQ(summary.unmatched_purposes, (std::set<std::string>{"新しい使い道"}));
    EXPECT_EQ(unmatched(), (std::vector<std::string>{"gift choice SN042", "purpose choice 新しい使い道"}));
    const auto report = ledger.report(2023);
    const auto keys = [&](const char* dimension) {
        std::set<std::string> found;
        for (const auto& line : report.by.at(dimension)) found.insert(line.key);
        return found;
    };
    EXPECT_EQ(keys("gift"), (std::set<std::string>{"SN042", "none"}));
    EXPECT_EQ(keys("purpose"), (std::set<std::string>{"新しい使い道", "none"}));
}

TEST_P(ImportOfNames, SplitsADonationOverSeveralPurposes)
{
    ledger.import(choice_csv({{.amount = "10000", .purpose = "子育て"},
        {.line = "2", .amount = "5000", .purpose = "市長におまかせ", .gift_code = "SN002"},
        {.line = "3", .amount = "1000", .purpose = "子育て", .gift_code = "SN003"}}));
    const auto stored = ledger.donation("C1");
    EXPECT_EQ(stored.amount, Yen{16'000});
    ASSERT_EQ(stored.purposes.size(), 2U);
    const auto report = ledger.report(2023);
    ASSERT_EQ(report.by.at("purpose").size(), 2U);
    EXPECT_EQ(report.by.at("purpose")[0].key, "2");
    EXPECT_EQ(report.by.at("purpose")[0].label, "子育て");
    EXPECT_EQ(report.by.at("purpose")[0].yen, Yen{11'000});
    EXPECT_EQ(report.by.at("purpose")[0].donations, 1);
    EXPECT_EQ(report.by.at("purpose")[1].yen, Yen{5'000});
    EXPECT_EQ(report.by.at("purpose")[1].donations, 1);
    EXPECT_EQ(report.donations, 1);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportOfNames, CountsADonationOnceForAPurposeThatItWritesInTwoWays)
{
    ledger.import(choice_csv({{.amount = "10000", .purpose = "子育て"},
        {.line = "2", .amount = "5000", .purpose = "子 育 て", .gift_code = "SN002"}}));
    const auto report = ledger.report(2023);
    ASSERT_EQ(report.by.at("purpose").size(), 1U);
    EXPECT_EQ(report.by.at("purpose")[0].yen, Yen{15'000});
    EXPECT_EQ(report.by.at("purpose")[0].donations, 1);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportOfNames, KnowsAGiftByItsCodeAndTheVersionOfTheDay)
{
    ledger.business_date = {2023, 4, 1};
    ledger.import_gift_file(gift_csv({{.code = "SN001", .valid_from = "2023-04-01"}}));
    ledger.import_gift_file(gift_csv({{.code = "SN001", .required = "12000", .valid_from = "2023-12-01"}}));
    ledger.business_date = {2024, 2, 29};
    ledger.import(choice_csv({{.order = "A", .applied_on = "2023/11/30", .paid_on = "2023/12/02"},
        {.order = "B", .applied_on = "2023/12/01", .gift_code = "ｓｎ００１"},
        {.order = "C", .applied_on = "2023/03/31", .paid_on = "2023/04/01"}}));
    ASSERT_EQ(versions().size(), 2U);
    EXPECT_EQ(ledger.donation("A").gifts.at(0).gift_version, versions()[0].version);
    EXPECT_EQ(ledger.donation("B").gifts.at(0).gift_code, "SN001");
    EXPECT_EQ(ledger.donation("B").gifts.at(0).gift_version, versions()[1].version);
    EXPECT_EQ(ledger.donation("C").gifts.at(0).gift_version, 0)
        << "not yet offered on the day of application";
    EXPECT_TRUE(unmatched().empty()) << "the code is known";
    EXPECT_EQ(ledger.report(2023).by.at("gift").at(0).label, "周南の地酒");
}

TEST_P(ImportOfNames, KeepsTheVersionThatADonationPointsToWhenTheGiftIsCorrected)
{
    ledger.import_gift_file(gift_csv({{.code = "SN001"}}));
    ledger.import(choice_csv({PortalRow{}}));
    ledger.import_gift_file(gift_csv({{.code = "SN001", .name = "正しい名"}}));
    const auto pointed = ledger.donation("C1").gifts.at(0).gift_version;
    bool is_there = false;
    for (const auto& version : versions()) is_there = is_there || version.version == pointed;
    EXPECT_TRUE(is_there);
}

RUN_ON_EVERY_ENGINE(ImportOfNames);

}  // namespace
}  // namespace furusato::tests
