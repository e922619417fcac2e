#include "furusato/domain/retention.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

// rules.md 7.8: completed 2026-11-22, 5 years → kept 2027-04-01 to 2032-03-31, disposable from 2032-04-01.
TEST(Retention, Rule7_8CountsFromTheFirstOfAprilAfterTheFiscalYearOfCompletion)
{
    EXPECT_EQ(disposable_from({2026, 11, 22}, 5), (Date{2032, 4, 1}));
    EXPECT_EQ(disposable_from({2027, 3, 31}, 5), (Date{2032, 4, 1}));
    EXPECT_EQ(disposable_from({2027, 4, 1}, 5), (Date{2033, 4, 1}));
    EXPECT_EQ(completed_through({2032, 3, 31}, 5), (Date{2026, 3, 31}));
    EXPECT_EQ(completed_through({2032, 4, 1}, 5), (Date{2027, 3, 31}));
}

TEST(Retention, TheNewestRuleOfASubjectHolds)
{
    const std::vector<RetentionRule> rules{
        {"access.1", RetentionSubject::AccessLog, {2008, 4, 1}, 3, "delete", "", false},
        {"donation.1", RetentionSubject::DonationContact, {2008, 4, 1}, 10, "mask", "", false},
        {"access.2", RetentionSubject::AccessLog, {2027, 4, 1}, 5, "delete", "", true}};
    const auto before = retention_rules_on(rules, {2027, 3, 31});
    ASSERT_EQ(before.size(), 2U);
    EXPECT_EQ(before[0].code, "donation.1");
    EXPECT_EQ(before[1].code, "access.1");
    EXPECT_EQ(retention_rules_on(rules, {2027, 4, 1})[1].code, "access.2");
    EXPECT_TRUE(retention_rules_on(rules, {2008, 3, 31}).empty());
}

TEST(Retention, AMaskedContactKeepsOnlyWhatReportsCountBy)
{
    Contact contact;
    contact.name = "周南　太郎";
    contact.kana = "シュウナン　タロウ";
    contact.prefecture = "山口県";
    contact.city = "周南市";
    contact.phone = "0834000000";
    const Contact nobody = masked(contact);
    Contact expected;
    expected.name = kMaskedText;
    expected.prefecture = "山口県";
    EXPECT_EQ(nobody, expected);
    EXPECT_TRUE(is_masked(nobody));
    EXPECT_FALSE(is_masked(contact));
}

}  // namespace
}  // namespace furusato::domain
