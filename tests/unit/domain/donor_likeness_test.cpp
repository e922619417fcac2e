#include "furusato/domain/donor_likeness.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace furusato::domain {
namespace {

DonorMatchRule a_rule()
{
    DonorMatchRule rule;
    rule.points = {{{4, 0, -2}, {2, 0, -2}, {4, 0, -6}, {3, 0, 0}, {3, 0, 0}, {4, 2, 0}}};
    rule.another_person = -8;
    rule.automatic = 9;
    rule.review = 6;
    return rule;
}

DonorLikeness alike(std::initializer_list<MatchField> fields)
{
    DonorLikeness likeness;
    for (const MatchField field : fields) likeness.set(field, Likeness::Agrees);
    return likeness;
}

constexpr auto kName = MatchField::Name;
constexpr auto kKana = MatchField::Kana;
constexpr auto kBirth = MatchField::BirthDate;
constexpr auto kMail = MatchField::Mail;
constexpr auto kPhone = MatchField::Phone;
constexpr auto kAddress = MatchField::Address;

TEST(DonorLikeness, IsKeptInOneNumber)
{
    DonorLikeness likeness = alike({kName, kPhone});
    likeness.set(kAddress, Likeness::Partly);
    likeness.set(kBirth, Likeness::Differs);
    EXPECT_EQ(DonorLikeness::unpacked(likeness.packed()), likeness);
    EXPECT_NE(likeness.packed(), alike({kName, kPhone}).packed());
}

TEST(DonorMatchRule, GoesByPoints)
{
    EXPECT_EQ(a_rule().judge(alike({kName, kKana, kPhone})), MatchVerdict::Automatic);
    EXPECT_EQ(a_rule().judge(alike({kName, kPhone})), MatchVerdict::Review);
    EXPECT_EQ(a_rule().judge(alike({kPhone})), MatchVerdict::Separate);
}

TEST(DonorMatchRule, NeverGoesByWhatANameSaysAlone)
{
    EXPECT_EQ(a_rule().judge(alike({kName})), MatchVerdict::Separate);
    EXPECT_EQ(a_rule().judge(alike({kName, kKana, kBirth})), MatchVerdict::Review)
        << "no mail, telephone or address agrees";
}

TEST(DonorMatchRule, KeepsAFamilyApart)
{
    DonorLikeness sister = alike({kMail, kPhone, kAddress});
    sister.set(kName, Likeness::Differs);
    sister.set(kKana, Likeness::Differs);
    EXPECT_EQ(a_rule().judge(sister), MatchVerdict::Separate);
    DonorLikeness nobody_knows = alike({kMail, kPhone, kAddress});
    EXPECT_EQ(a_rule().judge(nobody_knows), MatchVerdict::Review)
        << "neither name nor reading nor birth date";
    nobody_knows.set(kKana, Likeness::Differs);
    EXPECT_EQ(a_rule().judge(nobody_knows), MatchVerdict::Separate);
}

TEST(DonorMatchRule, NeverJoinsPeopleOfTwoBirthDates)
{
    DonorLikeness namesake = alike({kName, kKana, kMail, kPhone, kAddress});
    namesake.set(kBirth, Likeness::Differs);
    EXPECT_EQ(a_rule().judge(namesake), MatchVerdict::Review);
}

TEST(DonorMatchRule, LetsTheReadingDecideWhereTheNameIsDamaged)
{
    EXPECT_EQ(a_rule().judge(alike({kKana, kPhone, kAddress})), MatchVerdict::Automatic);
    DonorLikeness written_otherwise = alike({kKana, kBirth, kMail, kPhone, kAddress});
    written_otherwise.set(kName, Likeness::Differs);
    EXPECT_EQ(a_rule().judge(written_otherwise), MatchVerdict::Review)
        << "a name that differs is never automatic";
}

TEST(DonorMatchRules, HoldFromADayOn)
{
    DonorMatchRule later = a_rule();
    later.valid_from = Date{2026, 4, 1};
    later.automatic = 12;
    const DonorMatchRules rules{{later, a_rule()}};
    EXPECT_EQ(rules.on(Date{2026, 3, 31}).automatic, 9);
    EXPECT_EQ(rules.on(Date{2026, 4, 1}).automatic, 12);
    EXPECT_EQ(rules.on(Date{1999, 1, 1}).automatic, 9);
}

TEST(DonorMatchRules, RefuseWhatWouldJoinByANameAlone)
{
    DonorMatchRule rule = a_rule();
    rule.review = 4;
    EXPECT_THROW((DonorMatchRules{{rule}}), std::invalid_argument);
    rule = a_rule();
    rule.automatic = 5;
    EXPECT_THROW((DonorMatchRules{{rule}}), std::invalid_argument);
    EXPECT_THROW((DonorMatchRules{{}}), std::invalid_argument);
}

}  // namespace
}  // namespace furusato::domain
