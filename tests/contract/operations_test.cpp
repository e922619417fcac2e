#include "furusato/application/operations.hpp"

#include "contract/engine.hpp"
#include "furusato/application/audit_trail.hpp"
#include "furusato/application/settings.hpp"

namespace furusato::tests {
namespace {

using application::AuditLink;
using application::AuditTrail;
using application::DuplicateKey;
using application::Durability;
using application::HistoryEntry;
using application::OperationStart;
using application::Records;
using application::StorageError;
using domain::OperationId;

const std::string kZeros(64, '0');

class OperationRepository : public OnEveryEngine {
protected:
    void write(const std::function<void(Records&)>& work)
    {
        ledger.store().write(Durability::Confirmed, work);
    }
    void read(const std::function<void(Records&)>& work) { ledger.store().read(work); }
    OperationId open() { return ledger.an_operation(OperationEnd::Open); }
};

TEST_P(OperationRepository, KeepsTheHeadOfAnOperation)
{
    const OperationStart start{"import", "周南\u3000花子", "portal", "choice", "理由\n\"'%", {2024, 2, 29}};
    write([&](Records& records) { records.operations.begin({901}, start, "2024-02-28T15:00:00Z"); });
    read([&](Records& records) {
        const auto found = records.operations.find({901});
        EXPECT_EQ(found.id, OperationId{901});
        EXPECT_EQ(found.start.kind, start.kind);
        EXPECT_EQ(found.start.actor, start.actor);
        EXPECT_EQ(found.start.source, start.source);
        EXPECT_EQ(found.start.source_key, start.source_key);
        EXPECT_EQ(found.start.reason, start.reason);
        EXPECT_EQ(found.start.business_date, start.business_date);
        EXPECT_EQ(found.started_at, "2024-02-28T15:00:00Z");
        EXPECT_THROW(records.operations.find({902}), StorageError);
    });
}

TEST_P(OperationRepository, ListsAnOperationAsOpenUntilItIsFinished)
{
    const auto first = open();
    const auto second = open();
    read([&](Records& records) {
        EXPECT_EQ(records.operations.open_operations(), (std::vector<OperationId>{first, second}));
    });
    write([&](Records& records) { records.operations.finish(first, "2024-02-29T00:00:01Z"); });
    read([&](Records& records) {
        EXPECT_EQ(records.operations.open_operations(), (std::vector<OperationId>{second}));
        EXPECT_EQ(records.operations.done_without_link(), (std::vector<OperationId>{first}));
    });
}

TEST_P(OperationRepository, GivesDigestsInOrderOfEntityAndId)
{
    const auto operation = open();
    std::vector<HistoryEntry> entries{{"gift", 2, "created", std::string(64, 'c'), {}},
        {"donation", 10, "changed", std::string(64, 'b'), {{"remark", "前\n", "後"}, {"name", "", "𠮷"}}},
        {"donation", 9, "created", std::string(64, 'a'), {}}};
    for (std::int64_t id = 100; id < 220; ++id) entries.push_back({"receipt", id, "created", kZeros, {}});
    write([&](Records& records) { records.operations.add_history(operation, entries); });
    std::vector<std::string> seen;
    read([&](Records& records) {
        records.operations.for_each_digest(
            operation, [&](const std::string& entity, std::int64_t id, const std::string& action,
                           const std::string& digest) {
                seen.push_back(entity + " " + std::to_string(id) + " " + action + " " + digest.substr(0, 1));
            });
    });
    ASSERT_EQ(seen.size(), 123U);
    EXPECT_EQ(seen[0], "donation 9 created a");
    EXPECT_EQ(seen[1], "donation 10 changed b");
    EXPECT_EQ(seen[2], "gift 2 created c");
    EXPECT_EQ(seen[122], "receipt 219 created 0");
}

TEST_P(OperationRepository, KnowsTheNewestDigestOfEachRecordOfAKind)
{
    const auto first = open();
    const auto second = open();
    write([&](Records& records) {
        const auto digest = [](char letter) { return std::string(64, letter); };
        records.operations.add_history(second, {{"donation", 1, "changed", digest('d'), {}}});
        records.operations.add_history(
            first, {{"donation", 1, "created", digest('a'), {}}, {"donation", 2, "created", digest('b'), {}},
                       {"gift", 1, "created", digest('c'), {}}});
    });
    std::string newest;
    read([&](Records& records) {
        const auto note = [&](std::int64_t id, const std::string& digest, int entries) {
            newest += std::to_string(id) + digest.substr(0, 1) + std::to_string(entries) + " ";
        };
        records.operations.for_each_newest_digest("donation", note);
        records.operations.for_each_newest_digest("donor", note);
    });
    EXPECT_EQ(newest, "1d2 2b1 ");
}

TEST_P(OperationRepository, TakesForTheNewestDigestWhatWasLinkedLast)
{
    const auto first = open(), second = open();
    const auto digest = [](char letter) { return std::string(64, letter); };
    write([&](Records& records) {
        records.operations.add_history(second, {{"setting", 1, "changed", digest('b'), {}}});
        records.operations.add_link({"cli", 1, second, 1, kZeros, kZeros, std::string(64, 'b')});
        records.operations.add_history(first, {{"setting", 1, "changed", digest('a'), {}}});
        records.operations.add_link({"cli", 2, first, 1, kZeros, kZeros, std::string(64, 'a')});
    });
    read([&](Records& records) {
        records.operations.for_each_newest_digest(
            "setting", [&](std::int64_t, const std::string& newest, int) { EXPECT_EQ(newest, digest('a')); });
        const auto all = records.operations.digests_of("setting", 1);
        ASSERT_EQ(all.size(), 2U);
        EXPECT_EQ(all[0].first, second);
        EXPECT_EQ(all[1].first, first);
    });
}

TEST_P(OperationRepository, TouchesARecordOnceInAnOperation)
{
    const auto operation = open();
    const HistoryEntry entry{"donation", 1, "created", kZeros, {}};
    EXPECT_THROW(write([&](Records& records) {
        records.operations.add_history(operation, {entry, entry});
    }),
        DuplicateKey);
}

TEST_P(OperationRepository, ChainsEachLaneByItself)
{
    const auto first = open(), second = open(), third = open();
    write([&](Records& records) {
        records.operations.add_link({"web", 1, second, 0, kZeros, kZeros, std::string(64, 'b')});
        records.operations.add_link({"cli", 2, third, 7, std::string(64, 'e'), std::string(64, 'a'), kZeros});
        records.operations.add_link({"cli", 1, first, 0, kZeros, kZeros, std::string(64, 'a')});
    });
    std::string order;
    read([&](Records& records) {
        EXPECT_FALSE(records.operations.last_link("batch"));
        const auto last = records.operations.last_link("cli");
        ASSERT_TRUE(last);
        EXPECT_EQ(last->lane, "cli");
        EXPECT_EQ(last->number, 2);
        EXPECT_EQ(last->operation, third);
        EXPECT_EQ(last->entries, 7);
        EXPECT_EQ(last->entries_digest, std::string(64, 'e'));
        EXPECT_EQ(last->previous_link, std::string(64, 'a'));
        EXPECT_EQ(last->link, kZeros);
        records.operations.for_each_link(
            [&](const AuditLink& link) { order += link.lane + std::to_string(link.number) + " "; });
    });
    EXPECT_EQ(order, "cli1 cli2 web1 ");
    const AuditLink same_place{"cli", 2, open(), 0, kZeros, kZeros, kZeros};
    EXPECT_THROW(write([&](Records& records) { records.operations.add_link(same_place); }), DuplicateKey);
    const AuditLink same_operation{"cli", 3, third, 0, kZeros, kZeros, kZeros};
    EXPECT_THROW(write([&](Records& records) { records.operations.add_link(same_operation); }), DuplicateKey);
}

TEST_P(OperationRepository, LinksEachPerformedOperationToTheOneBefore)
{
    AuditTrail trail{ledger.store(), ledger.digests(), ledger.clock};
    const OperationStart start{"test", "周南", "clerk", "", "", {2024, 2, 29}};
    const auto touch = [](Records&, OperationId, std::vector<HistoryEntry>& touched) {
        touched.push_back({"gift", 1, "created", kZeros, {}});
    };
    const auto first = trail.perform(start, touch);
    const auto second = trail.perform(start, touch);
    std::vector<AuditLink> links;
    read([&](Records& records) {
        records.operations.for_each_link([&](const AuditLink& link) { links.push_back(link); });
        EXPECT_TRUE(records.operations.open_operations().empty());
        EXPECT_TRUE(records.operations.done_without_link().empty());
        ASSERT_EQ(links.size(), 2U);
        EXPECT_EQ(links[1].link,
            trail.link_of(links[0].link, records.operations.find(second), trail.seal(records, second)));
    });
    EXPECT_EQ(links[0].operation, first);
    EXPECT_EQ(links[0].previous_link, kZeros);
    EXPECT_EQ(links[1].previous_link, links[0].link);
    EXPECT_EQ(links[1].number, links[0].number + 1);
    EXPECT_EQ(links[1].entries, 1);
    EXPECT_NE(links[0].link, links[1].link);
}

TEST_P(OperationRepository, TellsTheHistoryInTheOrderInWhichItWasWritten)
{
    const auto begun = [&](std::int64_t id, const std::string& kind, const std::string& at,
                           const std::string& field = "remark") {
        write([&](Records& records) {
            records.operations.begin({id}, {kind, "周南", "clerk", "", "", {2024, 2, 29}}, at);
            records.operations.add_history({id}, {{"donation", 7, "changed", kZeros, {{field, "", kind}}}});
        });
    };
    begun(901, "donation.undo", "2024-02-29T00:00:01Z");
    begun(902, "donation.edit", "2024-02-29T00:00:02Z");
    begun(903, "donation.edit", "2024-02-29T00:00:00Z", "city");
    write([&](Records& records) {
        records.operations.add_link({"cli", 9, {902}, 1, kZeros, kZeros, kZeros});
        records.operations.add_link({"cli", 10, {901}, 1, kZeros, kZeros, kZeros});
    });
    std::vector<std::int64_t> order;
    read([&](Records& records) {
        for (const auto& change : records.operations.history_of("donation", 7))
            order.push_back(change.operation.id.value);
        EXPECT_EQ(records.operations.fields_set_by_clerks("donation", 7), std::set<std::string>{"city"})
            << "the remark was put back";
    });
    EXPECT_EQ(order, (std::vector<std::int64_t>{902, 901, 903}));
}

TEST_P(OperationRepository, LeavesNothingOfAnOperationWhoseWorkFails)
{
    AuditTrail trail{ledger.store(), ledger.digests(), ledger.clock};
    const OperationStart start{"test", "周南", "clerk", "", "", {2024, 2, 29}};
    const auto fail = [](Records& records, OperationId operation, std::vector<HistoryEntry>&) {
        records.settings.set({"city_name", {2024, 1, 1}, "周南市"}, operation);
        throw Killed{};
    };
    EXPECT_THROW(trail.perform(start, fail), Killed);
    trail.perform(start, [](Records&, OperationId, std::vector<HistoryEntry>&) {});
    read([](Records& records) {
        EXPECT_TRUE(records.operations.open_operations().empty());
        EXPECT_TRUE(records.settings.all().empty());
        EXPECT_EQ(records.operations.last_link("cli")->number, 1);
    });
}

RUN_ON_EVERY_ENGINE(OperationRepository);

}  // namespace
}  // namespace furusato::tests
