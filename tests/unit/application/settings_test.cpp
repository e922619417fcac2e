#include "furusato/application/settings.hpp"

#include <gtest/gtest.h>

namespace furusato::application {
namespace {

using domain::Date;
using domain::Duty;
using domain::DutyHolder;

TEST(SettingOn, GivesTheValueInForceOnTheDay)
{
    const std::vector<CitySetting> settings{{"issuer_name", {2003, 4, 21}, "初代"},
        {"issuer_name", {2023, 5, 1}, "二代"}, {"section", {2003, 4, 21}, "課"}};
    EXPECT_EQ(setting_on(settings, "issuer_name", {2003, 4, 20}), "");
    EXPECT_EQ(setting_on(settings, "issuer_name", {2003, 4, 21}), "初代");
    EXPECT_EQ(setting_on(settings, "issuer_name", {2023, 4, 30}), "初代");
    EXPECT_EQ(setting_on(settings, "issuer_name", {2023, 5, 1}), "二代");
    EXPECT_EQ(setting_on(settings, "section", {2030, 1, 1}), "課");
    EXPECT_EQ(setting_on(settings, "unknown", {2030, 1, 1}), "");
    EXPECT_EQ(setting_on({}, "section", {2030, 1, 1}), "");
}

TEST(SettingOn, GivesAnEmptyValueThatWasSetOnPurpose)
{
    const std::vector<CitySetting> settings{
        {"issuer_name", {2003, 4, 21}, "初代"}, {"issuer_name", {2023, 5, 1}, ""}};
    EXPECT_EQ(setting_on(settings, "issuer_name", {2023, 5, 1}), "");
}

TEST(DutyHolderOn, GivesWhoHasTheDutyOnTheDay)
{
    const std::vector<DutyAssignment> duties{{"ana", Duty::Receipts, {2023, 4, 1}, DutyHolder::Portal},
        {"ana", Duty::Receipts, {2024, 4, 1}, DutyHolder::Contractor},
        {"ana", Duty::OneStop, {2023, 4, 1}, DutyHolder::Contractor}};
    EXPECT_EQ(duty_holder_on(duties, "ana", Duty::Receipts, {2023, 4, 1}), DutyHolder::Portal);
    EXPECT_EQ(duty_holder_on(duties, "ana", Duty::Receipts, {2024, 3, 31}), DutyHolder::Portal);
    EXPECT_EQ(duty_holder_on(duties, "ana", Duty::Receipts, {2024, 4, 1}), DutyHolder::Contractor);
    EXPECT_EQ(duty_holder_on(duties, "ana", Duty::OneStop, {2024, 4, 1}), DutyHolder::Contractor);
}

TEST(DutyHolderOn, IsTheCityWhereNothingIsSaid)
{
    const std::vector<DutyAssignment> duties{{"ana", Duty::Receipts, {2023, 4, 1}, DutyHolder::Portal}};
    EXPECT_EQ(duty_holder_on(duties, "ana", Duty::Receipts, {2023, 3, 31}), DutyHolder::City);
    EXPECT_EQ(duty_holder_on(duties, "ana", Duty::Telephone, {2023, 4, 1}), DutyHolder::City);
    EXPECT_EQ(duty_holder_on(duties, "choice", Duty::Receipts, {2023, 4, 1}), DutyHolder::City);
}

}  // namespace
}  // namespace furusato::application
