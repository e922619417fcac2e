#include "contract/engine.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using Findings = std::vector<std::string>;

class VerifyReceipts : public WithTamperer {
protected:
    VerifyReceipts()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv({{.order = "A"}, {.order = "B", .name = "徳山　花子"}, {.order = "C"}}));
        EXPECT_EQ(ledger.issue().issued, 3);
        EXPECT_EQ(ledger.findings(), Findings{});
    }
    void expect_found(const std::string& code)
    {
        bool is_found = false;
        for (const auto& finding : ledger.findings())
            is_found = is_found || finding.substr(0, finding.find(' ')) == code;
        EXPECT_TRUE(is_found) << code << " is not in " << testing::PrintToString(ledger.findings());
    }
};

TEST_P(VerifyReceipts, FindsAGapThatNothingExplains)
{
    tamper("DELETE FROM receipts WHERE running_number = 2");
    expect_found("verify.receipt_gap");
}

TEST_P(VerifyReceipts, FindsTheLastReceiptDeleted)
{
    tamper("DELETE FROM receipts WHERE running_number = 3");
    expect_found("verify.receipt_gap");
}

TEST_P(VerifyReceipts, ExplainsTheGapsOfARunThatWasTakenBack)
{
    ledger.import(choice_csv({{.order = "D"}, {.order = "E"}}));
    ledger.printer.sheets_until_failure = 1;
    EXPECT_ANY_THROW(ledger.issue());
    ledger.printer.sheets_until_failure = -1;
    EXPECT_EQ(ledger.issue().issued, 2);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(VerifyReceipts, FindsAChangedFact)
{
    tamper("UPDATE receipts SET amount_yen = amount_yen + 1 WHERE running_number = 1");
    expect_found("verify.receipt_differs");
    expect_found("verify.receipt_changed");
}

TEST_P(VerifyReceipts, FindsAnotherNameOnAReceipt)
{
    tamper(
        "UPDATE receipts SET contact_id = (SELECT contact_id FROM donations WHERE portal_order_number = 'B') WHERE running_number = 1");
    expect_found("verify.receipt_changed");
}

TEST_P(VerifyReceipts, FindsAnotherMayorOrSealOnReceipts)
{
    tamper("UPDATE receipt_issuers SET seal_version = 'x'");
    expect_found("verify.receipt_changed");
}

TEST_P(VerifyReceipts, FindsReceiptsThatChangedNumbers)
{
    tamper("UPDATE receipts SET running_number = 99 WHERE running_number = 1");
    tamper("UPDATE receipts SET running_number = 1 WHERE running_number = 2");
    tamper("UPDATE receipts SET running_number = 2 WHERE running_number = 99");
    expect_found("verify.receipt_changed");
}

TEST_P(VerifyReceipts, FindsAReceiptWhoseDonationWasRefundedBehindIt)
{
    tamper("UPDATE donations SET state = 'refunded' WHERE portal_order_number = 'A'");
    expect_found("verify.receipt_differs");
}

TEST_P(VerifyReceipts, FindsAnInventedReceipt)
{
    const auto donation = ledger.enter(a_donation());
    tamper(
        "INSERT INTO receipts (id, tax_year, running_number, donation_id, original_of, run_id, state, void_reason, issued_on, "
        "received_on, amount_yen, contact_id, corporate, wording_version, issuer_id, operation_id) SELECT 99, tax_year, 4, ?, ?, "
        "run_id, state, void_reason, issued_on, received_on, amount_yen, contact_id, corporate, wording_version, issuer_id, "
        "operation_id FROM receipts WHERE running_number = 1",
        {donation.id.value, donation.id.value});
    tamper("UPDATE receipt_counters SET last_number = 4");
    expect_found("verify.receipt_changed");
}

TEST_P(VerifyReceipts, FindsTheLastReceiptDeletedTogetherWithItsNumber)
{
    tamper("DELETE FROM receipts WHERE running_number = 3");
    tamper("UPDATE receipt_counters SET last_number = 2");
    EXPECT_NE(ledger.findings(), Findings{}) << "the history knows of three receipts";
}

TEST_P(VerifyReceipts, FindsACounterThatWentBack)
{
    tamper("UPDATE receipt_counters SET last_number = 1");
    EXPECT_NE(ledger.findings(), Findings{}) << "the next run would draw numbers that are taken";
}

TEST_P(VerifyReceipts, FindsAReceiptThatSomebodyMadeVoid)
{
    tamper("UPDATE receipts SET state = 'void', original_of = NULL WHERE running_number = 1");
    EXPECT_NE(ledger.findings(), Findings{}) << "its donation would get a second receipt";
}

RUN_ON_EVERY_ENGINE(VerifyReceipts);

}  // namespace
}  // namespace furusato::tests
