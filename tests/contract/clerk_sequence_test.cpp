#include <array>
#include <cstdlib>
#include <map>
#include <random>

#include "application/restore_field.hpp"
#include "contract/engine.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DonationFilter;
using domain::Date;
using domain::Donation;
using domain::DonationState;
using domain::PaymentEvent;
using domain::Yen;
using portal_import::Field;
using Findings = std::vector<std::string>;

constexpr std::uint32_t kSeed = 20240401;  // another one: --gtest_random_seed=N

/// So many operations; FURUSATO_OPERATIONS says another number (packaging/test.sh --full: 100000).
int operations_wanted()
{
    constexpr int kInEveryRun = 2'000;
    const char* set = std::getenv("FURUSATO_OPERATIONS");
    return set == nullptr ? kInEveryRun : std::atoi(set);
}

/// A year of an office in which clerks do anything in any order; whatever they are refused must leave no trace.
class ClerkSequence : public OnEveryEngine {
protected:
    ClerkSequence()
    {
        ledger.business_date = {2023, 12, 1};
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import_gift_file(gift_csv({{}}));
    }

    int any(int count) { return std::uniform_int_distribution<int>{0, count - 1}(random_); }
    bool chance(int percent) { return any(100) < percent; }
    template <class Item>
    Item one_of(const std::vector<Item>& items)
    {
        return items[static_cast<std::size_t>(any(static_cast<int>(items.size())))];
    }
    static std::string slashed(const Date& day)
    {
        std::string text = day.iso();
        for (char& letter : text) letter = letter == '-' ? '/' : letter;
        return text;
    }

