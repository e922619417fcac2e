#include <algorithm>

#include "contract/engine.hpp"
#include "furusato/application/audit_trail.hpp"
#include "furusato/application/donations.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Anchor;
using application::AnchorAgreement;
using application::AuditLink;
using application::AuditTrail;
using application::Records;
using domain::Date;
using Findings = std::vector<std::string>;
using Values = persistence::Connection::Values;

/// Three days of an office; the last of them is not over yet.
class AuditAnchors : public WithTamperer {
protected:
    AuditAnchors()
    {
        ledger.business_date = {2024, 2, 26};
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv(many_rows(5)));
        for (const int day : {27, 28}) {
            ledger.business_date = {2024, 2, day};
            edit("朝 " + std::to_string(day));
            edit("夕 " + std::to_string(day));
        }
    }

    void edit(const std::string& remark)
    {
        ledger.change_donation().edit({"M4", "電話で確認", {}, ledger.caller()}, {{"remark", remark}});
    }
    std::vector<Anchor> anchors() { return ledger.keep_anchors().list({}, {}); }
    Anchor seal() { return ledger.keep_anchors().make({}, ledger.caller()).anchor; }
    std::vector<std::string> days()
    {
        std::vector<std::string> days;
        for (const Anchor& anchor : anchors()) days.push_back(anchor.day.iso());
        return days;
    }
    std::vector<AuditLink> links()
    {
        std::vector<AuditLink> links;
        ledger.store().read([&](Records& records) {
            links.clear();
            records.operations.for_each_link([&](const AuditLink& link) { links.push_back(link); });
        });
        return links;
    }

    bool finds(const std::string& line)
    {
        const auto found = ledger.findings();
        return std::find(found.begin(), found.end(), line) != found.end();
    }
};

TEST_P(AuditAnchors, TheFirstOperationOfADaySealsTheDayBefore)
{
    EXPECT_EQ(days(), (std::vector<std::string>{"2024-02-26", "2024-02-27"}));
    const auto made = anchors();
    EXPECT_EQ(made[0].number, 1);
    EXPECT_EQ(made[0].operations, 2) << "city and import";
    EXPECT_EQ(made[1].operations, 4);
    EXPECT_EQ(made[1].previous_digest, made[0].digest);
    EXPECT_EQ(made[1].lanes.size(), 1U);
    EXPECT_EQ(made[1].lanes[0].link, links()[3].link);
    const auto report = ledger.verify_ledger().execute();
    EXPECT_EQ(report.findings_in_all, 0);
    EXPECT_EQ(report.anchors, 2);
    EXPECT_EQ(report.operations_after_anchor, 2);
}

