#include "contract/engine.hpp"
#include "furusato/application/manage_settings.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using Values = persistence::Connection::Values;
using Findings = std::vector<std::string>;

/// A ledger with a bit of everything, clean until somebody goes around it.
class VerifyLedger : public WithTamperer {
protected:
    VerifyLedger()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import_gift_file(gift_csv({{.code = "SN001"}}));
        ledger.import(choice_csv(many_rows(24)));
        ledger.import(choice_csv({{.order = "M1", .status = "入金待ち"}}));
        PortalRow changed = many_rows(2).back();
        changed.remark = "電話あり";
        ledger.import(choice_csv({changed}));
        PortalRow refunded = many_rows(3).back();
        refunded.status = "キャンセル";
        ledger.import(choice_csv({refunded}));
        ledger.issue();
        EXPECT_EQ(ledger.findings(), Findings{});
    }

    /// Whether verify finds something under that code.
    bool finds(const std::string& code)
    {
        for (const auto& finding : ledger.findings()) {
            if (finding.substr(0, finding.find(' ')) == code) return true;
        }
        return false;
    }
    void expect_found(const std::string& code)
    {
        EXPECT_TRUE(finds(code)) << testing::PrintToString(ledger.findings());
    }
};

TEST_P(VerifyLedger, FindsNothingInAnUntouchedLedger)
{
    const auto report = ledger.verify_ledger().execute();
    EXPECT_TRUE(report.findings.empty());
    EXPECT_EQ(report.findings_in_all, 0);
    EXPECT_EQ(report.donations, 24);
    EXPECT_EQ(report.receipts, number("SELECT COUNT(*) AS n FROM receipts"));
    EXPECT_EQ(report.operations, number("SELECT COUNT(*) AS n FROM operations"));
    EXPECT_EQ(report.entries, number("SELECT COUNT(*) AS n FROM revenue_entries"));
    EXPECT_GT(report.receipts, 10);
}

TEST_P(VerifyLedger, FindsAChangedNamePurposeOrGift)
{
    const std::int64_t id = ledger.donation("M4").id.value;
    for (const std::string sql :
        {"UPDATE contacts SET name = 'x' WHERE id = (SELECT contact_id FROM donations WHERE id = ?)",
            "UPDATE donation_purposes SET written = 'x' WHERE donation_id = ?",
            "UPDATE donation_purposes SET amount_yen = amount_yen + 1 WHERE donation_id = ?",
            "UPDATE gift_lines SET quantity = quantity + 1 WHERE donation_id = ?",
            "UPDATE gift_lines SET amount_yen = amount_yen + 1 WHERE donation_id = ?",
            "UPDATE gift_lines SET shipping_state = 'lost' WHERE donation_id = ?",
            "UPDATE donations SET donor_id = (SELECT MAX(id) FROM donors) WHERE id = ?"}) {
        const std::size_t before = ledger.findings().size();
        tamper(sql, Values{id});
        EXPECT_GE(ledger.findings().size(), before + (before == 0 ? 1 : 0)) << sql;
        expect_found("verify.donation_changed");
    }
}

TEST_P(VerifyLedger, FindsADeletedDonation)
{
    const std::int64_t id = ledger.donation("M10").id.value;  // awaiting payment: nothing refers to it
    for (const char* table : {"gift_lines", "donation_purposes", "donor_matches"})
        tamper(std::string{"DELETE FROM "} + table + " WHERE donation_id = ?", Values{id});
    tamper("DELETE FROM donations WHERE id = ?", Values{id});
    expect_found("verify.donation_missing");
}

TEST_P(VerifyLedger, FindsADeletedRowOfHistory)
{
    tamper("DELETE FROM history WHERE entity = 'donation' AND entity_id = ? AND action = 'created'",
        Values{ledger.donation("M4").id.value});
    expect_found("verify.entries_changed");
    expect_found("verify.history_missing");
}

TEST_P(VerifyLedger, FindsAChangedValueOfHistory)
{
    tamper("UPDATE history_fields SET new_value = 'x' WHERE field = 'remark'");
    expect_found("verify.entries_changed");
}

TEST_P(VerifyLedger, FindsADeletedValueOfHistory)
{
    tamper("DELETE FROM history_fields WHERE field = 'remark'");
    expect_found("verify.entries_changed");
}

TEST_P(VerifyLedger, FindsAnAddedRowOfHistory)
{
    tamper(
        "INSERT INTO history (operation_id, entity, entity_id, action, digest) SELECT MIN(operation_id), 'donation', 99999, "
        "'created', MIN(digest) FROM history");
    expect_found("verify.entries_changed");
}

TEST_P(VerifyLedger, FindsLinksThatChangedPlaces)
{
    tamper("UPDATE audit_links SET link_number = -2 WHERE link_number = 2");
    tamper("UPDATE audit_links SET link_number = 2 WHERE link_number = 3");
    tamper("UPDATE audit_links SET link_number = 3 WHERE link_number = -2");
    expect_found("verify.link_missing");
}

