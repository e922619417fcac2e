#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/list_import_jobs.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Records;
using application::UndoneItem;
using domain::DonationState;
using Outcome = UndoneItem::Outcome;
using Findings = std::vector<std::string>;

class UndoImport : public OnEveryEngine {
protected:
    UndoImport() { ledger.load_city().execute(a_city(), ledger.caller()); }
    std::string digest() { return ledger.report(2023).digest; }
    std::int64_t listed() { return ledger.list_donations().count({}).number; }
    std::string state_of(domain::JobId job)
    {
        return application::ListImportJobs{ledger.store()}.show(job).job.state;
    }
    /// "number code" of everything that stays.
    std::vector<std::string> kept(domain::JobId job)
    {
        std::vector<UndoneItem> items;
        ledger.undo(job, &items);
        std::vector<std::string> kept;
        for (const auto& item : items) {
            if (item.outcome == Outcome::Kept)
                kept.push_back(item.order_number + " " + item.kept_because->code());
        }
        return kept;
    }
    std::vector<domain::Donation> withdrawn()
    {
        std::vector<domain::Donation> found;
        application::DonationFilter filter;
        filter.state = DonationState::Withdrawn;
        ledger.list_donations().execute(
            filter, [&](const auto& donation) { found.push_back(donation.donation); });
        return found;
    }
};

TEST_P(UndoImport, LeavesFiguresListsAndNumbersAsBeforeTheImport)
{
    ledger.import(choice_csv(many_rows(30, "A")));
    const std::string before = digest();
    const auto first = ledger.import(choice_csv(many_rows(120, "B")));
    EXPECT_EQ(listed(), 150);
    const auto counts = ledger.undo(*first.job);
    EXPECT_EQ(counts.withdrawn, 120);
    EXPECT_EQ(counts.kept, 0);
    EXPECT_EQ(digest(), before);
    EXPECT_EQ(listed(), 30);
    EXPECT_FALSE(ledger.find("B1"));
    EXPECT_EQ(state_of(*first.job), "undone");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(UndoImport, TheSameFileComesInAsNewAfterwardsUnderNewNumbers)
{
    const std::string csv = choice_csv(many_rows(60));
    const auto first = ledger.import(csv);
    const std::string after_first = digest();
    const auto number = ledger.donation("M1").number;
    ledger.undo(*first.job);
    const auto again = ledger.import(csv);
    EXPECT_EQ(again.orders.added, 60);
    EXPECT_FALSE(again.same_file_as);
    EXPECT_EQ(digest(), after_first);
    EXPECT_FALSE(ledger.donation("M1").number == number);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(UndoImport, AWithdrawnDonationIsFoundByItsNumberWithItsWholeHistory)
{
    const auto summary = ledger.import(choice_csv({{.order = "C7"}}));
    const std::string number = ledger.donation("C7").number.text();
    ledger.undo(*summary.job);
    const auto shown = ledger.list_donations().show(number).listed.donation;
    EXPECT_EQ(shown.state, DonationState::Withdrawn);
    EXPECT_EQ(shown.order.order_number, "C7 取消" + number);
    EXPECT_EQ(shown.contact.name, "周南　太郎");
    const auto history = ledger.list_donations().history(number);
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history.back().operation.start.kind, "import.undo");
    EXPECT_EQ(history.back().operation.start.reason, "取り違え");
    const auto& fields = history.back().fields;
    EXPECT_TRUE(std::any_of(fields.begin(), fields.end(),
        [](const auto& field) { return field.field == "portal_order_number" && field.old_value == "C7"; }));
}

TEST_P(UndoImport, NobodyChangesAWithdrawnDonation)
{
    const auto summary = ledger.import(choice_csv({{.order = "C7"}}));
    const std::string number = ledger.donation("C7").number.text();
    ledger.undo(*summary.job);
    try {
        ledger.change_donation().edit({number, "訂正", {}, ledger.caller()}, {{"remark", "備考"}});
        FAIL();
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "donation.state");
    }
}

