#include "furusato/application/import_jobs.hpp"

#include "contract/engine.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DuplicateKey;
using application::Durability;
using application::ImportJob;
using application::ImportJobs;
using application::ParkedRow;
using application::Records;
using portal_import::IssueWeight;
using portal_import::RowIssue;

class ImportJobRepository : public OnEveryEngine {
protected:
    void write(const std::function<void(ImportJobs&)>& work)
    {
        ledger.store().write(Durability::Confirmed, [&](Records& records) { work(records.import_jobs); });
    }
    void read(const std::function<void(ImportJobs&)>& work)
    {
        ledger.store().read([&](Records& records) { work(records.import_jobs); });
    }
    ImportJob add(const std::string& portal, const std::string& sha256 = std::string(64, 'a'))
    {
        ImportJob job;
        job.id = {ledger.store().draw_ids("import_job", 1)};
        job.operation = ledger.an_operation(OperationEnd::Open);
        job.portal = portal;
        job.state = "planned";
        job.file_name = repeated("ファ", 127) + "\n";
        job.sha256 = sha256;
        job.bytes = INT64_MAX;
        job.encoding = "cp932";
        job.forced_encoding = true;
        job.business_date = {2024, 2, 29};
        job.archive_file = job.sha256 + ".gz";
        job.owner = "office:1:1";
        job.owner_seen_at = "2024-02-29T00:00:00Z";
        job.started_at = "2024-02-29T00:00:01Z";
        write([&](ImportJobs& jobs) { jobs.add(job); });
        return job;
    }
    std::vector<RowIssue> issues_of(const ImportJob& job)
    {
        std::vector<RowIssue> issues;
        read([&](ImportJobs& jobs) {
            jobs.for_each_issue(job.id, [&](const RowIssue& issue) { issues.push_back(issue); });
        });
        return issues;
    }
    std::int64_t parked(const std::string& portal)
    {
        std::int64_t count = 0;
        read([&](ImportJobs& jobs) { count = jobs.parked_count(portal); });
        return count;
    }
};

ParkedRow a_parked_row(std::int64_t id, std::int64_t fingerprint, long line)
{
    return {id, fingerprint,
        {line, line - 1, "寄附金額", "amount.not_a_number", "1.2E+4", IssueWeight::Error, "raw"}};
}

TEST_P(ImportJobRepository, KeepsEveryFieldOfAJob)
{
    const ImportJob job = add("choice");
    write([&](ImportJobs& jobs) { jobs.finish(job.id, "2024-02-29T00:01:00Z", "rows.read=1\n"); });
    read([&](ImportJobs& jobs) {
        EXPECT_FALSE(jobs.find({job.id.value + 1}));
        const auto found = jobs.find(job.id);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->id, job.id);
        EXPECT_EQ(found->operation, job.operation);
        EXPECT_EQ(found->portal, "choice");
        EXPECT_EQ(found->state, "done");
        EXPECT_EQ(found->file_name, job.file_name);
        EXPECT_EQ(found->sha256, job.sha256);
        EXPECT_EQ(found->bytes, job.bytes);
        EXPECT_EQ(found->encoding, "cp932");
        EXPECT_TRUE(found->forced_encoding);
        EXPECT_EQ(found->business_date, job.business_date);
        EXPECT_EQ(found->archive_file, job.archive_file);
        EXPECT_EQ(found->owner, job.owner);
        EXPECT_EQ(found->owner_seen_at, job.owner_seen_at);
        EXPECT_EQ(found->started_at, job.started_at);
        EXPECT_EQ(found->finished_at, "2024-02-29T00:01:00Z");
        EXPECT_EQ(found->summary, "rows.read=1\n");
    });
}

TEST_P(ImportJobRepository, AllowsOneUnfinishedJobOfAPortal)
{
    const ImportJob first = add("choice");
    EXPECT_NO_THROW(add("ana"));
    EXPECT_THROW(add("choice"), DuplicateKey);
    read([&](ImportJobs& jobs) {
        EXPECT_EQ(jobs.running_of("choice")->id, first.id);
        EXPECT_EQ(jobs.running_of("choice")->finished_at, "");
        EXPECT_FALSE(jobs.running_of("rakuten"));
        EXPECT_EQ(jobs.unfinished().size(), 2U);
    });
    write([&](ImportJobs& jobs) { jobs.set_state(first.id, "applying"); });
    EXPECT_THROW(add("choice"), DuplicateKey);
    write([&](ImportJobs& jobs) { jobs.finish(first.id, "2024-02-29T00:01:00Z", ""); });
    EXPECT_NO_THROW(add("choice"));
    read([&](ImportJobs& jobs) { EXPECT_EQ(jobs.unfinished().size(), 2U); });
}

