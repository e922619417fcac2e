#include <fstream>

#include "contract/engine.hpp"
#include "furusato/documents/receipt_pdf.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

using application::ReceiptRequest;
using application::ReceiptRunSummary;
using domain::Date;
using domain::Yen;
using Findings = std::vector<std::string>;

class ReceiptIssue : public OnEveryEngine {
protected:
    ReceiptIssue() { ledger.load_city().execute(a_city(), ledger.caller()); }

    ReceiptRunSummary issue(const ReceiptRequest& request)
    {
        return ledger.issue_receipts().execute(request, [](auto, auto) {});
    }
    ReceiptRequest to(const std::string& file) { return {{}, {}, {}, folder.file(file), ledger.caller()}; }
    /// Why the only donation of that order gets no receipt.
    std::string reason(const PortalRow& row)
    {
        Ledger fresh{GetParam()->open_ledger()};
        fresh.load_city().execute(a_city(), fresh.caller());
        fresh.import(choice_csv({row}));
        const auto summary = fresh.issue();
        EXPECT_EQ(summary.issued, 0);
        return summary.skipped.size() == 1 ? summary.skipped[0].code : "none";
    }
    TemporaryFolder folder;
};

TEST_P(ReceiptIssue, GivesEachReceivedDonationOneReceiptInOrderOfReceipt)
{
    ledger.import(choice_csv(
        {{.order = "A", .paid_on = "2023/12/28"}, {.order = "B", .paid_on = "2023/12/27", .amount = "20000"},
            {.order = "C", .applied_on = "2024/01/05", .paid_on = "2024/01/05"},
            {.order = "D", .status = "入金待ち"}, {.order = "E", .status = "キャンセル"}}));
    const auto summary = issue(to("run.txt"));
    EXPECT_EQ(summary.issued, 3);
    EXPECT_EQ(summary.pages, 3);
    EXPECT_EQ(summary.amount, Yen{40'000});
    EXPECT_EQ(summary.first_number, "R5-0000001");
    EXPECT_EQ(summary.last_number, "R6-0000001");
    EXPECT_EQ(summary.file, folder.file("run.txt").string());
    ASSERT_EQ(ledger.printer.printed.size(), 3U);
    EXPECT_EQ(ledger.printer.printed[0].donation, ledger.donation("B").id);
    EXPECT_EQ(ledger.printer.printed[1].donation, ledger.donation("A").id);
    EXPECT_EQ(ledger.printer.printed[1].number.running, 2);
    EXPECT_EQ(ledger.printer.printed[2].number.running, 1);
    EXPECT_EQ(ledger.printer.printed[0].issued_on, ledger.business_date);
    EXPECT_EQ(ledger.printer.printed[0].issuer.title, "周南市長");
    EXPECT_EQ(ledger.printer.printed[0].wording_version, "2008");
    std::ifstream file{folder.file("run.txt")};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(summary.sha256, ledger.digests().sha256_hex(bytes));
    const auto again = issue(to("again.txt"));
    EXPECT_EQ(again.issued, 0);
    EXPECT_EQ(again.skipped_counts.at("already_issued"), 3);
    EXPECT_FALSE(std::filesystem::exists(folder.file("again.txt")));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ReceiptIssue, KeepsToTheTaxYearAndTheDayAskedFor)
{
    ledger.import(choice_csv({{.order = "A", .paid_on = "2023/12/31"},
        {.order = "B", .paid_on = "2024/01/01"}, {.order = "C", .paid_on = "2024/02/01"}}));
    auto request = to("a.txt");
    request.tax_year = domain::TaxYear{2023};
    EXPECT_EQ(issue(request).issued, 1);
    request = to("b.txt");
    request.received_through = Date{2024, 1, 31};
    EXPECT_EQ(issue(request).issued, 1);
    EXPECT_EQ(ledger.issue_receipts().list(domain::TaxYear{2024}).size(), 1U);
    EXPECT_EQ(issue(to("c.txt")).issued, 1);
}

TEST_P(ReceiptIssue, LeavesOthersReceiptsToOthers)
{
    auto city = a_city();
    city.duties = {{"choice", domain::Duty::Receipts, {2023, 12, 11}, domain::DutyHolder::Portal},
        {"choice", domain::Duty::OneStop, {2023, 4, 1}, domain::DutyHolder::Portal}};
    city.settings.push_back({"issuer_name", {2003, 4, 21}, "見本 太郎"});
    ledger.load_city().execute(city, ledger.caller());
    ledger.import(
        choice_csv({{.order = "A", .paid_on = "2023/12/10"}, {.order = "B", .paid_on = "2023/12/11"}}));
    const auto summary = issue(to("a.txt"));
    EXPECT_EQ(summary.issued, 1);
    EXPECT_EQ(summary.skipped_counts.at("issued_elsewhere"), 1);
    const auto named = ledger.issue({ledger.donation("B").number.text()});
    ASSERT_EQ(named.skipped.size(), 1U);
    EXPECT_EQ(named.skipped[0].code, "receipt.issued_elsewhere");
}

TEST_P(ReceiptIssue, NamesWhyADonationGetsNone)
{
    EXPECT_EQ(reason({.name = "〓野　太郎"}), "receipt.name_damaged");
    EXPECT_EQ(reason({.donor_kind = "匿名", .name = "匿名"}), "receipt.anonymous");
    EXPECT_EQ(reason({.name = ""}), "receipt.name_missing");
    EXPECT_EQ(reason({.city = "", .street = ""}), "receipt.address_missing");
    EXPECT_EQ(reason({.name = "辻　太郎"}), "receipt.unprintable");
    EXPECT_EQ(reason({.building = "大きすぎる館"}), "receipt.does_not_fit");
}

TEST_P(ReceiptIssue, AnswersForEachDonationNamed)
{
    ledger.import(choice_csv({{.order = "A"}, {.order = "B"}, {.order = "C", .status = "入金待ち"}}));
    const std::string number = ledger.donation("A").number.text();
    const auto summary = ledger.issue(
        {"ｆ２３－００００００１", number, ledger.donation("C").number.text(), "F23-0009999", "nonsense"});
    EXPECT_EQ(number, "F23-0000001");
    EXPECT_EQ(summary.issued, 1);
    std::vector<std::string> skipped;
    for (const auto& skip : summary.skipped) skipped.push_back(skip.donation + " " + skip.code);
    EXPECT_EQ(skipped, (std::vector<std::string>{"F23-0000003 receipt.not_received",
                           "F23-0009999 donation.unknown", "nonsense donation.unknown"}));
    const auto again = ledger.issue({number});
    ASSERT_EQ(again.skipped.size(), 1U);
    EXPECT_EQ(again.skipped[0].code, "receipt.already_issued");
}

TEST_P(ReceiptIssue, NeedsTheCitysNameAndAPlaceForTheFile)
{
    Ledger without_city{GetParam()->open_ledger()};
    without_city.import(choice_csv({PortalRow{}}));
    EXPECT_EQ(refusal_of([&] { without_city.issue(); }), "receipt.settings_missing");
    ledger.import(choice_csv({PortalRow{}}));
    EXPECT_EQ(refusal_of([&] { issue(to("no/folder.txt")); }), "file.not_writable");
    EXPECT_EQ(ledger.issue().first_number, "R5-0000001") << "no number was lost";
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ReceiptIssue, TakesARunBackWhoseSheetsCannotBeDrawn)
{
    ledger.import(choice_csv(many_rows(30)));
    ledger.printer.sheets_until_failure = 3;
    EXPECT_EQ(refusal_of([&] { issue(to("a.txt")); }), "receipt.does_not_fit");
    EXPECT_EQ(ledger.findings(), Findings{}) << "every number is explained";
    ledger.printer.sheets_until_failure = -1;
    const auto summary = issue(to("b.txt"));
    EXPECT_GT(summary.issued, 20);
    EXPECT_EQ(ledger.printer.printed.size(), static_cast<std::size_t>(summary.issued));
    EXPECT_TRUE(summary.runs_to_print.empty());
    EXPECT_EQ(refusal_of([&] { ledger.issue_receipts().print_again(1, folder.file("c.txt")); }),
        "receipt.run_unknown")
        << "void receipts are not printed";
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ReceiptIssue, KeepsTheReceiptsOfAKilledRunAndPrintsThemOnRequest)
{
    ledger.import(choice_csv({{.order = "A"}, {.order = "B"}}));
    // Everything is stored, then the process is gone: the clock is asked last when the run is linked and closed.
    const auto die = [&](std::int64_t done, std::int64_t in_all) {
        if (done == in_all) ledger.clock.before_answer = [] { throw Killed{}; };
    };
    EXPECT_THROW(ledger.issue_receipts().execute(to("a.txt"), die), Killed);
    ledger.clock.before_answer = nullptr;
    ledger.processes.restart();
    EXPECT_EQ(ledger.issue_receipts().list({}).size(), 2U)
        << "their numbers are drawn, their paper may be out";
    const auto next = issue(to("b.txt"));
    EXPECT_EQ(next.issued, 0);
    EXPECT_EQ(next.skipped_counts.at("already_issued"), 2);
    ASSERT_EQ(next.runs_to_print.size(), 1U);
    EXPECT_EQ(ledger.findings(), (Findings{"verify.run_unprinted 1"}));
    EXPECT_EQ(ledger.issue_receipts().print_again(next.runs_to_print[0], folder.file("c.txt")).pages, 2);
    EXPECT_TRUE(issue(to("d.txt")).runs_to_print.empty());
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(ReceiptIssue, IsNoFaultWhileItIsUnderWay)
{
    ledger.import(choice_csv({{.order = "A"}, {.order = "B"}}));
    Findings meanwhile;
    ledger.issue_receipts().execute(to("a.txt"), [&](auto, auto) { meanwhile = ledger.findings(); });
    EXPECT_EQ(meanwhile, Findings{});
}

TEST_P(ReceiptIssue, PrintsTheSameSheetsYearsLater)
{
    ledger.import(choice_csv({{.order = "A"}, {.order = "B", .name = "𠮷田　花子"}}));
    const auto first = issue(to("a.txt"));
    ledger.business_date = {2028, 1, 1};
    ledger.load_city().execute(
        {{{"issuer_title", {2025, 1, 1}, "次の市長"}}, {}, {}, {}, {}, {}}, ledger.caller());
    const auto again = ledger.issue_receipts().print_again(first.run, folder.file("b.txt"));
    EXPECT_EQ(again.pages, 2);
    EXPECT_EQ(again.sha256, first.sha256);
    EXPECT_EQ(ledger.printer.printed.back().issuer.title, "周南市長");
    EXPECT_EQ(refusal_of([&] { ledger.issue_receipts().print_again(99, folder.file("c.txt")); }),
        "receipt.run_unknown");
}

TEST_P(ReceiptIssue, DrawsRealSheets)
{
    ledger.import(
        choice_csv({{.order = "A", .name = "𠮷田　花子"}, {.order = "B", .name = "葛\U000E0100城　太郎"}}));
    const auto printer = documents::make_receipt_printer(shipped_eras(), source_path("etc"));
    const auto summary = ledger.issue_receipts(*printer).execute(to("run.pdf"), [](auto, auto) {});
    EXPECT_EQ(summary.issued, 2);
    EXPECT_EQ(summary.pages, 2);
    std::ifstream file{folder.file("run.pdf")};
    std::string start(5, ' ');
    file.read(start.data(), 5);
    EXPECT_EQ(start, "%PDF-");
    EXPECT_EQ(ledger.findings(), Findings{});
}

RUN_ON_EVERY_ENGINE(ReceiptIssue);

}  // namespace
}  // namespace furusato::tests
