#include "contract/engine.hpp"
#include "support/portal_csv.hpp"

namespace furusato::tests {
namespace {

using application::ImportSummary;
using Findings = std::vector<std::string>;

constexpr int kOrders = 2'100;  // as many as make a file large: donors' keys in runs, indexes after the rows

/// Many donors, of whom some come again at the end of the file under new order numbers.
std::vector<PortalRow> large_file()
{
    auto rows = many_rows(kOrders);
    const auto first = rows;
    for (std::size_t i = 0; i < 200; ++i) {
        rows.push_back(first[i]);
        rows.back().order = "again" + std::to_string(i);
        rows.back().line = "1";
    }
    return rows;
}

class LargeImport : public WithSharedDatabase {
protected:
    Ledger undisturbed{GetParam()->open_ledger()};
};

TEST_P(LargeImport, EndsWithEveryIndexAndEveryKeyInItsPlace)
{
    const auto ledger = open_ledger();
    const ImportSummary summary = ledger->import(choice_csv(large_file()));
    EXPECT_EQ(summary.orders.added, kOrders + 200);
    EXPECT_EQ(summary.donors_new + summary.donors_matched, kOrders + 200);
    EXPECT_EQ(ledger->findings(), Findings{});
    // Known by the keys that were written last.
    auto rows = large_file();
    for (PortalRow& row : rows) row.order = "next" + row.order;
    EXPECT_EQ(ledger->import(choice_csv(rows)).donors_new, 0);
    EXPECT_EQ(ledger->findings(), Findings{});
}

TEST_P(LargeImport, ThatWasKilledFindsTheDonorsOfItsFirstHalfAgain)
{
    const std::string csv = choice_csv(large_file());
    const auto ledger = open_ledger();
    ledger->import_until_killed(csv, 400);
    const ImportSummary summary = ledger->import(csv);
    const ImportSummary reference = undisturbed.import(csv);
    EXPECT_TRUE(summary.resumed);
    EXPECT_EQ(summary.donors_new, reference.donors_new);
    EXPECT_EQ(summary.donors_matched, reference.donors_matched);
    EXPECT_EQ(ledger->report(2023).digest, undisturbed.report(2023).digest);
    EXPECT_EQ(ledger->findings(), Findings{});
}

TEST_P(LargeImport, ThatWasKilledLeavesALedgerWhoseIndexesTheNextOneMakes)
{
    const auto killed = open_ledger();
    killed->store().leave_indexes_out();
    const bool leaves_any_out = !killed->store().find_structural_faults().empty();
    EXPECT_EQ(leaves_any_out, GetParam()->name() == "Sqlite");
    killed->import(choice_csv(many_rows(20)));
    const auto next = open_ledger();
    EXPECT_EQ(next->store().find_structural_faults(), Findings{});
    EXPECT_EQ(killed->store().find_structural_faults(), Findings{}) << "seen by those who were there";
    EXPECT_EQ(next->findings(), Findings{});
}

RUN_ON_EVERY_ENGINE(LargeImport);

}  // namespace
}  // namespace furusato::tests
