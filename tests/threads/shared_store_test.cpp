#include <set>
#include <thread>

#include "application/row_digests.hpp"
#include "contract/engine.hpp"
#include "furusato/application/audit_trail.hpp"
#include "furusato/application/settings.hpp"
#include "support/portal_csv.hpp"

namespace furusato::tests {
namespace {

constexpr int kThreads = 6;

class SharedStore : public WithTamperer {
protected:
    template <class Work>
    static void at_once(const Work& work)
    {
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) threads.emplace_back([&work, i] { work(i); });
        for (auto& thread : threads) thread.join();
    }
};

TEST_P(SharedStore, GivesEachNumberOnce)
{
    std::vector<std::int64_t> drawn[kThreads];
    at_once([&](int thread) {
        for (int turn = 0; turn < 20; ++turn) drawn[thread].push_back(ledger.store().draw_ids("shared", 3));
    });
    std::set<std::int64_t> all;
    for (const auto& numbers : drawn) all.insert(numbers.begin(), numbers.end());
    EXPECT_EQ(all.size(), kThreads * 20U);
    EXPECT_EQ(*all.rbegin(), 3 * (kThreads * 20 - 1) + 1);
}

TEST_P(SharedStore, LinksOperationsOfAllThreadsIntoOneChain)
{
    at_once([&](int thread) {
        const auto digests = make_fixed_digests();
        application::AuditTrail trail{ledger.store(), *digests, ledger.clock};
        for (int turn = 0; turn < 8; ++turn) {
            const std::string name = "k" + std::to_string(thread) + "_" + std::to_string(turn);
            trail.perform({"test", "周南", "clerk", "", "", {2024, 1, 1}},
                [&](application::Records& records, domain::OperationId operation, auto& touched) {
                    const application::CitySetting setting{name, {2024, 1, 1}, "x"};
                    records.settings.set(setting, operation);
                    touched.push_back(application::entry_of(*digests, setting, ""));
                });
        }
    });
    EXPECT_EQ(number("SELECT COUNT(*) AS n FROM city_settings"), kThreads * 8);
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(SharedStore, IsReadWhileAnImportReadsAheadAndWrites)
{
    std::vector<PortalRow> rows;
    for (int i = 0; i < 600; ++i) rows.push_back({.order = "S" + std::to_string(i)});
    const std::string csv = choice_csv(rows);
    std::thread importer{[&] { ledger.import(csv); }};
    for (int turn = 0; turn < 50; ++turn) {
        const auto other = open_ledger();
        const auto donations = other->report(2023).donations;
        EXPECT_TRUE(donations == 0 || donations == 600) << donations;
    }
    importer.join();
    EXPECT_EQ(ledger.report(2023).donations, 600);
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

RUN_ON_EVERY_ENGINE(SharedStore);

}  // namespace
}  // namespace furusato::tests