    PortalRow order_row(int order)
    {
        PortalRow row;
        row.order = "R" + std::to_string(order);
        row.applied_on = row.paid_on = slashed(ledger.business_date.plus_days(-any(20)));
        row.status = one_of<std::string>({"入金待ち", "受付完了", "受付完了", "キャンセル"});
        row.payment = one_of<std::string>({"クレジットカード", "銀行振込", "PayPay"});
        row.name = "寄附　" + std::to_string(any(400));
        row.phone = "090-0000-" + std::to_string(1000 + any(400));
        row.amount = std::to_string(1'000 * (1 + any(30)));
        row.gift_code = one_of<std::string>({"SN001", "SN999", ""});
        return row;
    }

    bool import_new()
    {
        std::vector<PortalRow> rows;
        for (int i = 0, count = 1 + any(4); i < count; ++i) rows.push_back(order_row(++orders_));
        numbers_.insert(numbers_.end(), rows.size(), {});
        for (std::size_t i = 0; i < rows.size(); ++i)
            numbers_[numbers_.size() - rows.size() + i] = rows[i].order;
        const auto summary = ledger.import(choice_csv(rows));
        jobs_.push_back(*summary.job);
        return summary.orders.added > 0;
    }
    bool import_again()
    {
        const auto summary = ledger.import(choice_csv({order_row(1 + any(orders_))}));
        jobs_.push_back(*summary.job);
        return summary.orders.updated > 0;
    }
    /// One of the last imports mostly, as clerks do; an old one now and then.
    bool undo_import()
    {
        const auto newest = static_cast<int>(jobs_.size());
        const int back = chance(70) ? any(std::min(10, newest)) : any(newest);
        const auto counts = ledger.undo(jobs_[static_cast<std::size_t>(newest - 1 - back)]);
        kept_ += counts.kept;
        return counts.withdrawn + counts.restored > 0;
    }

    bool enter()
    {
        const auto entered = ledger.enter_donation().execute(
            {{{Field::Name, "窓口　" + std::to_string(any(50))}, {Field::PaymentMethod, "窓口"},
                 {Field::Amount, std::to_string(1'000 * (1 + any(9)))}, {Field::City, "周南市"}},
                true, ledger.caller()});
        numbers_.push_back(entered.donation.number.text());
        return true;
    }

    application::DonationChange change() { return {one_of(numbers_), "確認のため", {}, ledger.caller()}; }

    /// As from a screen that somebody has left open.
    bool edit_stale()
    {
        auto stale = change();
        stale.version = ledger.list_donations().show(stale.number).listed.donation.version;
        ledger.change_donation().edit(stale, {{"remark", "先の訂正" + std::to_string(++notes_)}});
        ledger.change_donation().edit(stale, {{"remark", "後の訂正"}});
        return true;
    }

    application::TypedField any_field()
    {
        switch (any(8)) {
            case 0: return {"name", "訂正　" + std::to_string(any(100))};
            case 1: return {"street", "岐山通" + std::to_string(1 + any(9)) + "丁目"};
            case 2: return {"amount_yen", std::to_string(1'000 * (1 + any(30)))};
            case 3: return {"payment_method", one_of<std::string>({"card", "paypay", "counter"})};
            case 4: return {"prefecture", one_of<std::string>({"山口県", "東京都"})};
            case 6:
                return chance(50)
                           ? application::TypedField{"gift_wish", one_of<std::string>({"declined", ""})}
                           : application::TypedField{"on_behalf_of", one_of<std::string>({"輪島市", "", ""})};
            case 5: return {"received_on", slashed(ledger.business_date.plus_days(-any(40)))};
            default: return {"remark", "備考" + std::to_string(any(5))};
        }
    }

    bool edit()
    {
        undoable_.push_back(ledger.change_donation().edit(change(), {any_field()}).operation);
        return true;
    }
    bool pay()
    {
        ledger.change_donation().pay(change(), {});
        return true;
    }
    bool end()
    {
        const auto event = one_of<PaymentEvent>(
            {PaymentEvent::Cancel, PaymentEvent::Refund, PaymentEvent::Refuse, PaymentEvent::TakeBack});
        undoable_.push_back(ledger.change_donation().end(change(), event, {}).operation);
        return true;
    }

    /// A line that names a donation, with its amount or another one.
    bool import_statement()
    {
        const auto donation = ledger.list_donations().show(one_of(numbers_)).listed.donation;
        const auto yen = chance(80) ? donation.amount.amount() : 777;
        MemoryBytes bytes{"決済日,注文番号,決済金額\r\n" + ledger.business_date.iso() + "," +
                          donation.order.order_number + "," + std::to_string(yen) + "\r\n"};
        const auto summary = ledger.match_payments().import({"agent.csv", {}, false, ledger.caller()}, bytes);
        for (const auto& payment : summary.payments) payments_.push_back(payment.id);
        return summary.counts.count(application::PaymentState::Matched) != 0;
    }
    bool release()
    {
        if (payments_.empty()) return false;
        ledger.match_payments().release(one_of(payments_), "取り違え", ledger.caller());
        return true;
    }

    bool bulk()
    {
        application::BulkChange change;
        change.filter.applied_from = ledger.business_date.plus_days(-any(30));
        change.filter.applied_through = change.filter.applied_from->plus_days(1);
        change.reason = "まとめて";
        change.caller = ledger.caller();
        if (chance(30)) {
            change.event = PaymentEvent::Cancel;
        } else {
            change.fields = {any_field()};
        }
        const auto counts = ledger.change_donations().apply(change, [](const auto&) {});
        if (counts.changed > 0) undoable_.push_back(counts.first);
        return counts.changed > 0;
    }
    bool undo()
    {
        if (undoable_.empty()) return false;
        const auto counts = ledger.change_donations().undo(
            one_of(undoable_), "取り違え", ledger.caller(), [](const auto&) {});
        return counts.changed > 0;
    }

    bool issue_receipts()
    {
        const auto due = ledger.issue_receipts().due({{}, {}, {}, {}, ledger.caller()}).donations;
        std::vector<std::string> some;
        for (std::size_t i = 0; i < due.size() && i < 3; ++i) some.push_back(due[i].number.text());
        if (some.empty()) return false;
        const auto summary = ledger.issue(some);
        if (summary.issued > 0) receipts_.push_back(summary.first_number);
        return summary.issued > 0;
    }
    bool void_receipt()
    {
        if (receipts_.empty()) return false;
        ledger.issue_receipts().make_void(one_of(receipts_), "再発行のため", ledger.caller());
        return true;
    }

    domain::DonorId any_donor()
    {
        return ledger.list_donations().show(one_of(numbers_)).listed.donation.donor;
    }
    bool merge()
    {
        const auto moved = ledger.merge_donors().merge(
            {.survivor = any_donor(), .merged = any_donor(), .reason = "同じ人", .caller = ledger.caller()});
        merged_.push_back(moved.merged);
        return true;
    }
    bool unmerge()
    {
        if (merged_.empty()) return false;
        ledger.merge_donors().unmerge(one_of(merged_), "別の人", ledger.caller());
        return true;
    }
    bool separate()
    {
        const auto to = chance(50) ? std::nullopt : std::optional{any_donor()};
        ledger.merge_donors().separate({{one_of(numbers_)}, to, "別の人", ledger.caller()});
        return true;
    }
    bool decide()
    {
        application::PairRequest request;
        request.state = chance(80) ? domain::PairState::Open : domain::PairState::Separate;
        request.limit = 20;
        const auto pairs = ledger.list_donor_pairs().list(request).pairs;
        if (pairs.empty()) return false;
        const auto next =
            request.state == domain::PairState::Open ? domain::PairState::Separate : domain::PairState::Open;
        ledger.merge_donors().decide(one_of(pairs).pair.id, next, "確認", {}, ledger.caller());
        return true;
    }

    /// One operation; what it is called counts as done if it changed something.
    void step()
    {
        struct Kind {
            const char* name;
            int weight;
            bool (ClerkSequence::*run)();
        };
        static constexpr std::array kKinds = std::to_array<Kind>(
            {{"import", 12, &ClerkSequence::import_new}, {"import again", 8, &ClerkSequence::import_again},
                {"enter", 6, &ClerkSequence::enter}, {"edit", 12, &ClerkSequence::edit},
                {"statement", 6, &ClerkSequence::import_statement}, {"release", 2, &ClerkSequence::release},
                {"stale", 1, &ClerkSequence::edit_stale}, {"pay", 10, &ClerkSequence::pay},
                {"end", 12, &ClerkSequence::end}, {"merge", 5, &ClerkSequence::merge},
                {"unmerge", 3, &ClerkSequence::unmerge}, {"separate", 3, &ClerkSequence::separate},
                {"decide", 1, &ClerkSequence::decide}, {"bulk", 4, &ClerkSequence::bulk},
                {"undo", 8, &ClerkSequence::undo}, {"undo import", 3, &ClerkSequence::undo_import},
                {"issue", 2, &ClerkSequence::issue_receipts}, {"void", 2, &ClerkSequence::void_receipt}});
        int what = any(100);
        for (const Kind& kind : kKinds) {
            what -= kind.weight;
            if (what >= 0 && &kind != &kKinds.back()) continue;
            try {
                done_[kind.name] += (this->*kind.run)();
            } catch (const domain::Refusal& refusal) {
                ++refused_[refusal.code()];
            }
            return;
        }
    }

    /// What the ledger's rows say without its sums: received money by year, refunds after the close included.
    std::map<int, std::int64_t> recounted(std::vector<Donation>& donations)
    {
        std::map<int, std::int64_t> years;
        ledger.store().read([&](application::Records& records) {
            records.donations.for_each(
                {}, [&](const application::ListedDonation& listed) { donations.push_back(listed.donation); });
        });
        // What an undone import had brought counts for nothing, and its history is whole.
        ledger.store().read([&](application::Records& records) {
            DonationFilter withdrawn;
            withdrawn.state = DonationState::Withdrawn;
            records.donations.for_each(withdrawn,
                [&](const application::ListedDonation& listed) { donations.push_back(listed.donation); });
        });
        for (const Donation& donation : donations) {
            if (!donation.received_on || !donation.on_behalf_of.empty()) continue;
            const auto year = domain::FiscalYear::of(*donation.received_on);
            const bool is_kept =
                donation.state == DonationState::Received || *donation.ended_on > year.books_close_on();
            if (is_kept) years[year.value()] += donation.amount.amount();
        }
        return years;
    }

    /// Each change goes on from the value that the one before left, and the last one left what is there.
    void check_replay(const std::vector<Donation>& donations)
    {
        ledger.store().read([&](application::Records& records) {
            for (const Donation& donation : donations) {
                if (donation.version == 1) continue;
                std::map<std::string, std::string> now;
                for (const auto& change : records.operations.history_of("donation", donation.id.value)) {
                    for (const auto& field : change.fields) {
                        const auto known = now.find(field.field);
                        const std::string& left = known == now.end() ? field.old_value : known->second;
                        EXPECT_EQ(left, field.old_value) << donation.number.text() << " " << field.field;
                        now[field.field] = field.new_value;
                    }
                }
                for (const auto& [field, value] : now)
                    EXPECT_EQ(application::stored_text(donation, field), value) << donation.number.text();
            }
        });
    }

    void check()
    {
        std::vector<Donation> donations;
        auto years = recounted(donations);
        for (const int year : {2023, 2024, 2025})
            EXPECT_EQ(ledger.report(year).received.amount(), years[year]) << year;
        check_replay(donations);
        EXPECT_EQ(ledger.findings(), Findings{});
    }

    std::mt19937 random_{testing::GTEST_FLAG(random_seed) == 0
                             ? kSeed
                             : static_cast<std::uint32_t>(testing::GTEST_FLAG(random_seed))};
    std::vector<std::string> numbers_;
    std::vector<std::string> receipts_;
    std::vector<std::int64_t> payments_;
    std::vector<domain::OperationId> undoable_;
    std::vector<domain::DonorId> merged_;
    std::map<std::string, int> done_;
    std::map<std::string, int> refused_;
    int orders_ = 0;
    int notes_ = 0;
    std::vector<domain::JobId> jobs_;
    std::int64_t kept_ = 0;
};

TEST_P(ClerkSequence, KeepsTotalsHistoryAndChainRight)
{
    constexpr int kBetweenChecks = 1'000;
    const int wanted = operations_wanted();
    import_new();
    for (int i = 1; i <= wanted; ++i) {
        step();
        if (chance(25) && i % (wanted / 500 + 1) == 0)
            ledger.business_date = ledger.business_date.plus_days(1 + any(3));
        if (i % kBetweenChecks != 0 && i != wanted) continue;
        check();
        ASSERT_FALSE(HasFailure()) << "after operation " << i;
    }
    EXPECT_EQ(done_.size(), 17U);
    EXPECT_GT(kept_, 0) << "what somebody worked on must stay";
    for (const auto& [kind, times] : done_) {
        if (kind == "stale") continue;  // its second half is always refused
        EXPECT_GT(times, 3) << kind;
        RecordProperty(kind, times);
    }
    for (const char* code :
        {"donation.state", "edit.receipt_issued", "books.closed", "edit.changed_meanwhile"})
        EXPECT_GT(refused_[code], 0) << code << ": what must be refused was never tried";
}

RUN_ON_EVERY_ENGINE(ClerkSequence);

}  // namespace
}  // namespace furusato::tests
