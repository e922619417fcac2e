#include <array>
#include <random>
#include <set>

#include "contract/engine.hpp"
#include "contract/revenue_model.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using Findings = std::vector<std::string>;
/// The orders of one portal file.
using File = std::vector<OrderRows>;

constexpr std::uint32_t kSeed = 20240229;  // another one: --gtest_random_seed=N

/// An office of half a year in which anything happens in any order.
class RandomSequence : public OnEveryEngine {
protected:
    RandomSequence()
    {
        ledger.business_date = {2023, 12, 1};
        ledger.load_city().execute(a_city(), ledger.caller());
        for (const char* code : {"C1", "C2"})
            ledger.manage_campaigns().add(a_campaign(code), ledger.caller());
        import_gifts();
    }

    int any(int count) { return std::uniform_int_distribution<int>{0, count - 1}(random_); }
    bool chance(int percent) { return any(100) < percent; }
    template <class Item>
    const Item& one_of(const std::vector<Item>& items)
    {
        return items[static_cast<std::size_t>(any(static_cast<int>(items.size())))];
    }
    std::string gift() { return one_of<std::string>({"SN001", "SN002", "SN003", "SN999", ""}); }
    std::string purpose() { return one_of<std::string>({"市長におまかせ", "子育て", "誰も知らない", ""}); }
    /// A day at most two months back.
    std::string day()
    {
        std::string text = ledger.business_date.plus_days(-any(60)).iso();
        for (char& letter : text) letter = letter == '-' ? '/' : letter;
        return text;
    }

