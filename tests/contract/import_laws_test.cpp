#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::ImportSummary;
using application::OutcomeCounts;
using application::Records;
using Findings = std::vector<std::string>;

std::string text_of(const OutcomeCounts& counts)
{
    return "read " + std::to_string(counts.read) + " = new " + std::to_string(counts.added) + " + updated " +
           std::to_string(counts.updated) + " + unchanged " + std::to_string(counts.unchanged) +
           " + skipped " + std::to_string(counts.skipped) + " + held " + std::to_string(counts.held) +
           " + error " + std::to_string(counts.error);
}

/// Issues as "line row column code value".
std::vector<std::string> issues_of(const ImportSummary& summary)
{
    std::vector<std::string> issues;
    for (const auto& issue : summary.issues) {
        issues.push_back(std::to_string(issue.line) + " " + std::to_string(issue.row) + " " + issue.column +
                         " " + issue.code + " " + issue.value);
    }
    return issues;
}

void expect_same_figures(const ImportSummary& left, const ImportSummary& right)
{
    EXPECT_EQ(left.portal, right.portal);
    EXPECT_EQ(left.encoding, right.encoding);
    EXPECT_EQ(left.sha256, right.sha256);
    EXPECT_EQ(text_of(left.rows), text_of(right.rows));
    EXPECT_EQ(text_of(left.orders), text_of(right.orders));
    EXPECT_EQ(left.cancelled, right.cancelled);
    EXPECT_EQ(left.awaiting_payment, right.awaiting_payment);
    EXPECT_EQ(left.received, right.received);
    EXPECT_EQ(left.received_yen, right.received_yen);
    EXPECT_EQ(left.donors_new, right.donors_new);
    EXPECT_EQ(left.donors_matched, right.donors_matched);
    EXPECT_EQ(left.one_stop_requested, right.one_stop_requested);
    EXPECT_EQ(left.unmatched_gifts, right.unmatched_gifts);
    EXPECT_EQ(left.unmatched_purposes, right.unmatched_purposes);
    EXPECT_EQ(issues_of(left), issues_of(right));
}

/// Rows of every kind: good ones, one in error, an order in error with a good line, one held, a copy, a contradiction.
std::vector<PortalRow> mixed_rows()
{
    auto rows = many_rows(130);
    rows.push_back({.order = "E1", .amount = "1.2E+4"});
    rows.push_back({.order = "E2"});
    rows.push_back({.order = "E2", .line = "2", .quantity = "1000"});
    rows.push_back({.order = "H1", .applied_on = "2024/03/01", .paid_on = "2024/03/01"});
    rows.push_back({.order = "H2", .paid_on = "", .payment = "銀行振込"});
    rows.push_back({.order = "H3"});
    rows.push_back({.order = "H3", .amount = "20000"});
    rows.push_back({.order = "S1"});
    rows.push_back({.order = "S1"});
    rows.push_back({.order = ""});
    return rows;
}

/// What the same portal tells later: payments, cancellations, a new address, a step back.
std::vector<PortalRow> later_rows()
{
    auto rows = many_rows(130);
    for (auto& row : rows) {
        if (row.order == "M10" || row.order == "M20") row.status = "受付完了";
        if (row.order == "M1" || row.order == "M2") row.status = "キャンセル";
        if (row.order == "M3") row.street = "別の町1-1";
        if (row.order == "M4") row.status = "入金待ち";
        if (row.order == "M5") row.amount = "77000";
    }
    return rows;
}

class ImportLaws : public OnEveryEngine {
protected:
    std::int64_t links()
    {
        std::int64_t count = 0;
        ledger.store().read(
            [&](Records& records) { records.operations.for_each_link([&](const auto&) { ++count; }); });
        return count;
    }
};

