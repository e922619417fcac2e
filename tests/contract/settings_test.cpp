#include "furusato/application/settings.hpp"

#include "contract/engine.hpp"
#include "furusato/application/manage_settings.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::CitySetting;
using application::Durability;
using application::DutyAssignment;
using application::Records;
using domain::Date;
using domain::Duty;
using domain::DutyHolder;

class SettingRepository : public OnEveryEngine {
protected:
    std::vector<CitySetting> all()
    {
        std::vector<CitySetting> settings;
        ledger.store().read([&](Records& records) { settings = records.settings.all(); });
        return settings;
    }
    std::vector<DutyAssignment> duties()
    {
        std::vector<DutyAssignment> duties;
        ledger.store().read([&](Records& records) { duties = records.settings.duties(); });
        return duties;
    }
    domain::OperationId operation = ledger.an_operation();
};

TEST_P(SettingRepository, KeepsSettingsInOrderOfNameAndDay)
{
    const std::string longest = repeated("𠮷", 399) + "\n";
    ledger.store().write(Durability::Confirmed, [&](Records& records) {
        records.settings.set({"section", {2024, 4, 1}, "係"}, operation);
        records.settings.set({"section", {2003, 4, 21}, longest}, operation);
        records.settings.set({"city_name", {2024, 4, 1}, ""}, operation);
    });
    const auto settings = all();
    ASSERT_EQ(settings.size(), 3U);
    EXPECT_EQ(settings[0].name, "city_name");
    EXPECT_EQ(settings[0].value, "");
    EXPECT_EQ(settings[1].valid_from, (Date{2003, 4, 21}));
    EXPECT_EQ(settings[1].value, longest);
    EXPECT_EQ(settings[2].valid_from, (Date{2024, 4, 1}));
    EXPECT_EQ(settings[2].value, "係");
}

TEST_P(SettingRepository, CorrectsWhatHoldsFromTheSameDay)
{
    ledger.store().write(Durability::Confirmed, [&](Records& records) {
        records.settings.set({"section", {2003, 4, 21}, "誤"}, operation);
        records.settings.set({"section", {2003, 4, 21}, "正"}, operation);
        records.settings.set_duty({"ana", Duty::Receipts, {2023, 4, 1}, DutyHolder::City}, operation);
        records.settings.set_duty({"ana", Duty::Receipts, {2023, 4, 1}, DutyHolder::Portal}, operation);
    });
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all()[0].value, "正");
    ASSERT_EQ(duties().size(), 1U);
    EXPECT_EQ(duties()[0].holder, DutyHolder::Portal);
}

TEST_P(SettingRepository, KeepsEveryDutyAndHolder)
{
    ledger.store().write(Durability::Confirmed, [&](Records& records) {
        for (const auto duty : {Duty::Receipts, Duty::OneStop, Duty::GiftOrders, Duty::Telephone}) {
            records.settings.set_duty({"choice", duty, {2023, 4, 1}, DutyHolder::City}, operation);
            records.settings.set_duty({"choice", duty, {2024, 4, 1}, DutyHolder::Contractor}, operation);
            records.settings.set_duty({"ana", duty, {2023, 4, 1}, DutyHolder::Portal}, operation);
        }
    });
    const auto stored = duties();
    ASSERT_EQ(stored.size(), 12U);
    for (const auto duty : {Duty::Receipts, Duty::OneStop, Duty::GiftOrders, Duty::Telephone}) {
        EXPECT_EQ(duty_holder_on(stored, "choice", duty, {2024, 3, 31}), DutyHolder::City);
        EXPECT_EQ(duty_holder_on(stored, "choice", duty, {2024, 4, 1}), DutyHolder::Contractor);
        EXPECT_EQ(duty_holder_on(stored, "ana", duty, {2024, 4, 1}), DutyHolder::Portal);
    }
}

TEST_P(SettingRepository, IsChangedByStaffWithAnEntryInTheChain)
{
    application::ManageSettings manage{ledger.store(), ledger.digests(), ledger.clock};
    manage.set({"issuer_name", {2024, 4, 1}, "見本 太郎"}, ledger.caller());
    manage.set_duty({"ana", Duty::OneStop, {2024, 4, 1}, DutyHolder::Portal}, ledger.caller());
    ASSERT_EQ(manage.list().size(), 1U);
    EXPECT_EQ(manage.list()[0].value, "見本 太郎");
    ASSERT_EQ(manage.duties().size(), 1U);
    EXPECT_EQ(manage.duties()[0].portal, "ana");
    ledger.store().read([](Records& records) { EXPECT_EQ(records.operations.last_link("cli")->entries, 1); });
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(SettingRepository, KnowsNoSettingOfAnotherName)
{
    application::ManageSettings manage{ledger.store(), ledger.digests(), ledger.clock};
    try {
        manage.set({"key_fingerprint", {2024, 4, 1}, "0"}, ledger.caller());
        FAIL() << "took a setting that no city has";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), domain::RefusalKind::NotFound);
        EXPECT_EQ(refusal.code(), "setting.unknown");
    }
    EXPECT_TRUE(all().empty());
}