TEST_P(ImportJobRepository, GivesAJobToOneTakerOnly)
{
    const ImportJob job = add("choice");
    write([&](ImportJobs& jobs) {
        EXPECT_FALSE(jobs.take_over(job.id, "office:9:9", "office:2:1", "2024-02-29T00:05:00Z"));
        EXPECT_TRUE(jobs.take_over(job.id, "office:1:1", "office:2:1", "2024-02-29T00:05:00Z"));
        EXPECT_FALSE(jobs.take_over(job.id, "office:1:1", "office:3:1", "2024-02-29T00:06:00Z"));
    });
    read([&](ImportJobs& jobs) {
        EXPECT_EQ(jobs.find(job.id)->owner, "office:2:1");
        EXPECT_EQ(jobs.find(job.id)->owner_seen_at, "2024-02-29T00:05:00Z");
        EXPECT_EQ(jobs.find(job.id)->state, "planned");
    });
    write([&](ImportJobs& jobs) {
        jobs.finish(job.id, "2024-02-29T00:07:00Z", "");
        EXPECT_FALSE(jobs.take_over(job.id, "office:2:1", "office:4:1", "2024-02-29T00:08:00Z"))
            << "it is done";
    });
}

TEST_P(ImportJobRepository, LetsAnOwnerTakeItsOwnJobEvenWhenThatChangesNothing)
{
    const ImportJob job = add("choice");
    write([&](ImportJobs& jobs) {
        EXPECT_TRUE(jobs.take_over(job.id, job.owner, job.owner, job.owner_seen_at));
    });
}

TEST_P(ImportJobRepository, TakesASignOfLifeFromTheOwnerOnly)
{
    const ImportJob job = add("choice");
    write([&](ImportJobs& jobs) {
        EXPECT_TRUE(jobs.touch(job.id, job.owner, "2024-02-29T00:09:00Z"));
        EXPECT_TRUE(jobs.touch(job.id, job.owner, "2024-02-29T00:09:00Z")) << "the same instant again";
        EXPECT_FALSE(jobs.touch(job.id, "office:9:9", "2024-02-29T00:10:00Z"));
    });
    read([&](ImportJobs& jobs) { EXPECT_EQ(jobs.find(job.id)->owner_seen_at, "2024-02-29T00:09:00Z"); });
}

TEST_P(ImportJobRepository, IsGivenUpByTheOwnerOnly)
{
    const ImportJob job = add("choice");
    write([&](ImportJobs& jobs) { jobs.release(job.id, "office:9:9"); });
    read([&](ImportJobs& jobs) { EXPECT_EQ(jobs.find(job.id)->owner, job.owner); });
    write([&](ImportJobs& jobs) { jobs.release(job.id, job.owner); });
    read([&](ImportJobs& jobs) {
        EXPECT_EQ(jobs.find(job.id)->owner, "");
        EXPECT_TRUE(jobs.running_of("choice")) << "it is still to be finished";
    });
}

TEST_P(ImportJobRepository, ListsTheNewestFirst)
{
    const std::string same(64, 'b');
    std::vector<domain::JobId> added;
    for (const char* portal : {"choice", "ana", "generic"}) {
        const ImportJob job = add(portal, same);
        added.push_back(job.id);
        if (job.portal == "generic") break;
        write([&](ImportJobs& jobs) { jobs.finish(job.id, "2024-02-29T00:01:00Z", ""); });
    }
    read([&](ImportJobs& jobs) {
        const auto all = jobs.list({});
        ASSERT_EQ(all.size(), 3U);
        EXPECT_EQ(all[0].id, added[2]);
        EXPECT_EQ(all[2].id, added[0]);
        EXPECT_EQ(jobs.list(2).size(), 2U);
        EXPECT_EQ(jobs.done_with_sha256(same)->id, added[1]) << "the newest that is done";
        EXPECT_FALSE(jobs.done_with_sha256(std::string(64, 'c')));
    });
}