TEST_P(ImportLaws, ADryRunTellsWhatTheImportWillDoAndStoresNothing)
{
    const std::string csv = choice_csv(mixed_rows());
    const ImportSummary dry = ledger.try_import(csv);
    EXPECT_TRUE(dry.dry_run);
    EXPECT_FALSE(dry.job);
    EXPECT_FALSE(ledger.archive().holds(dry.sha256 + ".gz"));
    ledger.store().read([](Records& records) {
        EXPECT_TRUE(records.donations.is_empty());
        EXPECT_TRUE(records.donors.is_empty());
        EXPECT_TRUE(records.import_jobs.list({}).empty());
        EXPECT_EQ(records.import_jobs.parked_count("choice"), 0);
        EXPECT_TRUE(records.operations.open_operations().empty());
    });
    EXPECT_EQ(links(), 0);
    const ImportSummary live = ledger.import(csv);
    EXPECT_FALSE(live.dry_run);
    expect_same_figures(dry, live);
    EXPECT_EQ(live.orders.held, 3);
    EXPECT_EQ(live.orders.error, 2);
    EXPECT_EQ(live.rows.skipped, 1);
}

TEST_P(ImportLaws, ADryRunOverAFilledLedgerTellsTheSameToo)
{
    ledger.import(choice_csv(mixed_rows()));
    const std::string csv = choice_csv(later_rows());
    const ImportSummary dry = ledger.try_import(csv);
    EXPECT_EQ(dry.orders.updated, 5);
    EXPECT_EQ(dry.orders.held, 2);
    const ImportSummary live = ledger.import(csv);
    expect_same_figures(dry, live);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportLaws, EveryRowAndOrderHasOneOutcome)
{
    const ImportSummary summary = ledger.import(choice_csv(mixed_rows()));
    for (const OutcomeCounts& counts : {summary.rows, summary.orders}) {
        EXPECT_EQ(counts.read,
            counts.added + counts.updated + counts.unchanged + counts.skipped + counts.held + counts.error);
    }
    EXPECT_EQ(summary.orders.skipped, 0);
    EXPECT_EQ(summary.rows.read, static_cast<std::int64_t>(mixed_rows().size()));
    EXPECT_EQ(summary.rows.error, 4) << "E1, both lines of E2, and the record without an order";
    EXPECT_EQ(summary.rows.held, 4) << "H1, H2 and both records of H3";
    EXPECT_EQ(static_cast<std::int64_t>(summary.issues.size()), summary.rows.error + summary.rows.held);
}

TEST_P(ImportLaws, TheSameFileAgainChangesNothing)
{
    const std::string csv = choice_csv(mixed_rows());
    const ImportSummary first = ledger.import(csv);
    const std::string digest = ledger.report(2023).digest;
    std::int64_t parked = 0;
    ledger.store().read([&](Records& records) { parked = records.import_jobs.parked_count("choice"); });
    const ImportSummary again = ledger.import(csv);
    EXPECT_EQ(again.orders.added, 0);
    EXPECT_EQ(again.orders.updated, 0);
    EXPECT_EQ(again.orders.unchanged, first.orders.added);
    EXPECT_EQ(again.rows.unchanged, first.rows.added);
    EXPECT_EQ(again.orders.held, first.orders.held);
    EXPECT_EQ(again.orders.error, first.orders.error);
    EXPECT_EQ(again.rows.skipped, first.rows.skipped);
    EXPECT_EQ(again.received, first.received);
    EXPECT_EQ(again.received_yen, first.received_yen);
    EXPECT_EQ(again.awaiting_payment, first.awaiting_payment);
    EXPECT_EQ(again.cancelled, first.cancelled);
    EXPECT_EQ(again.donors_new + again.donors_matched, 0);
    EXPECT_EQ(again.same_file_as, first.job);
    EXPECT_FALSE(again.resumed);
    EXPECT_EQ(issues_of(again), issues_of(first));
    ledger.store().read(
        [&](Records& records) { EXPECT_EQ(records.import_jobs.parked_count("choice"), parked); });
    EXPECT_EQ(ledger.report(2023).digest, digest);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportLaws, TheOrderOfRowsAndFilesDoesNotMatterToAnyFigure)
{
    auto rows = many_rows(120);
    ledger.import(choice_csv(rows));
    ledger.import(generic_csv(many_rows(40, "G")));
    Ledger other{GetParam()->open_ledger()};
    other.import(generic_csv(many_rows(40, "G")));
    std::reverse(rows.begin(), rows.end());
    const auto middle = rows.begin() + 47;
    other.import(choice_csv({rows.begin(), middle}));
    other.import(choice_csv({middle, rows.end()}));
    EXPECT_EQ(other.report(2023).received, ledger.report(2023).received);
    EXPECT_GT(ledger.report(2023).received, domain::Yen{});
    EXPECT_EQ(other.report(2023).digest, ledger.report(2023).digest);
}

