#pragma once

#include <map>
#include <string>
#include <vector>

#include "furusato/domain/donation.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "support/portal_csv.hpp"

namespace furusato::tests {

/// All records of one order.
using OrderRows = std::vector<PortalRow>;

/// What the rules say a ledger must show, told in the plainest way: no batches, no sums, no database.
class RevenueModel {
public:
    struct Year {
        std::int64_t yen = 0;
        std::int64_t donations = 0;
    };

    /// A portal tells an order on a business date; says whether it was new.
    bool tell(const OrderRows& rows, const domain::Date& business_date)
    {
        auto [known, is_new] = orders_.try_emplace(rows.front().order);
        Order& order = known->second;
        if (is_new) {
            order.rows = rows;
            order.state = told_state(rows);
            if (order.state == State::Received) receive(order);
            return true;
        }
        if (must_be_held(order, rows)) return false;
        const State told = told_state(rows);
        order.rows = rows;
        if (order.state == State::Awaiting) {
            order.state = told;
            if (told == State::Received) receive(order);
        } else if (order.state == State::Received && told == State::Cancelled) {
            refund(order, business_date);
        }
        return false;
    }

    /// Every received donation gets its receipt; says how many got one now.
    std::int64_t issue_receipts()
    {
        std::int64_t issued = 0;
        for (auto& [number, order] : orders_) {
            if (order.state != State::Received || order.has_receipt) continue;
            order.has_receipt = true;
            ++issued;
        }
        return issued;
    }

    Year of(int fiscal_year) const
    {
        const auto found = years_.find(fiscal_year);
        return found == years_.end() ? Year{} : found->second;
    }

private:
    enum class State { Awaiting, Received, Cancelled, Refunded };
    struct Order {
        OrderRows rows;
        State state = State::Awaiting;
        bool has_receipt = false;
    };

    static State told_state(const OrderRows& rows)
    {
        const std::string& status = rows.front().status;
        return status == "入金待ち"   ? State::Awaiting
               : status == "受付完了" ? State::Received
                                      : State::Cancelled;
    }
    static std::int64_t amount(const OrderRows& rows)
    {
        std::int64_t total = 0;
        for (const auto& row : rows) total += std::stoll(row.amount);
        return total;
    }
    static domain::FiscalYear year_of(const OrderRows& rows)
    {
        std::string day = rows.front().paid_on;
        for (char& letter : day) letter = letter == '/' ? '-' : letter;
        return domain::FiscalYear::of(domain::Date::parse_iso(day).value());
    }
    static std::string gifts(const OrderRows& rows)
    {
        std::string text;
        for (const auto& row : rows) text += row.gift_code + "," + row.quantity + "," + row.amount + ";";
        return text;
    }
    static std::string applicant(const OrderRows& rows)
    {
        const PortalRow& row = rows.front();
        return row.name + "," + row.prefecture + "," + row.city + "," + row.street + "," + row.phone + "," +
               row.mail;
    }

    static bool must_be_held(const Order& order, const OrderRows& rows)
    {
        const State told = told_state(rows);
        const bool is_ended = order.state == State::Cancelled || order.state == State::Refunded;
        if (is_ended && told != State::Cancelled) return true;
        if (order.state != State::Received) return false;
        if (told == State::Awaiting) return true;
        if (gifts(order.rows) != gifts(rows)) return true;
        if (told == State::Received && order.rows.front().paid_on != rows.front().paid_on) return true;
        return order.has_receipt && (told == State::Cancelled || applicant(order.rows) != applicant(rows));
    }

    void receive(const Order& order)
    {
        Year& year = years_[year_of(order.rows).value()];
        year.yen += amount(order.rows);
        ++year.donations;
    }

    void refund(Order& order, const domain::Date& business_date)
    {
        order.state = State::Refunded;
        if (business_date > year_of(order.rows).books_close_on()) return;
        Year& year = years_[year_of(order.rows).value()];
        year.yen -= amount(order.rows);
        --year.donations;
    }

    std::map<std::string, Order> orders_;
    std::map<int, Year> years_;
};

}  // namespace furusato::tests
