#include "contract/engine.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Durability;
using application::Records;
using application::Store;

/// A store on which every transaction has a conflict at its end: it is taken back and runs again from its start.
class RunsTwice final : public Store {
public:
    explicit RunsTwice(std::unique_ptr<Store> store) : store_{std::move(store)} {}

    void write(Durability durability, const std::function<void(Records&)>& work) override
    {
        try {
            store_->write(durability, [&](Records& records) {
                work(records);
                throw Again{};
            });
        } catch (const Again&) {
            store_->write(durability, work);
        }
    }
    void read(const std::function<void(Records&)>& work) override
    {
        store_->read(work);
        store_->read(work);
    }
    using Store::draw_ids;
    std::vector<std::int64_t> draw_ids(const std::vector<application::IdDemand>& demands) override
    {
        return store_->draw_ids(demands);
    }
    std::chrono::milliseconds batch_time() const override { return store_->batch_time(); }
    std::vector<std::string> find_structural_faults() override { return store_->find_structural_faults(); }

private:
    struct Again {};
    std::unique_ptr<Store> store_;
};

class RunAgain : public testing::TestWithParam<const Engine*> {
protected:
    RunAgain()
    {
        for (Ledger* ledger : {&once, &twice}) ledger->load_city().execute(a_city(), ledger->caller());
    }
    void expect_same()
    {
        EXPECT_EQ(twice.report(2023).digest, once.report(2023).digest);
        EXPECT_EQ(twice.report(2023).donations, once.report(2023).donations);
        EXPECT_EQ(twice.findings(), std::vector<std::string>{});
    }
    Ledger once{GetParam()->open_ledger()};
    Ledger twice{std::make_unique<RunsTwice>(GetParam()->open_ledger())};
};

TEST_P(RunAgain, ImportsTheSame)
{
    for (const char* status : {"入金待ち", "受付完了", "キャンセル"}) {
        std::vector<PortalRow> rows{
            {.order = "BROKEN", .amount = "-1"}, {.order = "BROKEN2", .amount = "1.5"}};
        for (int i = 0; i < 60; ++i)
            rows.push_back({.order = "A" + std::to_string(i), .status = i % 3 == 0 ? status : "受付完了"});
        const std::string csv = choice_csv(rows);
        const auto wanted = once.import(csv);
        const auto got = twice.import(csv);
        EXPECT_EQ(got.orders.added, wanted.orders.added) << status;
        EXPECT_EQ(got.orders.updated, wanted.orders.updated) << status;
        EXPECT_EQ(got.orders.held, wanted.orders.held) << status;
        EXPECT_EQ(got.rows.read, wanted.rows.read) << status;
        EXPECT_EQ(got.rows.error, wanted.rows.error) << status;
        EXPECT_EQ(got.issues.size(), wanted.issues.size()) << status;
        expect_same();
    }
}

TEST_P(RunAgain, IssuesTheSameReceipts)
{
    for (Ledger* ledger : {&once, &twice}) {
        ledger->import(choice_csv({{.order = "A"}, {.order = "B"}, {.order = "C"}}));
        EXPECT_EQ(ledger->issue().issued, 3);
        EXPECT_EQ(ledger->issue().issued, 0);
        EXPECT_EQ(ledger->issue_receipts().list({}).size(), 3U);
    }
    expect_same();
}

RUN_ON_EVERY_ENGINE(RunAgain);

}  // namespace
}  // namespace furusato::tests
