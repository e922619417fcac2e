#include <atomic>
#include <thread>

#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

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

RUN_ON_EVERY_ENGINE(TwoClerks);

}  // namespace
}  // namespace furusato::tests