TEST_P(ImportJobRepository, KeepsIssuesWithTheRecordAsItStoodInTheFile)
{
    const ImportJob job = add("choice");
    const std::string bytes{"\x82\xa0,\"\r\n\0\xff,", 9};
    const RowIssue held{18, 16, repeated("列", 200), "state.backwards", "", IssueWeight::Held, ""};
    const RowIssue error{17, 15, "", "cell.undecodable", repeated("\uFFFD", 3000), IssueWeight::Error, bytes};
    write([&](ImportJobs& jobs) { jobs.add_issues(job, 1, {{1, 11, held}, {2, INT64_MAX, error}}); });
    const auto issues = issues_of(job);
    ASSERT_EQ(issues.size(), 2U);
    EXPECT_EQ(issues[0].line, 17) << "in order of line";
    EXPECT_EQ(issues[0].row, 15);
    EXPECT_EQ(issues[0].column, "");
    EXPECT_EQ(issues[0].code, "cell.undecodable");
    EXPECT_EQ(issues[0].value, error.value);
    EXPECT_EQ(issues[0].weight, IssueWeight::Error);
    EXPECT_EQ(issues[0].raw, bytes);
    EXPECT_EQ(issues[1].column, held.column);
    EXPECT_EQ(issues[1].weight, IssueWeight::Held);
    EXPECT_EQ(issues[1].raw, "");
}

TEST_P(ImportJobRepository, ParksARecordOfOneMegabyte)
{
    const ImportJob job = add("choice");
    ParkedRow row = a_parked_row(1, 1, 2);
    row.issue.raw = std::string(1'000'000, 'x');
    row.issue.value = std::string(100'000, 'y');
    write([&](ImportJobs& jobs) { jobs.add_issues(job, 1, {row}); });
    const auto issues = issues_of(job);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].raw.size(), 1'000'000U);
    EXPECT_EQ(issues[0].value.size(), 100'000U);
}

TEST_P(ImportJobRepository, ParksARecordOfAPortalOnce)
{
    const ImportJob first = add("choice");
    write([&](ImportJobs& jobs) {
        jobs.add_issues(first, 1, {a_parked_row(1, 7, 2), a_parked_row(2, 8, 3)});
        jobs.finish(first.id, "2024-02-29T00:01:00Z", "");
    });
    const ImportJob again = add("choice");
    const ImportJob other = add("ana");
    write([&](ImportJobs& jobs) {
        jobs.add_issues(again, 1, {a_parked_row(3, 7, 2), a_parked_row(4, 9, 4)});
        jobs.add_issues(other, 1, {a_parked_row(5, 7, 2)});
    });
    EXPECT_EQ(parked("choice"), 3);
    EXPECT_EQ(parked("ana"), 1);
    EXPECT_EQ(issues_of(again).size(), 2U);
    EXPECT_EQ(issues_of(again)[0].raw, "raw");
}

TEST_P(ImportJobRepository, ForgetsTheIssuesOfAStoppedRunOnly)
{
    const ImportJob job = add("choice");
    const ImportJob other = add("ana");
    std::vector<ParkedRow> rows;
    for (int i = 1; i <= 120; ++i) rows.push_back(a_parked_row(i, i, i + 1));
    write([&](ImportJobs& jobs) {
        jobs.add_issues(job, 1, rows);
        jobs.add_issues(other, 1, {a_parked_row(200, 1, 2)});
    });
    EXPECT_EQ(issues_of(job).size(), 120U);
    write([&](ImportJobs& jobs) { jobs.clear_issues(job.id); });
    EXPECT_TRUE(issues_of(job).empty());
    EXPECT_EQ(issues_of(other).size(), 1U);
    write([&](ImportJobs& jobs) { jobs.add_issues(job, 1, rows); });
    EXPECT_EQ(issues_of(job).size(), 120U);
    EXPECT_EQ(parked("choice"), 120);
}

RUN_ON_EVERY_ENGINE(ImportJobRepository);

}  // namespace
}  // namespace furusato::tests