TEST_P(AuditAnchors, ADaySealedByHandIsSealedOnce)
{
    auto keep = ledger.keep_anchors();
    const auto first = keep.make({}, ledger.caller());
    EXPECT_TRUE(first.is_new);
    EXPECT_EQ(first.anchor.day, (Date{2024, 2, 28}));
    EXPECT_EQ(first.anchor.actor, "周南");
    edit("夜");
    const auto again = keep.make({}, ledger.caller());
    EXPECT_FALSE(again.is_new);
    EXPECT_EQ(again.anchor.digest, first.anchor.digest);
    EXPECT_EQ(ledger.verify_ledger().execute().operations_after_anchor, 1);
    ledger.business_date = {2024, 2, 29};
    EXPECT_EQ(seal().operations, first.anchor.operations + 1) << "what came late goes under the next seal";
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(AuditAnchors, ADayIsSealedInItsOrderAndNotBeforeItComes)
{
    auto keep = ledger.keep_anchors();
    EXPECT_EQ(refusal_of([&] { keep.make(Date{2024, 2, 25}, ledger.caller()); }), "audit.day_passed");
    EXPECT_EQ(refusal_of([&] { keep.make(Date{2024, 2, 29}, ledger.caller()); }), "audit.day_to_come");
    ledger.business_date = {2099, 1, 1};
    EXPECT_EQ(refusal_of([&] { keep.make({}, ledger.caller()); }), "audit.day_to_come")
        << "the clock has a word too";
}

TEST_P(AuditAnchors, AnEmptyLedgerHasNothingToSeal)
{
    const auto empty = GetParam()->create_database();
    persistence::migrate_store(empty->address(), ledger.digests(), ledger.clock);
    const auto store = persistence::open_store(empty->address(), ledger.digests());
    application::KeepAnchors keep{*store, ledger.digests(), ledger.clock};
    EXPECT_EQ(refusal_of([&] { keep.make({}, {"周南", {2024, 2, 29}}); }), "audit.nothing_linked");
}

TEST_P(AuditAnchors, AWrongYearAsOfLeavesTheDaysUntilThenOpen)
{
    ledger.business_date = {2034, 2, 28};
    edit("年を間違えた");
    ledger.business_date = {2034, 3, 1};
    edit("まだ間違えている");
    EXPECT_EQ(days().back(), "2024-02-28");
    ledger.business_date = {2024, 2, 29};
    edit("気が付いた");
    ledger.clock.day = {2024, 3, 1};
    ledger.business_date = {2024, 3, 1};
    edit("翌日");
    EXPECT_EQ(days().back(), "2024-02-29");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(AuditAnchors, GoOnWhenTheLastOperationOfADayWasDatedBack)
{
    const auto work_on = [&](Date day) {
        ledger.clock.day = {2024, 3, 4};
        ledger.business_date = day;
        edit("日付 " + day.iso());
    };
    for (const int day : {1, 2, 3}) {
        work_on({2024, 3, day});
        work_on({2024, 2, 20});
    }
    work_on({2024, 3, 4});
    EXPECT_EQ(days(), (std::vector<std::string>{"2024-02-26", "2024-02-27", "2024-02-28", "2024-03-01",
                          "2024-03-02", "2024-03-03"}))
        << "each day that is over, and none for what was dated back";
    const auto report = ledger.verify_ledger().execute();
    EXPECT_EQ(report.findings_in_all, 0);
    EXPECT_EQ(report.operations_after_anchor, 1);
    EXPECT_EQ(report.unsealed_from, (Date{2024, 3, 4}));
}

TEST_P(AuditAnchors, GoOnAfterASealThatWasDatedAhead)
{
    ledger.clock.day = ledger.business_date = {2024, 3, 31};
    seal();
    for (const int day : {1, 2, 3}) {
        ledger.clock.day = ledger.business_date = {2024, 3, day};
        edit("正しい日付 " + std::to_string(day));
    }
    EXPECT_EQ(days(),
        (std::vector<std::string>{"2024-02-26", "2024-02-27", "2024-03-31", "2024-03-01", "2024-03-02"}));
    EXPECT_EQ(refusal_of([&] {
        ledger.keep_anchors().make(Date{2024, 2, 29}, ledger.caller());
    }),
        "audit.day_passed");
    const auto by_hand = ledger.keep_anchors().make({}, ledger.caller());
    EXPECT_TRUE(by_hand.is_new);
    EXPECT_EQ(by_hand.anchor.number, 6);
    EXPECT_EQ(ledger.findings(), Findings{});
    // The first one that covers it: what the anchors of the days say goes by when they were made.
    const auto link = links().back();
    ledger.store().read([&](Records& records) {
        EXPECT_EQ(records.operations.covering_anchor(link.lane, link.number)->day, (Date{2024, 3, 3}));
    });
}

TEST_P(AuditAnchors, MayBeMadeByHandOnTheDayAfterOneThatWasDatedAhead)
{
    ledger.clock.day = ledger.business_date = {2024, 3, 31};
    seal();
    ledger.clock.day = ledger.business_date = {2024, 2, 29};
    EXPECT_TRUE(ledger.keep_anchors().make({}, ledger.caller()).is_new);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(AuditAnchors, AreMissedWhenTheyWereTakenAway)
{
    EXPECT_EQ(ledger.findings(), Findings{}) << "the day is not over";
    tamper("DELETE FROM audit_anchor_lanes WHERE anchored_on = '2024-02-27'");
    tamper("DELETE FROM audit_anchors WHERE anchored_on = '2024-02-27'");
    EXPECT_EQ(ledger.findings(), (Findings{"verify.seal_overdue 2024-02-27"}));
    tamper("DELETE FROM audit_anchor_lanes");
    tamper("DELETE FROM audit_anchors");
    EXPECT_EQ(ledger.findings(), (Findings{"verify.seal_overdue 2024-02-26"}));
}

TEST_P(AuditAnchors, FindTheNewestOperationsCutOff)
{
    seal();
    const auto all = links();
    const auto last = all.back();
    // All that the operation left, as if it had never been: the chain alone cannot tell.
    tamper("DELETE FROM audit_links WHERE operation_id = ?", Values{last.operation.value});
    tamper("DELETE FROM history_fields WHERE operation_id = ?", Values{last.operation.value});
    tamper("DELETE FROM history WHERE operation_id = ?", Values{last.operation.value});
    const auto before = all[all.size() - 2].operation.value;
    tamper(
        "UPDATE donations SET remark = '朝 28', version = version - 1, changed_by = ? WHERE portal_order_number = 'M4'",
        Values{before});
    tamper("DELETE FROM operations WHERE id = ?", Values{last.operation.value});
    EXPECT_EQ(
        ledger.findings(), (Findings{"verify.anchor_differs 2024-02-28 cli " + std::to_string(last.number)}));
}

TEST_P(AuditAnchors, FindAChainThatWasWrittenAnew)
{
    tamper("UPDATE operations SET actor = 'だれか' WHERE kind = 'import'");
    write_chain_anew();
    EXPECT_EQ(ledger.findings(), (Findings{"verify.anchor_differs 2024-02-26 cli 2"}))
        << "the first day that differs, and no other";
}

TEST_P(AuditAnchors, FindAnOperationTakenOutOfTheMiddle)
{
    const AuditLink gone = links()[2];
    tamper("DELETE FROM audit_links WHERE operation_id = ?", Values{gone.operation.value});
    tamper("UPDATE operations SET state = 'open' WHERE id = ?", Values{gone.operation.value});
    write_chain_anew();
    EXPECT_TRUE(finds("verify.anchor_differs 2024-02-27 cli 4")) << testing::PrintToString(ledger.findings());
}

TEST_P(AuditAnchors, FindTwoOperationsThatChangedPlaces)
{
    const auto all = links();
    const auto swap = [&](std::int64_t from, std::int64_t to) {
        tamper("UPDATE audit_links SET link_number = ? WHERE link_number = ?", Values{to, from});
    };
    swap(all[2].number, -1);
    swap(all[3].number, all[2].number);
    swap(-1, all[3].number);
    write_chain_anew();
    EXPECT_EQ(ledger.findings(), (Findings{"verify.anchor_differs 2024-02-27 cli 4"}));
}

TEST_P(AuditAnchors, FindEachFactOfAnAnchorThatWasChanged)
{
    const std::vector<std::pair<std::string, std::string>> changes{
        {"audit_anchors SET operations = operations + 1", "audit_anchors SET operations = operations - 1"},
        {"audit_anchors SET made_at = '2024-02-27T00:00:01Z'",
            "audit_anchors SET made_at = '2024-02-29T00:00:00Z'"},
        {"audit_anchors SET actor = 'x'", "audit_anchors SET actor = '周南'"},
        {"audit_anchor_lanes SET links = links + 1", "audit_anchor_lanes SET links = links - 1"},
        {"audit_anchor_lanes SET last_number = 1", "audit_anchor_lanes SET last_number = 2"}};
    for (const auto& [change, back] : changes) {
        tamper("UPDATE " + change + " WHERE anchored_on = '2024-02-26'");
        EXPECT_TRUE(finds("verify.anchor_changed 2024-02-26")) << change;
        tamper("UPDATE " + back + " WHERE anchored_on = '2024-02-26'");
        EXPECT_EQ(ledger.findings(), Findings{}) << back;
    }
    tamper("DELETE FROM audit_anchor_lanes WHERE anchored_on = '2024-02-26'");
    tamper("DELETE FROM audit_anchors WHERE anchored_on = '2024-02-26'");
    EXPECT_TRUE(finds("verify.anchor_missing 2024-02-27"));
}

TEST_P(AuditAnchors, CoverEveryLane)
{
    // A second lane, as a service beside the command line would write it.
    const AuditTrail trail{ledger.store(), ledger.digests(), ledger.clock};
    const domain::OperationId operation{ledger.store().draw_ids("operation", 1)};
    ledger.store().write(application::Durability::Confirmed, [&](Records& records) {
        records.operations.begin(
            operation, {"test", "周南", "clerk", "", "", ledger.business_date}, "2024-02-28T00:00:00Z");
        records.operations.finish(operation, "2024-02-28T00:00:00Z");
        const auto seal = trail.seal(records, operation);
        const std::string previous(64, '0');
        records.operations.add_link({"service", 1, operation, seal.entries, seal.digest, previous,
            trail.link_of(previous, records.operations.find(operation), seal, "service")});
    });
    const Anchor anchor = seal();
    ASSERT_EQ(anchor.lanes.size(), 2U);
    EXPECT_EQ(anchor.lanes[1], (application::LaneHead{"service", 1, 1, anchor.lanes[1].link}));
    EXPECT_EQ(ledger.findings(), Findings{});
    tamper("DELETE FROM audit_links WHERE lane = 'service'");
    tamper("DELETE FROM operations WHERE id = ?", Values{operation.value});
    EXPECT_EQ(ledger.findings(), (Findings{"verify.anchor_differs 2024-02-28 service 1"}));
}

TEST_P(AuditAnchors, AgreeWithTheirPaperUntilSomethingChanges)
{
    const Anchor anchor = anchors().front();
    auto keep = ledger.keep_anchors();
    const std::string paper = application::short_form(anchor.digest);
    EXPECT_EQ(paper.size(), 29U);
    EXPECT_EQ(keep.compare(anchor.day, paper).agreement, AnchorAgreement::Same);
    EXPECT_EQ(keep.compare(anchor.day, anchor.digest).agreement, AnchorAgreement::Same);
    std::string other = paper;
    other[0] = other[0] == 'a' ? 'b' : 'a';
    EXPECT_EQ(keep.compare(anchor.day, other).agreement, AnchorAgreement::Differs);
    EXPECT_EQ(keep.compare({2024, 2, 20}, paper).agreement, AnchorAgreement::Missing);
    EXPECT_EQ(refusal_of([&] { keep.compare(anchor.day, paper.substr(0, 20)); }), "audit.digest_invalid");
    EXPECT_EQ(refusal_of([&] { keep.compare(anchor.day, paper + "g"); }), "audit.digest_invalid");
    tamper("UPDATE operations SET actor = 'だれか' WHERE kind = 'import'");
    write_chain_anew();
    EXPECT_EQ(keep.compare(anchor.day, paper).agreement, AnchorAgreement::Broken);
}

TEST_P(AuditAnchors, DoNotAgreeWithTheirPaperWhenWhatTheyCoverWasChanged)
{
    const Anchor anchor = anchors().back();
    const auto agreement = [&] { return ledger.keep_anchors().compare(anchor.day, anchor.digest).agreement; };
    EXPECT_EQ(agreement(), AnchorAgreement::Same);
    const std::vector<std::pair<std::string, std::string>> changes{
        {"operations SET actor = '偽' WHERE kind = 'import'",
            "operations SET actor = '周南' WHERE kind = 'import'"},
        {"history SET action = 'x' WHERE action = 'created'",
            "history SET action = 'created' WHERE action = 'x'"},
        {"operations SET business_date = 'x' WHERE kind = 'import'",
            "operations SET business_date = '2024-02-26' WHERE kind = 'import'"}};
    for (const auto& [change, back] : changes) {
        tamper("UPDATE " + change);
        EXPECT_EQ(agreement(), AnchorAgreement::Broken) << change;
        tamper("UPDATE " + back);
        EXPECT_EQ(agreement(), AnchorAgreement::Same) << back;
    }
    tamper("UPDATE operations SET reason = '偽' WHERE id = ?", Values{links().back().operation.value});
    EXPECT_EQ(agreement(), AnchorAgreement::Same) << "came after it";
}

TEST_P(AuditAnchors, FindAnchorsTakenAwayWithTheirOperationsByPaperAlone)
{
    const Anchor anchor = seal();
    tamper("DELETE FROM audit_anchor_lanes WHERE anchored_on = '2024-02-28'");
    tamper("DELETE FROM audit_anchors WHERE anchored_on = '2024-02-28'");
    EXPECT_EQ(ledger.findings(), Findings{}) << "nothing in the ledger tells";
    EXPECT_EQ(ledger.keep_anchors().compare(anchor.day, anchor.digest).agreement, AnchorAgreement::Missing);
}

RUN_ON_EVERY_ENGINE(AuditAnchors);

}  // namespace
}  // namespace furusato::tests