    OrderRows new_order()
    {
        OrderRows rows;
        PortalRow row;
        row.order = "R" + std::to_string(++orders_);
        row.applied_on = row.paid_on = day();
        row.status = one_of<std::string>({"入金待ち", "受付完了", "受付完了", "受付完了", "キャンセル"});
        row.name = "寄附　" + std::to_string(any(15));
        row.phone = "090-0000-" + std::to_string(1000 + any(15));
        const int lines = 1 + any(3);
        for (int line = 1; line <= lines; ++line) {
            row.line = std::to_string(line);
            row.amount = std::to_string(1'000 * (1 + any(30)));
            row.gift_code = gift();
            row.purpose = purpose();
            rows.push_back(row);
        }
        return rows;
    }

    /// The order as the portal tells it next.
    OrderRows changed(OrderRows rows)
    {
        const std::string status = one_of<std::string>({"入金待ち", "受付完了", "キャンセル"});
        const std::string prefecture = one_of<std::string>({"山口県", "東京都", "大阪府"});
        const std::string payment = one_of<std::string>({"クレジットカード", "PayPay"});
        const bool moves = chance(60), relocates = chance(20), pays_otherwise = chance(20);
        if (chance(10)) rows.front().amount = std::to_string(1'000 * (1 + any(30)));
        if (chance(20)) rows.back().purpose = purpose();
        for (auto& row : rows) {
            if (moves) row.status = status;
            if (relocates) row.prefecture = prefecture;
            if (pays_otherwise) row.payment = payment;
        }
        return rows;
    }

    static std::string csv_of(const File& file)
    {
        std::vector<PortalRow> rows;
        for (const auto& order : file) rows.insert(rows.end(), order.begin(), order.end());
        return choice_csv(rows);
    }

    void expect_told(const File& file, std::int64_t added)
    {
        std::int64_t expected = 0;
        for (const auto& order : file) expected += model_.tell(order, ledger.business_date);
        EXPECT_EQ(added, expected);
        files_.push_back(file);
    }

    void import_new()
    {
        File file;
        for (int i = 0, count = 1 + any(3); i < count; ++i) file.push_back(new_order());
        expect_told(file, ledger.import(csv_of(file)).orders.added);
    }

    void import_changes()
    {
        std::set<std::string> told;
        File file;
        for (int i = 0, count = 1 + any(4); i < count; ++i) {
            OrderRows order = changed(one_of(one_of(files_)));
            if (told.insert(order.front().order).second) file.push_back(std::move(order));
        }
        expect_told(file, ledger.import(csv_of(file)).orders.added);
    }

    void import_again()
    {
        const File file = one_of(files_);
        EXPECT_EQ(ledger.import(csv_of(file)).orders.added, 0);
        for (const auto& order : file) model_.tell(order, ledger.business_date);
    }

    void import_with_a_kill()
    {
        const File file{new_order(), new_order(), changed(one_of(one_of(files_)))};
        ledger.import_until_killed(csv_of(file));
        check_reports();
        if (chance(50)) {
            EXPECT_EQ(ledger.import_portal_csv().finish_interrupted().size(), 1U);
            expect_told(file, 2);
        } else {
            expect_told(file, ledger.import(csv_of(file)).orders.added);
        }
    }

    void try_import()
    {
        const std::string digest = ledger.report(2023).digest;
        ledger.try_import(csv_of({new_order(), changed(one_of(one_of(files_)))}));
        EXPECT_EQ(ledger.report(2023).digest, digest);
    }

    void import_gifts()
    {
        std::vector<GiftRow> rows;
        for (const char* code : {"SN001", "SN002", "SN003"}) {
            rows.push_back(
                {.code = code, .required = std::to_string(10'000 + 1'000 * any(3)), .valid_from = ""});
        }
        const auto summary = ledger.import_gift_file(gift_csv(rows));
        EXPECT_EQ(summary.refused, 0);
    }

    void link_gift()
    {
        const std::string campaign = one_of<std::string>({"C1", "C2"});
        const domain::Date from{2023, 12, 1 + any(31)};
        ledger.manage_campaigns().link(
            campaign, one_of<std::string>({"SN001", "SN002", "SN003"}), from, {}, ledger.caller());
    }

    void issue_receipts() { EXPECT_EQ(ledger.issue().issued, model_.issue_receipts()); }

    void step()
    {
        if (files_.empty() || chance(25)) return import_new();
        const int what = any(100);
        if (what < 40) return import_changes();
        if (what < 55) return import_again();
        if (what < 65) return import_with_a_kill();
        if (what < 75) return try_import();
        if (what < 83) return import_gifts();
        if (what < 90) return link_gift();
        issue_receipts();
    }

    void check_reports()
    {
        for (const int year : {2023, 2024}) {
            const auto report = ledger.report(year);
            EXPECT_EQ(report.received.amount(), model_.of(year).yen) << year;
            EXPECT_EQ(report.donations, model_.of(year).donations) << year;
            EXPECT_EQ(report.months.back().cumulative, report.received);
            for (const auto& [dimension, lines] : report.by) {
                domain::Yen total;
                for (const auto& line : lines) total += line.yen;
                EXPECT_EQ(total, report.received) << dimension << " of " << year;
            }
        }
    }

    std::mt19937 random_{testing::GTEST_FLAG(random_seed) == 0
                             ? kSeed
                             : static_cast<std::uint32_t>(testing::GTEST_FLAG(random_seed))};
    RevenueModel model_;
    std::vector<File> files_;
    int orders_ = 0;
};

TEST_P(RandomSequence, KeepsEverySumRightAndTheLedgerVerified)
{
    constexpr int kSteps = 300;
    for (int i = 1; i <= kSteps; ++i) {
        step();
        check_reports();
        ASSERT_EQ(ledger.findings(), Findings{}) << "after step " << i;
        ASSERT_FALSE(HasFailure()) << "after step " << i;
        if (chance(60)) ledger.business_date = ledger.business_date.plus_days(any(4));
    }
    EXPECT_GT(ledger.business_date, (domain::Date{2024, 6, 1})) << "some refunds came after the books closed";
}

RUN_ON_EVERY_ENGINE(RandomSequence);

}  // namespace
}  // namespace furusato::tests