TEST_P(UndoImport, PutsUpdatedDonationsBackToWhatTheyWere)
{
    std::vector<PortalRow> rows{{.order = "P", .status = "入金待ち", .paid_on = "", .payment = "銀行振込"},
        {.order = "X"}, {.order = "Q"},
        {.order = "G",
            .status = "入金待ち",
            .paid_on = "",
            .payment = "銀行振込",
            .recipient_name = "徳山　春子",
            .recipient_street = "岐山通1丁目"}};
    ledger.import(choice_csv(rows));
    const std::string before = digest();
    std::vector<domain::Donation> were;
    for (const char* order : {"P", "X", "Q", "G"}) were.push_back(ledger.donation(order));
    rows[0].status = "受付完了";
    rows[0].paid_on = "2023/12/15";
    rows[1].status = "キャンセル";
    rows[2].street = "岐山通2丁目";
    rows[2].name = "周南　次郎";
    rows[3].amount = "20000";
    rows[3].gift_code = "SN002";
    rows[3].gift_name = "別の品";
    rows[3].recipient_name = "";
    rows[3].recipient_street = "";
    const auto second = ledger.import(choice_csv(rows));
    ASSERT_EQ(second.orders.updated, 4);
    const auto counts = ledger.undo(*second.job);
    EXPECT_EQ(counts.restored, 4);
    EXPECT_EQ(counts.withdrawn, 0);
    EXPECT_EQ(digest(), before);
    for (const auto& was : were) {
        const auto now = ledger.donation(was.order.order_number);
        EXPECT_EQ(now.state, was.state) << was.order.order_number;
        EXPECT_EQ(now.amount, was.amount);
        EXPECT_EQ(now.received_on, was.received_on);
        EXPECT_EQ(now.contact, was.contact);
        ASSERT_EQ(now.gifts.size(), was.gifts.size());
        EXPECT_EQ(now.gifts[0].gift_code, was.gifts[0].gift_code);
        EXPECT_EQ(now.gifts[0].gift_version, was.gifts[0].gift_version);
        EXPECT_EQ(now.gifts[0].recipient, was.gifts[0].recipient);
        EXPECT_EQ(now.gifts[0].shipping_state, was.gifts[0].shipping_state);
    }
    EXPECT_EQ(ledger.findings(), Findings{});
    EXPECT_EQ(ledger.import(choice_csv(rows)).orders.updated, 4) << "the later file counts again";
}

