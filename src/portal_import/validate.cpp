#include "portal_import/validate.hpp"

#include <algorithm>
#include <utility>

#include "portal_import/build_draft.hpp"

namespace furusato::portal_import {
namespace {

using domain::DonationState;

Fault held(std::string code, std::string column, std::string value)
{
    return {std::move(code), std::move(column), std::move(value), IssueWeight::Held};
}

bool is_error(const CleanLine& line)
{
    return line.fault && line.fault->weight == IssueWeight::Error;
}

// What a clerk sees of a cell or header of any length; the whole record is kept beside it.
std::string shortened(std::string text)
{
    constexpr std::size_t most_bytes = 200;
    if (text.size() <= most_bytes) return text;
    std::size_t end = most_bytes;
    while (end > 0 && (text[end] & 0xC0) == 0x80) --end;  // never within a character
    text.resize(end);
    return text + "…";
}

RowIssue issue_of(long line, long row, std::string raw, Fault fault)
{
    return {line, row, shortened(std::move(fault.column)), std::move(fault.code),
        shortened(std::move(fault.value)), fault.weight, std::move(raw)};
}

/// Looks for what is wrong with an order, records first, then the order as a whole.
class OrderCheck {
public:
    OrderCheck(CleanOrder& order, const ColumnMap& columns, const ImportSettings& settings)
        : order_{order}, columns_{columns}, settings_{settings}
    {}

    void check_quantities_and_amounts();
    void check_status();
    void check_dates();
    bool has_errors() const { return std::any_of(order_.lines.begin(), order_.lines.end(), is_error); }
    bool has_faults() const
    {
        return std::any_of(order_.lines.begin(), order_.lines.end(),
            [](const CleanLine& line) { return line.fault.has_value(); });
    }

private:
    void refuse(CleanLine& line, std::string code, Field field, std::string value);
    void hold(std::string code, Field field, std::string value);
    void set_received_on();
    void check_payment_status(const CleanLine& line);

