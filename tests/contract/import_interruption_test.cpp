#include <chrono>
#include <thread>

#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::ImportSummary;
using application::Records;
using Findings = std::vector<std::string>;

constexpr std::int64_t kAfterOneBatch = 1;  // rows that are stored when the process dies

/// 130 orders: more than the first batch of an import.
std::vector<PortalRow> first_rows()
{
    return many_rows(130);
}

/// What the portal tells a month later: 20 unpaid orders came in, 20 were given back, 40 are new.
std::vector<PortalRow> later_rows()
{
    auto rows = many_rows(170);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].status == "入金待ち") rows[i].status = "受付完了";
        if (i % 7 == 0 && rows[i].status == "受付完了") rows[i].status = "キャンセル";
        if (i % 9 == 0) rows[i].prefecture = "北海道";
    }
    // All lines of an order say the same.
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].order != rows[i - 1].order) continue;
        rows[i].status = rows[i - 1].status;
        rows[i].prefecture = rows[i - 1].prefecture;
    }
    return rows;
}

void expect_same_totals(const ImportSummary& summary, const ImportSummary& undisturbed)
{
    EXPECT_EQ(summary.rows, undisturbed.rows);
    EXPECT_EQ(summary.orders, undisturbed.orders);
    EXPECT_EQ(summary.cancelled, undisturbed.cancelled);
    EXPECT_EQ(summary.awaiting_payment, undisturbed.awaiting_payment);
    EXPECT_EQ(summary.received, undisturbed.received);
    EXPECT_EQ(summary.received_yen, undisturbed.received_yen);
    EXPECT_EQ(summary.one_stop_requested, undisturbed.one_stop_requested);
    EXPECT_EQ(summary.donors_new, undisturbed.donors_new);
    EXPECT_EQ(summary.donors_matched, undisturbed.donors_matched);
    EXPECT_EQ(summary.unmatched_gifts, undisturbed.unmatched_gifts);
    EXPECT_EQ(summary.unmatched_purposes, undisturbed.unmatched_purposes);
    EXPECT_EQ(summary.issues.size(), undisturbed.issues.size());
}

class InterruptedImport : public OnEveryEngine {
protected:
    /// Another ledger in which nothing goes wrong.
    Ledger undisturbed{GetParam()->open_ledger()};

    std::size_t unfinished_jobs()
    {
        std::size_t count = 0;
        ledger.store().read([&](Records& records) { count = records.import_jobs.unfinished().size(); });
        return count;
    }
    std::string summary_of(Ledger& of, domain::JobId job)
    {
        std::string text;
        of.store().read([&](Records& records) { text = records.import_jobs.find(job)->summary; });
        return text;
    }
};

TEST_P(InterruptedImport, IsLeftOutOfEveryFigureAndList)
{
    ledger.import_until_killed(choice_csv(first_rows()), kAfterOneBatch);
    EXPECT_EQ(unfinished_jobs(), 1U);
    const auto report = ledger.report(2023);
    EXPECT_EQ(report.received, domain::Yen{});
    EXPECT_EQ(report.donations, 0);
    EXPECT_EQ(report.unfinished_imports, 1);
    for (const auto& [dimension, lines] : report.by) EXPECT_TRUE(lines.empty()) << dimension;
    ledger.store().read([](Records& records) {
        EXPECT_EQ(records.donations.count({}), 0);
        EXPECT_FALSE(records.donations.is_empty()) << "the first batch is stored";
    });
}