TEST_P(ImportLaws, ARefusedFileStoresNothing)
{
    for (const std::string& csv :
        {std::string{}, std::string{"a,b\n1,2\n"}, std::string{"%PDF-1.7\n\0\0", 11}}) {
        EXPECT_THROW(ledger.import(csv), domain::Refusal);
    }
    std::string with_numbers = choice_csv(many_rows(20));
    with_numbers.replace(with_numbers.find("備考"), std::string{"備考"}.size(), "個人番号");
    EXPECT_THROW(ledger.import(with_numbers), domain::Refusal);
    ledger.store().read([](Records& records) {
        EXPECT_TRUE(records.donations.is_empty());
        EXPECT_TRUE(records.import_jobs.list({}).empty());
    });
    EXPECT_EQ(links(), 0);
}

TEST_P(ImportLaws, AFileWithoutRowsIsDone)
{
    const ImportSummary summary = ledger.import(choice_csv({}));
    EXPECT_EQ(summary.rows.read, 0);
    ASSERT_TRUE(summary.job);
    ledger.store().read(
        [&](Records& records) { EXPECT_EQ(records.import_jobs.find(*summary.job)->state, "done"); });
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ImportLaws, TextsAreStoredAsTheyWereWritten)
{
    PortalRow row;
    row.name = "葛\U000E0100城　𠮷\uFA10";
    row.kana = "ｶﾂﾗｷﾞ　ﾖｼﾂｶ";
    row.street = "葛\U000E0100が丘１－２";
    row.building = "㈱ビル\"Ⅲ\"";
    row.remark = "一行目\n二行目,　三";
    row.gift_name = "“特産” ①";
    row.recipient_name = "辻　花子";
    row.recipient_street = "東京都千代田区";
    ledger.import(choice_csv({row}));
    const auto stored = ledger.donation("C1");
    EXPECT_EQ(stored.contact.name, row.name);
    EXPECT_EQ(stored.contact.kana, row.kana);
    EXPECT_EQ(stored.contact.street, row.street);
    EXPECT_EQ(stored.contact.building, row.building);
    EXPECT_EQ(stored.remark, row.remark);
    ASSERT_EQ(stored.gifts.size(), 1U);
    EXPECT_EQ(stored.gifts[0].gift_name, row.gift_name);
    ASSERT_TRUE(stored.gifts[0].recipient);
    EXPECT_EQ(stored.gifts[0].recipient->name, row.recipient_name);
}

TEST_P(ImportLaws, ADonationKnowsWhereItCameFrom)
{
    ledger.import(choice_csv({{.order = "A"}, {.order = "B", .remark = "zwei\nZeilen"}, {.order = "C"}}));
    const auto stored = ledger.donation("C");
    EXPECT_EQ(stored.file_row, 3);
    EXPECT_EQ(stored.file_line, 5);
    ledger.store().read([&](Records& records) {
        const auto job = records.import_jobs.find(stored.job);
        ASSERT_TRUE(job);
        EXPECT_EQ(job->operation, stored.created_by);
        EXPECT_EQ(job->file_name, "test.csv");
        EXPECT_EQ(job->state, "done");
        EXPECT_TRUE(ledger.archive().holds(job->archive_file));
        const auto operation = records.operations.find(job->operation);
        EXPECT_EQ(operation.start.kind, "import");
        EXPECT_EQ(operation.start.source_key, "choice");
        EXPECT_EQ(operation.start.actor, "周南");
    });
}

TEST_P(ImportLaws, DonationsAreNumberedByTheFiscalYearOfTheirApplication)
{
    ledger.import(choice_csv({{.order = "A", .applied_on = "2023/03/31", .paid_on = "2023/04/01"},
        {.order = "B", .applied_on = "2023/04/01", .paid_on = "2023/04/01"}, {.order = "C"}}));
    EXPECT_EQ(ledger.donation("A").number.text(), "F22-0000001");
    EXPECT_EQ(ledger.donation("B").number.text(), "F23-0000001");
    EXPECT_EQ(ledger.donation("C").number.text(), "F23-0000002");
}

RUN_ON_EVERY_ENGINE(ImportLaws);

}  // namespace
}  // namespace furusato::tests
