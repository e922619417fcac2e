#include <atomic>
#include <thread>

#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/manage_masters.hpp"
#include "furusato/application/manage_settings.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

using domain::Refusal;

/// Two programs at one ledger, each with a clerk who has the same donation on the screen.
class TwoClerks : public WithSharedDatabase {
protected:
    TwoClerks()
    {
        first->load_city().execute(a_city(), first->caller());
        first->import(choice_csv({{.order = "C1"}}));
    }

    /// "" for who wins, else what the other is told.
    static std::string edit(Ledger& ledger, const std::string& street, std::string& both)
    {
        try {
            ledger.change_donation().edit({"C1", "電話で確認", 1, ledger.caller()}, {{"street", street}});
            return "";
        } catch (const Refusal& refusal) {
            for (const auto& [name, value] : refusal.details()) {
                if (name == "theirs" || name == "yours") both += name + "=" + value + " ";
            }
            return refusal.code();
        }
    }

    std::unique_ptr<Ledger> first = open_ledger();
    std::unique_ptr<Ledger> second = open_ledger();
};

TEST_P(TwoClerks, OneWinsAndTheOtherIsToldBothValues)
{
    std::string unused, both;
    EXPECT_EQ(edit(*first, "岐山通1丁目", unused), "");
    EXPECT_EQ(edit(*second, "岐山通9丁目", both), "edit.changed_meanwhile");
    EXPECT_EQ(both, "theirs=岐山通1丁目 yours=岐山通9丁目 ");
    EXPECT_EQ(second->donation("C1").contact.street, "岐山通1丁目");
    EXPECT_EQ(second->findings(), std::vector<std::string>{});
}

TEST_P(TwoClerks, AtTheSameMomentStillOnlyOneWins)
{
    constexpr int kRounds = 5;
    for (int round = 1; round <= kRounds; ++round) {
        const std::string order = "R" + std::to_string(round);
        first->import(choice_csv({{.order = order}}));
        std::atomic<int> ready = 0;
        std::atomic<int> won = 0;
        std::atomic<int> told = 0;
        const auto clerk = [&](Ledger& ledger, const std::string& street) {
            ++ready;
            while (ready < 2) std::this_thread::yield();
            try {
                ledger.change_donation().edit(
                    {order, "電話で確認", 1, ledger.caller()}, {{"street", street}});
                ++won;
            } catch (const Refusal& refusal) {
                told += refusal.code() == "edit.changed_meanwhile";
            }
        };
        std::thread other{[&] { clerk(*second, "二人目"); }};
        clerk(*first, "一人目");
        other.join();
        EXPECT_EQ(won, 1) << order;
        EXPECT_EQ(told, 1) << order;
        EXPECT_EQ(first->donation(order).version, 2);
    }
    EXPECT_EQ(first->findings(), std::vector<std::string>{});
}

/// A store whose program is slow: between drawing the numbers of its operation and writing it, somebody else acts.
class SlowStore final : public application::Store {
public:
    SlowStore(application::Store& store, std::function<void()> meanwhile)
        : store_{store}, meanwhile_{std::move(meanwhile)}
    {}
    void write(
        application::Durability durability, const std::function<void(application::Records&)>& work) override
    {
        store_.write(durability, work);
    }
    void read(const std::function<void(application::Records&)>& work) override { store_.read(work); }
    using application::Store::draw_ids;
    std::vector<std::int64_t> draw_ids(const std::vector<application::IdDemand>& demands) override
    {
        auto drawn = store_.draw_ids(demands);
        if (demands.back().kind == "operation") std::exchange(meanwhile_, [] {})();
        return drawn;
    }
    std::chrono::milliseconds batch_time() const override { return store_.batch_time(); }
    std::vector<std::string> find_structural_faults() override { return store_.find_structural_faults(); }

private:
    application::Store& store_;
    std::function<void()> meanwhile_;
};

TEST_P(TwoClerks, OneSettingWrittenByBothIsAsTheLaterOneLeftIt)
{
    const auto set = [](application::Store& store, const Ledger& ledger, const std::string& name) {
        application::ManageSettings{store, *make_fixed_digests(), ledger.clock}.set(
            {"issuer_name", {2025, 4, 1}, name}, ledger.caller(), "就任");
    };
    SlowStore slow{first->store(), [&] { set(second->store(), *second, "二人目"); }};
    set(slow, *first, "一人目");
    EXPECT_EQ(first->findings(), std::vector<std::string>{});
}

TEST_P(TwoClerks, OneMasterWrittenByBothIsAsTheLaterOneLeftIt)
{
    const auto rename = [](application::Store& store, const Ledger& ledger, int year) {
        const auto digests = make_fixed_digests();
        application::ManageMasters{store, *digests, ledger.clock, {}}.set(
            {domain::MasterKind::Purpose, "1", "名称" + std::to_string(year), {}, {}, {year, 4, 1}, "改正"},
            ledger.caller());
    };
    SlowStore slow{first->store(), [&] { rename(second->store(), *second, 2027); }};
    rename(slow, *first, 2028);
    EXPECT_EQ(first->findings(), std::vector<std::string>{});
}

TEST_P(TwoClerks, OnePaymentDecidedByBothIsAsTheLaterOneLeftIt)
{
    MemoryBytes statement{"取引日,お引出し,お預入れ,お取引内容,備考\r\n2024/1/15,,12000,ﾄｸﾔﾏ ﾊﾙｺ,\r\n"};
    first->match_payments().import({"bank.csv", {}, false, first->caller()}, statement);
    const std::int64_t id = first->match_payments().list({}).front().payment.id;
    SlowStore slow{
        first->store(), [&] { second->match_payments().set_aside(id, "他の課の入金", second->caller()); }};
    application::MatchPayments late{slow, first->digests(), first->clock,
        {shipped_eras(), shipped_import_rules().received_date_rules, shipped_import_rules().folds}, {}};
    late.release(id, "寄附の入金", first->caller());
    EXPECT_EQ(first->match_payments().list({}).front().payment.state, application::PaymentState::Unmatched);
    EXPECT_EQ(first->findings(), std::vector<std::string>{});
}

RUN_ON_EVERY_ENGINE(TwoClerks);

}  // namespace
}  // namespace furusato::tests
