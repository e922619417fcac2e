#include <filesystem>

#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/documents/packed_files.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/workbook_bytes.hpp"

namespace furusato::tests {
namespace {

using application::SourceState;
using Findings = std::vector<std::string>;

constexpr std::int64_t kAfterOneBatch = 1;

class WorkbookImport : public OnEveryEngine {
protected:
    WorkbookImport() { ledger.packed_files = packed_files_.get(); }

    /// Another ledger, which gets the same as CSV.
    Ledger undisturbed{GetParam()->open_ledger()};

private:
    std::unique_ptr<application::PackedFiles> packed_files_ =
        documents::make_packed_files(std::filesystem::temp_directory_path());
};

TEST_P(WorkbookImport, TakesWhatTheCsvFileTakes)
{
    const std::string csv = choice_csv(many_rows(40));
    const auto summary = ledger.import(workbook_of(csv));
    const auto reference = undisturbed.import(csv);
    EXPECT_EQ(summary.orders, reference.orders);
    EXPECT_EQ(summary.received_yen, reference.received_yen);
    EXPECT_EQ(ledger.report(2023).digest, undisturbed.report(2023).digest);
    EXPECT_NE(summary.sha256, reference.sha256);
    EXPECT_EQ(ledger.import(csv).orders.unchanged, reference.orders.read)
        << "the same orders in another file";
    EXPECT_EQ(ledger.import(workbook_of(csv)).same_file_as, summary.job);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(WorkbookImport, IsCompletedFromTheArchive)
{
    const std::string csv = choice_csv(many_rows(130));
    ledger.import_until_killed(workbook_of(csv), kAfterOneBatch);
    const auto finished = ledger.import_portal_csv().finish_interrupted();
    ASSERT_EQ(finished.size(), 1U);
    EXPECT_EQ(finished[0].refusal, "");
    undisturbed.import(csv);
    EXPECT_EQ(ledger.report(2023).digest, undisturbed.report(2023).digest);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(WorkbookImport, IsCompletedByImportingItAgain)
{
    const std::string csv = choice_csv(many_rows(130));
    ledger.import_until_killed(workbook_of(csv), kAfterOneBatch);
    EXPECT_TRUE(ledger.import(workbook_of(csv)).resumed);
    undisturbed.import(csv);
    EXPECT_EQ(ledger.report(2023).digest, undisturbed.report(2023).digest);
}

TEST_P(WorkbookImport, KeepsTheRowForTheEvidence)
{
    ledger.import(
        workbook_of(choice_csv({{.order = "A1"}, {.order = "A2", .remark = "一\n二"}, {.order = "A3"}})));
    const auto evidence = ledger.gather_evidence().execute("A3");
    EXPECT_EQ(evidence.source, SourceState::AsItCame);
    ASSERT_EQ(evidence.records.size(), 1U);
    EXPECT_EQ(evidence.records[0].line, 4) << "the row of the sheet, whatever line breaks its cells hold";
    EXPECT_EQ(evidence.records[0].cells[0].second, "A3");
    EXPECT_TRUE(evidence.is_sound());
}

TEST_P(WorkbookImport, IsRefusedWhereOnlyTextIsRead)
{
    ledger.packed_files = nullptr;
    try {
        ledger.import(workbook_of(choice_csv({{.order = "A1"}})));
        FAIL();
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "file.not_csv");
    }
}

RUN_ON_EVERY_ENGINE(WorkbookImport);

}  // namespace
}  // namespace furusato::tests