TEST_P(InterruptedImport, IsCompletedByImportingTheFileAgain)
{
    const std::string csv = choice_csv(first_rows());
    ledger.import_until_killed(csv, kAfterOneBatch);
    const ImportSummary summary = ledger.import(csv);
    EXPECT_TRUE(summary.resumed);
    expect_same_totals(summary, undisturbed.import(csv));
    EXPECT_EQ(ledger.report(2023).digest, undisturbed.report(2023).digest);
    EXPECT_EQ(unfinished_jobs(), 0U);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(InterruptedImport, IsCompletedByTheNextImportOfAnything)
{
    const std::string csv = choice_csv(first_rows());
    ledger.import_until_killed(csv, kAfterOneBatch);
    ledger.import(generic_csv(many_rows(3, "G")));
    const auto job = undisturbed.import(csv).job;
    undisturbed.import(generic_csv(many_rows(3, "G")));
    EXPECT_EQ(ledger.report(2023).digest, undisturbed.report(2023).digest);
    EXPECT_EQ(summary_of(ledger, {1}), summary_of(undisturbed, *job));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(InterruptedImport, IsCompletedFromTheArchiveOnRequest)
{
    const std::string csv = choice_csv(first_rows());
    ledger.import_until_killed(csv, kAfterOneBatch);
    const auto finished = ledger.import_portal_csv().finish_interrupted();
    ASSERT_EQ(finished.size(), 1U);
    EXPECT_EQ(finished[0].refusal, "");
    undisturbed.import(csv);
    EXPECT_EQ(ledger.report(2023).digest, undisturbed.report(2023).digest);
    EXPECT_TRUE(ledger.import_portal_csv().finish_interrupted().empty()) << "once is enough";
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(InterruptedImport, OfChangesIsCompletedToo)
{
    const std::string first = choice_csv(first_rows()), later = choice_csv(later_rows());
    ledger.import(first);
    undisturbed.import(first);
    const std::string before = ledger.report(2023).digest;
    ledger.business_date = undisturbed.business_date = {2024, 3, 10};
    ledger.import_until_killed(later, kAfterOneBatch);
    EXPECT_EQ(ledger.report(2023).digest, before)
        << "reports show the ledger as it was before the import began";
    const ImportSummary summary = ledger.import(later);
    const ImportSummary reference = undisturbed.import(later);
    EXPECT_GT(reference.orders.updated, 20);
    expect_same_totals(summary, reference);
    EXPECT_EQ(ledger.report(2023).digest, undisturbed.report(2023).digest);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(InterruptedImport, GoesOnUnderItsOwnBusinessDate)
{
    const std::string first = choice_csv(first_rows()), later = choice_csv(later_rows());
    ledger.import(first);
    ledger.business_date = {2024, 3, 31};
    ledger.import_until_killed(later, kAfterOneBatch);
    ledger.business_date = {2024, 6, 10};
    ledger.import(later);
    EXPECT_EQ(ledger.report(2024).refunded_after_close, 0);
    ledger.store().read([](Records& records) {
        application::DonationFilter refunded;
        refunded.state = domain::DonationState::Refunded;
        records.donations.for_each(refunded, [](const application::ListedDonation& listed) {
            EXPECT_EQ(listed.donation.ended_on, (domain::Date{2024, 3, 31}));
        });
    });
}

TEST_P(InterruptedImport, MayBeKilledWheneverItLooksAtTheClock)
{
    auto rows = many_rows(110);
    rows.push_back({.order = "E1", .amount = "x"});
    const std::string csv = choice_csv(rows);
    undisturbed.import(csv);
    int kills = 0;
    for (int looks = 1;; ++looks) {
        Ledger killed{GetParam()->open_ledger()};
        int left = looks;
        killed.clock.before_answer = [&left] {
            if (--left == 0) throw Killed{};
        };
        try {
            killed.import(csv);
            break;
        } catch (const Killed&) {
            ++kills;
        }
        killed.clock.before_answer = nullptr;
        killed.processes.restart();
        killed.import(csv);
        EXPECT_EQ(killed.report(2023).digest, undisturbed.report(2023).digest) << "killed at look " << looks;
        EXPECT_EQ(killed.findings(), Findings{}) << "killed at look " << looks;
        killed.store().read(
            [](Records& records) { EXPECT_EQ(records.import_jobs.parked_count("choice"), 1); });
    }
    EXPECT_GE(kills, 4);
}

TEST_P(InterruptedImport, OfTheFirstMomentKeepsItsBusinessDate)
{
    auto rows = first_rows();
    rows.push_back({.order = "Z1", .applied_on = "2024/2/20", .paid_on = "2024/2/20"});
    const std::string csv = choice_csv(rows);
    ledger.business_date = undisturbed.business_date = {2024, 2, 1};
    ledger.import_until_killed(csv, kAfterOneBatch);
    ledger.store().write(application::Durability::Confirmed, [](Records& records) {
        records.import_jobs.set_state(records.import_jobs.unfinished().front().id, "planned");
    });
    ledger.business_date = {2024, 3, 1};
    const ImportSummary summary = ledger.import(csv);
    EXPECT_TRUE(summary.resumed);
    EXPECT_EQ(summary.orders.error + summary.orders.held, 1)
        << "on the day of the import that order was of the future";
    expect_same_totals(summary, undisturbed.import(csv));
}

TEST_P(InterruptedImport, OfAProcessThatGaveUpIsFreeAtOnce)
{
    const std::string csv = choice_csv(first_rows());
    MemoryBytes bytes{csv};
    auto import = ledger.import_portal_csv();
    const auto stop = [](auto, auto) { throw Killed{}; };
    EXPECT_THROW(import.execute({"test.csv", {}, {}, false, ledger.caller()}, bytes, stop), Killed);
    EXPECT_TRUE(ledger.import(csv).resumed) << "by the same process, which still lives";
    EXPECT_EQ(ledger.processes.waits, 0);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(InterruptedImport, OfALivingProcessIsLeftAlone)
{
    ledger.import_until_killed(choice_csv(first_rows()), kAfterOneBatch);
    ledger.processes.dead.clear();
    EXPECT_TRUE(ledger.import_portal_csv().finish_interrupted().empty());
    EXPECT_EQ(ledger.import(generic_csv(many_rows(3, "G"))).orders.added, 3) << "another portal goes on";
    int told = 0;
    MemoryBytes bytes{choice_csv(many_rows(3, "X"))};
    application::ImportRequest request{"test.csv", {}, {}, false, ledger.caller()};
    request.waiting = [&told](const application::ImportJob& job) { told += job.portal == "choice"; };
    try {
        ledger.import_portal_csv().execute(request, bytes, [](auto, auto) {});
        FAIL() << "imported beside a living import of the same portal";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), domain::RefusalKind::Conflict);
        EXPECT_EQ(refusal.code(), "import.running");
    }
    EXPECT_EQ(told, 1);
    EXPECT_GT(ledger.processes.waits, 100);
    EXPECT_EQ(unfinished_jobs(), 1U);
}

TEST_P(InterruptedImport, OfAProcessThatDiesWhileAnotherWaitsIsFinishedByTheNextImport)
{
    ledger.import_until_killed(choice_csv(first_rows()), kAfterOneBatch);
    const auto gone = ledger.processes.dead;
    ledger.processes.dead.clear();
    ledger.processes.during_wait = [&] { ledger.processes.dead = gone; };
    try {
        ledger.import(choice_csv(many_rows(3, "X")));
        FAIL() << "an import went past the unfinished one of its portal";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), domain::RefusalKind::Conflict);
        EXPECT_EQ(refusal.code(), "import.interrupted");
    }
    EXPECT_EQ(ledger.import(choice_csv(many_rows(3, "X"))).orders.added, 3);
    EXPECT_EQ(ledger.report(2023).unfinished_imports, 0);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(InterruptedImport, WhoseFileIsLostStopsItsPortalOnly)
{
    ledger.import_until_killed(choice_csv(first_rows()), kAfterOneBatch);
    ledger.archive().lose_everything();
    const auto finished = ledger.import_portal_csv().finish_interrupted();
    ASSERT_EQ(finished.size(), 1U);
    EXPECT_EQ(finished[0].refusal, "import.interrupted");
    EXPECT_EQ(ledger.import(generic_csv(many_rows(3, "G"))).orders.added, 3);
    EXPECT_THROW(ledger.import(choice_csv(many_rows(3, "X"))), domain::Refusal);
    EXPECT_TRUE(ledger.import(choice_csv(first_rows())).resumed) << "the file itself is welcome";
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(InterruptedImport, BeforeARefusedOneLeavesNoCopyOfIt)
{
    const std::string done = choice_csv(many_rows(2, "D"));
    const std::string stopped = choice_csv(first_rows());
    const std::string refused = choice_csv(many_rows(3, "X"));
    const auto copy_of = [this](const std::string& csv) {
        return ledger.archive().holds(ledger.digests().sha256_hex(csv) + ".gz");
    };
    ledger.import(done);
    ledger.import_until_killed(stopped, kAfterOneBatch);
    ledger.processes.dead.clear();
    EXPECT_EQ(refusal_of([&] { ledger.import(refused); }), "import.running");
    EXPECT_FALSE(copy_of(refused));
    EXPECT_EQ(refusal_of([&] { ledger.import(done); }), "import.running");
    EXPECT_TRUE(copy_of(done)) << "the job of the same file that is done needs it";
    EXPECT_TRUE(copy_of(stopped));
}

TEST_P(InterruptedImport, GivesNobodyAReceiptBeforeItIsCompleted)
{
    ledger.load_city().execute(a_city(), ledger.caller());
    PortalRow row{.status = "入金待ち"};
    ledger.import(choice_csv({row}));
    row.status = "受付完了";
    ledger.import_until_killed(choice_csv({row, {.order = "C2"}}));
    EXPECT_EQ(ledger.issue().issued, 0) << "neither for the new donation nor for the changed one";
    EXPECT_EQ(ledger.issue({ledger.donation("C1").number.text()}).issued, 0);
    ledger.import_portal_csv().finish_interrupted();
    EXPECT_EQ(ledger.issue().issued, 2);
    EXPECT_EQ(ledger.findings(), Findings{});
}

RUN_ON_EVERY_ENGINE(InterruptedImport);

class ImportsAtOnce : public WithSharedDatabase {};

TEST_P(ImportsAtOnce, OfOnePortalGoOneAfterTheOther)
{
    const auto first = open_ledger(), second = open_ledger();
    second->processes.name = "office:2:1";
    const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds{2}); };
    first->processes.during_wait = second->processes.during_wait = pause;
    const auto rows = many_rows(150);
    const std::string left = choice_csv({rows.begin(), rows.begin() + 100});
    const std::string right = choice_csv({rows.begin() + 50, rows.end()});
    std::string failure;
    std::thread other{[&] {
        try {
            second->import(right);
        } catch (const std::exception& error) {
            failure = error.what();
        }
    }};
    first->import(left);
    other.join();
    EXPECT_EQ(failure, "");
    Ledger one{GetParam()->open_ledger()};
    one.import(choice_csv(rows));
    EXPECT_EQ(first->report(2023).digest, one.report(2023).digest);
    EXPECT_EQ(first->findings(), Findings{});
}

RUN_ON_EVERY_ENGINE(ImportsAtOnce);

}  // namespace
}  // namespace furusato::tests