TEST_P(UndoImport, NamesWhatStaysAndWhy)
{
    const auto summary = ledger.import(choice_csv({{.order = "EDITED"}, {.order = "RECEIPT"},
        {.order = "PAID", .status = "入金待ち", .paid_on = "", .amount = "12000", .payment = "銀行振込"},
        {.order = "FREE"}}));
    ledger.change_donation().edit({"EDITED", "電話で確認", {}, ledger.caller()}, {{"remark", "要注意"}});
    ledger.issue({ledger.donation("RECEIPT").number.text()});
    MemoryBytes bytes{"決済日,注文番号,決済金額\r\n2024-02-27,PAID,12000\r\n"};
    ledger.match_payments().import({"agent.csv", {}, false, ledger.caller()}, bytes);
    EXPECT_EQ(kept(*summary.job), (std::vector<std::string>{"EDITED undo.changed_since",
                                      "RECEIPT import_undo.receipt_issued", "PAID undo.changed_since"}));
    EXPECT_TRUE(ledger.find("EDITED"));
    EXPECT_FALSE(ledger.find("FREE"));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(UndoImport, APaymentThatOnlyWasFoundKeepsTheDonation)
{
    const auto summary = ledger.import(choice_csv({{.order = "CARD", .amount = "12000"}}));
    MemoryBytes bytes{"決済日,注文番号,決済金額\r\n2023-12-10,CARD,12000\r\n"};
    ledger.match_payments().import({"agent.csv", {}, false, ledger.caller()}, bytes);
    EXPECT_EQ(kept(*summary.job), std::vector<std::string>{"CARD import_undo.payment_matched"});
}

TEST_P(UndoImport, DoesTheRestOnceWhatKeptADonationIsGone)
{
    const auto summary = ledger.import(choice_csv({{.order = "EDITED"}, {.order = "FREE"}}));
    const std::string before = digest();
    const auto edited =
        ledger.change_donation().edit({"EDITED", "電話で確認", {}, ledger.caller()}, {{"remark", "要注意"}});
    EXPECT_EQ(ledger.undo(*summary.job).kept, 1);
    ledger.change_donations().undo(edited.operation, "取り違え", ledger.caller(), [](const auto&) {});
    const auto counts = ledger.undo(*summary.job);
    EXPECT_EQ(counts.withdrawn, 1);
    EXPECT_EQ(counts.kept, 0);
    EXPECT_EQ(counts.undone_before, 1);
    EXPECT_NE(digest(), before);
    EXPECT_EQ(listed(), 0);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(UndoImport, ASecondTimeItChangesNothing)
{
    const auto summary = ledger.import(choice_csv(many_rows(20)));
    ledger.undo(*summary.job);
    std::vector<UndoneItem> items;
    const auto counts = ledger.undo(*summary.job, &items);
    EXPECT_EQ(counts.first.value, 0);
    EXPECT_EQ(counts.withdrawn, 0);
    EXPECT_EQ(counts.undone_before, 20);
    EXPECT_TRUE(items.empty());
}

TEST_P(UndoImport, OfTheEarlierJobWaitsForTheLaterOne)
{
    const std::string empty = digest();
    std::vector<PortalRow> rows{{.order = "A"}};
    const auto first = ledger.import(choice_csv(rows));
    rows[0].street = "岐山通2丁目";
    const auto second = ledger.import(choice_csv(rows));
    EXPECT_EQ(kept(*first.job), std::vector<std::string>{"A undo.changed_since"});
    EXPECT_EQ(ledger.undo(*second.job).restored, 1);
    EXPECT_EQ(ledger.undo(*first.job).withdrawn, 1);
    EXPECT_EQ(digest(), empty);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(UndoImport, APreviewTellsTheSameAndStoresNothing)
{
    const auto summary = ledger.import(choice_csv(many_rows(20)));
    const std::string before = digest();
    const auto preview =
        ledger.undo_import().execute({*summary.job, "", true, ledger.caller()}, [](const auto&) {});
    EXPECT_EQ(preview.withdrawn, 20);
    EXPECT_EQ(digest(), before);
    EXPECT_EQ(state_of(*summary.job), "done");
    const auto done = ledger.undo(*summary.job);
    EXPECT_EQ(done.withdrawn, preview.withdrawn);
    EXPECT_EQ(done.withdrawn_yen, preview.withdrawn_yen);
}

TEST_P(UndoImport, StoppedOrKilledInTheMiddleItGoesOn)
{
    const std::string empty = digest();
    const auto summary = ledger.import(choice_csv(many_rows(160)));
    int batches = 0;
    application::UndoRequest request{*summary.job, "", false, ledger.caller()};
    request.is_stop_wanted = [&] { return batches++ == 1; };
    const auto stopped = ledger.undo_import().execute(request, [](const auto&) {});
    EXPECT_TRUE(stopped.is_stopped);
    EXPECT_GT(stopped.withdrawn, 0);
    EXPECT_LT(stopped.withdrawn, 160);
    EXPECT_EQ(state_of(*summary.job), "done");
    EXPECT_EQ(ledger.findings(), Findings{});
    const auto rest = ledger.undo(*summary.job);
    EXPECT_EQ(rest.withdrawn + stopped.withdrawn, 160);
    EXPECT_EQ(digest(), empty);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(UndoImport, EndsAnInterruptedJobAndTakesItBack)
{
    const std::string empty = digest();
    ledger.import_until_killed(choice_csv(many_rows(300)), 150);
    domain::JobId job;
    ledger.store().read([&](Records& records) { job = records.import_jobs.unfinished().front().id; });
    const auto counts = ledger.undo(job);
    EXPECT_GT(counts.withdrawn, 0);
    EXPECT_EQ(digest(), empty);
    EXPECT_EQ(listed(), 0);
    EXPECT_EQ(ledger.findings(), Findings{});
    EXPECT_EQ(ledger.import(choice_csv(many_rows(300))).orders.added, 300);
}

TEST_P(UndoImport, AnImportStopsBetweenBatchesAndIsFinishedLater)
{
    const std::string csv = choice_csv(many_rows(500));
    MemoryBytes bytes{csv};
    application::ImportRequest request{"test.csv", {}, {}, false, ledger.caller()};
    request.is_stop_wanted = [] { return true; };
    try {
        ledger.import_portal_csv().execute(request, bytes, [](auto, auto) {});
        FAIL();
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "import.stopped");
    }
    EXPECT_EQ(listed(), 0) << "nobody sees a part";
    const auto rest = ledger.import(csv);
    EXPECT_TRUE(rest.resumed);
    EXPECT_EQ(rest.orders.added, 500);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(UndoImport, MoneyOfAYearThatClosedSinceStays)
{
    const auto summary = ledger.import(choice_csv({{.order = "OLD"}}));
    ledger.business_date = {2024, 6, 3};
    EXPECT_EQ(kept(*summary.job), std::vector<std::string>{"OLD books.closed"});
    const auto late = ledger.import(choice_csv({{.order = "LATE"}}));
    EXPECT_EQ(kept(*late.job), std::vector<std::string>{}) << "it was not in the account that was closed";
}

TEST_P(UndoImport, RefusesWhatIsNoJob)
{
    try {
        ledger.undo(domain::JobId{77});
        FAIL();
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "import.job_unknown");
    }
}

RUN_ON_EVERY_ENGINE(UndoImport);

}  // namespace
}  // namespace furusato::tests