TEST_P(SettingRepository, ListsRespectWhoseDutyItIsOnTheDayOfTheDonation)
{
    using application::DonationFilter;
    using application::DutyFilter;
    ledger.load_city().execute(a_city(), ledger.caller());
    ledger.import(choice_csv({{.order = "OLD", .applied_on = "2023/10/01", .paid_on = "2023/10/01"},
        {.order = "NEW"}, {.order = "WAITS", .status = "入金待ち", .paid_on = ""}}));
    ledger.import(generic_csv({{.order = "SLIP"}}));
    application::ManageSettings manage{ledger.store(), ledger.digests(), ledger.clock};
    const auto assign = [&](Duty duty, domain::Date from, DutyHolder holder) {
        manage.set_duty({"choice", duty, from, holder}, ledger.caller(), "委託");
    };
    for (const auto duty : {Duty::Receipts, Duty::OneStop, Duty::GiftOrders, Duty::Telephone}) {
        assign(duty, {2023, 4, 1}, DutyHolder::Contractor);
        assign(duty, {2023, 11, 1}, DutyHolder::Portal);
    }
    assign(Duty::Receipts, {2023, 12, 11}, DutyHolder::City);
    const auto found = [&](const DonationFilter& filter) {
        std::set<std::string> orders;
        const auto total = ledger.list_donations().execute(
            filter, [&](const auto& listed) { orders.insert(listed.donation.order.order_number); });
        EXPECT_EQ(total.number, static_cast<std::int64_t>(orders.size()));
        EXPECT_EQ(ledger.list_donations().count(filter).number, total.number);
        return orders;
    };
    const auto done_by = [&](Duty duty, DutyHolder holder) {
        DonationFilter filter;
        filter.done_by = DutyFilter{duty, holder, ledger.business_date};
        return found(filter);
    };
    using Orders = std::set<std::string>;
    for (const auto duty : {Duty::OneStop, Duty::GiftOrders}) {
        EXPECT_EQ(done_by(duty, DutyHolder::Contractor), (Orders{"OLD"}));
        EXPECT_EQ(done_by(duty, DutyHolder::Portal), (Orders{"NEW", "WAITS"}));
        EXPECT_EQ(done_by(duty, DutyHolder::City), (Orders{"SLIP"}));
    }
    EXPECT_EQ(done_by(Duty::Telephone, DutyHolder::Portal), (Orders{"NEW", "OLD", "WAITS"}))
        << "who answers is who answers today";
    EXPECT_EQ(done_by(Duty::Telephone, DutyHolder::Contractor), Orders{});
    DonationFilter unreceipted;
    unreceipted.only_unreceipted = true;
    unreceipted.done_by = DutyFilter{Duty::Receipts, DutyHolder::City, ledger.business_date};
    EXPECT_EQ(found(unreceipted), (Orders{"SLIP"})) << "as receipt issue takes them";
    EXPECT_EQ(ledger.issue().issued, 1);
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(SettingRepository, ADutyOfDaysThatAreOverSaysWhy)
{
    application::ManageSettings manage{ledger.store(), ledger.digests(), ledger.clock};
    const application::DutyAssignment past{"ana", Duty::Receipts, {2024, 2, 1}, DutyHolder::City};
    EXPECT_EQ(refusal_of([&] { manage.set_duty(past, ledger.caller()); }), "reason.missing");
    manage.set_duty(past, ledger.caller(), "契約の変更");
    EXPECT_EQ(
        refusal_of([&] { manage.set_duty(past, ledger.caller(), "もう一度"); }), "duty.nothing_changed");
    manage.set_duty({"ana", Duty::Receipts, {2024, 3, 1}, DutyHolder::Portal}, ledger.caller());
    EXPECT_EQ(manage.duties().size(), 2U);
}

RUN_ON_EVERY_ENGINE(SettingRepository);

}  // namespace
}  // namespace furusato::tests
