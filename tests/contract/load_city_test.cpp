#include "furusato/application/load_city.hpp"

#include "contract/engine.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/security/keyed_digests.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::CityMasters;
using application::LoadCity;
using application::LoadedCity;
using application::Records;
using domain::Date;
using Findings = std::vector<std::string>;

CityMasters a_whole_city()
{
    CityMasters city = a_city();
    city.duties = {{"ana", domain::Duty::Receipts, {2023, 4, 1}, domain::DutyHolder::Portal}};
    city.campaigns = {a_campaign("C1")};
    city.campaigns[0].gifts = {{"SN001", {2023, 12, 1}, {2023, 12, 31}}};
    city.targets.resize(1);
    city.targets[0].fiscal_year = domain::FiscalYear{2023};
    city.targets[0].amount = domain::Yen{110'000'000};
    city.targets[0].note = "架空";
    return city;
}

class CityLoading : public OnEveryEngine {
protected:
    LoadedCity load(const CityMasters& masters)
    {
        return ledger.load_city().execute(masters, ledger.caller());
    }
    std::int64_t links()
    {
        std::int64_t count = 0;
        ledger.store().read(
            [&](Records& records) { records.operations.for_each_link([&](const auto&) { ++count; }); });
        return count;
    }
    std::string setting(const std::string& name)
    {
        std::string value;
        ledger.store().read([&](Records& records) {
            value = setting_on(records.settings.all(), name, {2024, 2, 29});
        });
        return value;
    }
};

TEST_P(CityLoading, BringsInEveryMaster)
{
    const LoadedCity loaded = load(a_whole_city());
    EXPECT_EQ(loaded.settings, static_cast<std::int64_t>(a_city().settings.size()) + 2)
        << "with the key's name and a duty";
    EXPECT_EQ(loaded.purposes, 2);
    EXPECT_EQ(loaded.campaigns, 1);
    EXPECT_EQ(loaded.targets, 1);
    EXPECT_EQ(setting("city_name"), "周南市");
    EXPECT_EQ(setting("key_fingerprint"), ledger.digests().key_fingerprint());
    ledger.store().read([](Records& records) {
        EXPECT_EQ(records.settings.duties().size(), 1U);
        EXPECT_EQ(records.catalogue.purpose_versions().at(1).fund_code, "K2");
        EXPECT_EQ(records.catalogue.campaigns().at(0).gifts.size(), 1U);
        EXPECT_EQ(records.targets.list({}).at(0).note, "架空");
    });
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(CityLoading, ChangesNothingTheSecondTime)
{
    load(a_whole_city());
    const std::int64_t before = links();
    EXPECT_EQ(load(a_whole_city()).total(), 0);
    EXPECT_EQ(links(), before) << "not even an operation";
}

TEST_P(CityLoading, NeverGoesOverWhatStaffChanged)
{
    load(a_whole_city());
    ledger.store().write(application::Durability::Confirmed, [&](Records& records) {
        records.settings.set(
            {"city_name", {2003, 4, 21}, "新周南市"}, records.operations.last_link("cli")->operation);
    });
    CityMasters changed = a_whole_city();
    changed.purposes[0].label = "別の名";
    changed.campaigns[0].name = "別の名";
    changed.targets[0].amount = domain::Yen{1};
    changed.settings.push_back({"section", {2024, 4, 1}, "新しい課"});
    EXPECT_EQ(load(changed).total(), 1);
    EXPECT_EQ(setting("city_name"), "新周南市");
    ledger.store().read([](Records& records) {
        EXPECT_EQ(records.catalogue.purpose_versions().at(0).label, "市長におまかせ");
        EXPECT_EQ(records.catalogue.campaigns().at(0).name, "市誕生20周年");
        EXPECT_EQ(records.targets.list({}).at(0).amount, domain::Yen{110'000'000});
    });
}

TEST_P(CityLoading, BringsInADutyWhenNothingElseIsMissing)
{
    CityMasters city = a_whole_city();
    load(city);
    city.duties.push_back({"choice", domain::Duty::Receipts, {2024, 4, 1}, domain::DutyHolder::Contractor});
    EXPECT_EQ(load(city).total(), 1);
    ledger.store().read([](Records& records) { EXPECT_EQ(records.settings.duties().size(), 2U); });
}

TEST_P(CityLoading, MakesNoSampleOfALedgerInUse)
{
    CityMasters sample = a_whole_city();
    sample.settings.push_back({"sample", {2003, 4, 21}, "1"});
    load(a_whole_city());
    ledger.enter(a_donation());
    try {
        load(sample);
        FAIL() << "printed 見本 on the receipts of a real city";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), domain::RefusalKind::Conflict);
        EXPECT_EQ(refusal.code(), "init.demo_in_use");
    }
    EXPECT_EQ(setting("sample"), "");
}

TEST_P(CityLoading, BindsTheLedgerToItsKey)
{
    load(a_whole_city());
    EXPECT_NO_THROW(ledger.load_city().check_key());
    const auto other = security::make_digests(std::string(64, 'f'));
    LoadCity with_other_key{ledger.store(), *other, ledger.clock};
    try {
        with_other_key.check_key();
        FAIL() << "took a ledger that was made with another key";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), domain::RefusalKind::Conflict);
        EXPECT_EQ(refusal.code(), "database.key_mismatch");
    }
}

TEST_P(CityLoading, LetsAFreshLedgerHaveAnyKey)
{
    EXPECT_NO_THROW(ledger.load_city().check_key());
}

RUN_ON_EVERY_ENGINE(CityLoading);

}  // namespace
}  // namespace furusato::tests