TEST_P(VerifyLedger, FindsADeletedLink)
{
    tamper("DELETE FROM audit_links WHERE link_number = 2");
    expect_found("verify.link_missing");
}

TEST_P(VerifyLedger, FindsTheLastLinkDeleted)
{
    tamper("DELETE FROM audit_links WHERE link_number = (SELECT MAX(link_number) FROM audit_links)");
    expect_found("verify.link_missing");
}

TEST_P(VerifyLedger, FindsAChangedHeadOfAnOperation)
{
    for (const std::string column :
        {"kind", "actor", "source", "source_key", "reason", "business_date", "started_at"}) {
        const std::string before =
            raw->query("SELECT " + column + " AS n FROM operations WHERE id = 1").at(0).text("n");
        tamper("UPDATE operations SET " + column + " = '2020-01-01' WHERE id = 1");
        EXPECT_TRUE(finds("verify.link_changed")) << column;
        tamper("UPDATE operations SET " + column + " = ? WHERE id = 1", Values{before});
    }
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(VerifyLedger, FindsAChangedFactOfTheCityOrOfAnImport)
{
    application::ManageSettings settings{ledger.store(), ledger.digests(), ledger.clock};
    settings.set({"issuer_name", {2024, 4, 1}, "見本 太郎"}, ledger.caller());
    settings.set({"issuer_name", {2024, 4, 1}, "見本 花子"}, ledger.caller());
    settings.set_duty(
        {"ana", domain::Duty::OneStop, {2024, 4, 1}, domain::DutyHolder::Portal}, ledger.caller());
    application::Target target;
    target.fiscal_year = domain::FiscalYear{2023};
    target.amount = domain::Yen{110'000'000};
    ledger.manage_targets().set(target, ledger.caller());
    ledger.manage_campaigns().add(a_campaign("C1"), ledger.caller());
    ledger.manage_campaigns().link("C1", "SN001", {}, {}, ledger.caller());
    ledger.import(choice_csv({{.order = "E1", .amount = "一万円"}}));
    EXPECT_EQ(ledger.findings(), Findings{});
    const std::vector<std::pair<std::string, std::string>> changes{
        {"city_settings SET setting_value = '見本 太郎' WHERE name = 'issuer_name'",
            "city_settings SET setting_value = '見本 花子' WHERE name = 'issuer_name'"},
        {"city_settings SET setting_value = 'x' WHERE name = 'section'",
            "city_settings SET setting_value = 'シティプロモーション課' WHERE name = 'section'"},
        {"duties SET holder = 'city'", "duties SET holder = 'portal'"},
        {"gift_versions SET cost_yen = cost_yen + 1", "gift_versions SET cost_yen = cost_yen - 1"},
        {"supplier_versions SET valid_to = '2024-03-31'", "supplier_versions SET valid_to = NULL"},
        {"campaign_gifts SET ends_on = '2023-12-30'", "campaign_gifts SET ends_on = '2023-12-31'"},
        {"targets SET amount_yen = amount_yen - 1", "targets SET amount_yen = amount_yen + 1"},
        {"import_issues SET code = 'x' WHERE code = 'amount.not_a_number'",
            "import_issues SET code = 'amount.not_a_number' WHERE code = 'x'"},
        {"import_jobs SET sha256 = 'x' WHERE id = 1",
            "import_jobs SET sha256 = '" +
                raw->query("SELECT sha256 FROM import_jobs WHERE id = 1").at(0).text("sha256") +
                "' WHERE id = 1"}};
    for (const auto& [change, back] : changes) {
        tamper("UPDATE " + change);
        EXPECT_TRUE(finds("verify.row_changed")) << change;
        tamper("UPDATE " + back);
        EXPECT_EQ(ledger.findings(), Findings{}) << back;
    }
    tamper(
        "INSERT INTO city_settings (name, valid_from, setting_value, operation_id) VALUES ('issuer_name', '2024-05-01', '偽', 1)");
    EXPECT_EQ(ledger.findings(), Findings{"verify.row_changed setting issuer_name 2024-05-01"});
    tamper("DELETE FROM city_settings WHERE name = 'issuer_name'");
    tamper("DELETE FROM duties");
    tamper("DELETE FROM targets");
    EXPECT_EQ(ledger.findings(),
        (Findings{"verify.row_missing setting issuer_name 2024-04-01",
            "verify.row_missing duty ana one_stop 2024-04-01", "verify.row_missing target 2"}));
}

TEST_P(VerifyLedger, FindsAChangedDailySum)
{
    tamper(
        "UPDATE revenue_days SET yen = yen + 1 WHERE dimension = 'prefecture' AND dimension_key = '東京都'");
    expect_found("verify.day_differs");
}

TEST_P(VerifyLedger, FindsADailySumThatIsMissingOrTooMuch)
{
    tamper(
        "DELETE FROM revenue_days WHERE dimension = 'all' AND entered_on = (SELECT MIN(entered_on) FROM revenue_days)");
    expect_found("verify.day_differs");
    EXPECT_EQ(ledger.findings().size(), 1U);
    tamper(
        "INSERT INTO revenue_days (basis, entered_on, dimension, dimension_key, slice, donations, yen, refunds_yen) "
        "VALUES ('received', '2023-12-31', 'gift', 'SN999', 1, 1, 1, 0)");
    EXPECT_EQ(ledger.findings().size(), 2U);
}

TEST_P(VerifyLedger, FindsADeletedOrMovedRevenueEntry)
{
    const std::int64_t id = ledger.donation("M4").id.value;
    tamper("UPDATE revenue_entries SET entered_on = '2023-04-01' WHERE donation_id = ?", Values{id});
    expect_found("verify.day_differs");
    tamper("DELETE FROM revenue_entries WHERE donation_id = ?", Values{id});
    expect_found("verify.revenue_differs");
}

TEST_P(VerifyLedger, FindsAnUnfinishedJob)
{
    ledger.import_until_killed(generic_csv(many_rows(3, "G")));
    expect_found("verify.job_unfinished");
}

TEST_P(VerifyLedger, FindsBrokenReferences)
{
    raw->execute(GetParam()->foreign_keys_off());
    tamper("UPDATE gift_lines SET donation_id = 99999 WHERE id = 1");
    expect_found("verify.structure");
}

TEST_P(VerifyLedger, FindsADonationThatWasPutBackToHowItOnceWas)
{
    const std::int64_t id = ledger.donation("M4").id.value;
    ledger.change_donation().edit({"M4", "電話で確認", {}, ledger.caller()}, {{"remark", "あとで"}});
    EXPECT_EQ(ledger.findings(), Findings{});
    tamper("UPDATE donations SET remark = '', version = version - 1, changed_by = created_by WHERE id = ?",
        Values{id});
    expect_found("verify.donation_changed");
}

TEST_P(VerifyLedger, FindsReferencesThatNoForeignKeyGuards)
{
    raw->execute(GetParam()->foreign_keys_off());
    tamper("UPDATE receipts SET operation_id = 99999");
    tamper("UPDATE donations SET job_id = 99999 WHERE id = 1");
    expect_found("verify.structure");
}

TEST_P(VerifyLedger, FindsEachFieldOfADonationThatWasChanged)
{
    const std::vector<std::pair<std::string, std::string>> changes{{"amount_yen", "999"}, {"points_yen", "1"},
        {"state", "cancelled"}, {"applied_on", "2023-01-01"}, {"paid_on", "2023-01-01"},
        {"received_rule", "x"}, {"ended_on", "2023-01-01"}, {"payment_method", "other"},
        {"payment_written", "x"}, {"donor_kind", "group"}, {"one_stop_requested", "7"},
        {"name_publication", "7"}, {"name_damaged", "7"}, {"remark", "x"}, {"portal_order_number", "x"},
        {"content_hash", "1"}, {"version", "9"}, {"number", "F23-0000999"}};
    const std::int64_t id = ledger.donation("M4").id.value;
    for (const auto& [column, value] : changes) {
        const std::string before =
            raw->query("SELECT " + column + " AS n FROM donations WHERE id = ?", Values{id}).at(0).text("n");
        const bool was_null = raw->query("SELECT " + column + " AS n FROM donations WHERE id = ?", Values{id})
                                  .at(0)
                                  .is_null("n");
        tamper("UPDATE donations SET " + column + " = ? WHERE id = ?", Values{value, id});
        EXPECT_TRUE(finds("verify.donation_changed")) << column;
        tamper("UPDATE donations SET " + column + " = ? WHERE id = ?",
            was_null ? Values{{}, id} : Values{before, id});
        EXPECT_EQ(ledger.findings(), Findings{}) << column << " was put back";
    }
}

TEST_P(VerifyLedger, FindsAYearThatDoesNotFitTheDayOfReceipt)
{
    for (const char* column : {"fiscal_year", "tax_year", "designation_period"}) {
        tamper(std::string{"UPDATE donations SET "} + column + " = " + column +
               " + 1 WHERE portal_order_number = 'M4'");
        EXPECT_NE(ledger.findings(), Findings{}) << column;
        tamper(std::string{"UPDATE donations SET "} + column + " = " + column +
               " - 1 WHERE portal_order_number = 'M4'");
    }
}

TEST_P(VerifyLedger, FindsASumWhereReceiptAndRefundOfADayCancelOut)
{
    ledger.business_date = {2023, 12, 10};
    for (const char* status : {"受付完了", "キャンセル"}) {
        ledger.import(choice_csv({{.order = "Z", .status = status, .amount = "0"},
            {.order = "Z", .line = "2", .status = status, .gift_code = "SN002"}}));
    }
    ASSERT_EQ(ledger.findings(), Findings{});
    tamper(
        "UPDATE revenue_days SET yen = yen + 5 WHERE entered_on = '2023-12-10' AND dimension = 'gift' AND dimension_key = 'SN001'");
    expect_found("verify.day_differs");
}

RUN_ON_EVERY_ENGINE(VerifyLedger);

}  // namespace
}  // namespace furusato::tests