    CleanOrder& order_;
    const ColumnMap& columns_;
    const ImportSettings& settings_;
};

void OrderCheck::refuse(CleanLine& line, std::string code, Field field, std::string value)
{
    if (!is_error(line))
        line.fault = Fault{std::move(code), columns_.header_of(field), std::move(value), IssueWeight::Error};
}

// What concerns the whole order stands with its first record.
void OrderCheck::hold(std::string code, Field field, std::string value)
{
    CleanLine& first = order_.lines.front();
    if (!first.fault) first.fault = held(std::move(code), columns_.header_of(field), std::move(value));
}

void OrderCheck::check_quantities_and_amounts()
{
    const ImportLimits& limits = settings_.limits;
    long long total = 0;
    for (CleanLine& line : order_.lines) {
        const int quantity = line.gift.quantity;
        const long long amount = line.gift.amount.amount();
        if (quantity < 1 || quantity > limits.quantity_max) {
            refuse(line, "quantity.out_of_range", Field::Quantity, std::to_string(quantity));
        }
        if (amount > limits.donation_max_yen)
            refuse(line, "amount.out_of_range", Field::Amount, std::to_string(amount));
        total = std::min(total + amount, limits.donation_max_yen + 1);
    }
    if (order_.amount) total = order_.amount->amount();
    if ((total >= 1 && total <= limits.donation_max_yen) || order_.has_undetermined_amount) return;
    if (!has_errors())
        refuse(order_.lines.front(), "amount.out_of_range", Field::Amount, std::to_string(total));
}

void OrderCheck::check_status()
{
    const CleanLine& first = order_.lines.front();
    for (const CleanLine& line : order_.lines) {
        if (!line.told_state) {
            hold(line.status_written.empty() ? "status.missing" : "status.unknown", Field::Status,
                line.status_written);
        }
        if (line.told_state == ToldState::Undecided)
            hold("status.undecided", Field::Status, line.status_written);
        if (line.told_state != first.told_state)
            hold("status.lines_differ", Field::Status, line.status_written);
        check_payment_status(line);
        // Whoever is not notified loses the deduction: a wish that nobody can read is not a no.
        if (!line.one_stop_written.empty() && !line.told_one_stop)
            hold("one_stop.unknown", Field::OneStop, line.one_stop_written);
    }
    domain::Donation& donation = order_.donation;
    switch (first.told_state.value_or(ToldState::Undecided)) {
        case ToldState::AwaitingPayment: donation.state = DonationState::AwaitingPayment; break;
        case ToldState::Received: donation.state = DonationState::Received; break;
        case ToldState::Cancelled: donation.state = DonationState::Cancelled; break;
        case ToldState::Undecided: donation.state = DonationState::Applied; break;
    }
}

// "受付完了" beside "未入金": the application is there, the money is not.
void OrderCheck::check_payment_status(const CleanLine& line)
{
    if (line.told_state != ToldState::Received || line.payment_status_written.empty()) return;
    if (!line.told_paid) {
        hold("payment_status.unknown", Field::PaymentStatus, line.payment_status_written);
    } else if (!*line.told_paid) {
        hold("payment_status.unpaid", Field::PaymentStatus, line.payment_status_written);
    }
}

void OrderCheck::check_dates()
{
    domain::Donation& donation = order_.donation;
    const bool is_received = donation.state == DonationState::Received;
    if (donation.applied_on > settings_.business_date)
        hold("date.in_future", Field::AppliedOn, donation.applied_on.iso());
    if (is_received && donation.paid_on && *donation.paid_on > settings_.business_date) {
        hold("date.in_future", Field::PaidOn, donation.paid_on->iso());
    }
    if (is_received) set_received_on();
}

void OrderCheck::set_received_on()
{
    domain::Donation& donation = order_.donation;
    auto received = settings_.received_date_rules.received_on(
        donation.payment_method, donation.applied_on, donation.paid_on);
    if (!received) {
        hold("received_on.missing", Field::PaidOn, "");
        return;
    }
    donation.received_on = received->received_on;
    donation.received_rule = std::move(received->rule_code);
}

long records_of(const CleanOrder& order)
{
    return std::count_if(
        order.lines.begin(), order.lines.end(), [](const CleanLine& line) { return !line.is_further_group; });
}

// One issue per record; a record without a fault of its own shares its order's fate.
void add_issues(OrderOutcome& outcome, const CleanOrder& order)
{
    const IssueWeight weight =
        outcome.kind == OrderOutcome::Kind::Error ? IssueWeight::Error : IssueWeight::Held;
    bool has_own = false;  // an issue of the record at hand
    for (const CleanLine& line : order.lines) {
        // In an order in error a line that is only held is one of the good ones.
        const bool is_own = line.fault && line.fault->weight == weight;
        if (line.is_further_group && (has_own || !is_own)) continue;
        if (line.is_further_group) outcome.issues.pop_back();
        has_own = is_own;
        outcome.issues.push_back(issue_of(
            line.line, line.row, line.raw, is_own ? *line.fault : Fault{"order.incomplete", "", "", weight}));
    }
}

}  // namespace

OrderOutcome validate(CleanOrder order, const ColumnMap& columns, const ImportSettings& settings)
{
    OrderCheck check{order, columns, settings};
    check.check_quantities_and_amounts();
    OrderOutcome outcome;
    outcome.order_number = order.donation.order.order_number;
    outcome.rows = records_of(order);
    outcome.skipped_rows = order.skipped_rows;
    if (check.has_errors()) {
        outcome.kind = OrderOutcome::Kind::Error;
        add_issues(outcome, order);
        return outcome;
    }
    const bool is_contradictory = check.has_faults();
    check.check_status();
    check.check_dates();
    if (check.has_faults()) {
        outcome.kind = OrderOutcome::Kind::Held;
        add_issues(outcome, order);
    }
    if (!is_contradictory) outcome.draft = build_draft(order, settings.folds);
    return outcome;
}

bool holds_later_shipments_only(const CleanOrder& order)
{
    return std::all_of(order.lines.begin(), order.lines.end(), [](const CleanLine& line) {
        return !line.fault && line.shipment && line.shipment->number > 1 && line.gift.amount == domain::Yen{};
    });
}

OrderOutcome skipped_rows(const CleanOrder& order)
{
    OrderOutcome outcome;
    outcome.kind = OrderOutcome::Kind::StrayRow;
    outcome.skipped_rows = order.skipped_rows + records_of(order);
    return outcome;
}

OrderOutcome stray_row(long line, long row, std::string raw, Fault fault)
{
    OrderOutcome outcome;
    outcome.kind = OrderOutcome::Kind::StrayRow;
    outcome.rows = 1;
    outcome.issues.push_back(issue_of(line, row, std::move(raw), std::move(fault)));
    return outcome;
}

}  // namespace furusato::portal_import
