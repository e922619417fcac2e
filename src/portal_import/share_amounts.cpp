#include "portal_import/share_amounts.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "furusato/portal_import/read_values.hpp"
#include "portal_import/read_purpose_pairs.hpp"

namespace furusato::portal_import {
namespace {

using domain::Yen;

void hold(CleanLine& line, const char* code, std::string column, std::string value)
{
    if (!line.fault) line.fault = Fault{code, std::move(column), std::move(value), IssueWeight::Held};
}

bool is_gift(const CleanLine& line)
{
    return !line.gift.gift_code.empty() || !line.gift.gift_name.empty();
}

std::int64_t sum_of_lines(const CleanOrder& clean)
{
    std::int64_t sum = 0;
    for (const CleanLine& line : clean.lines) sum = std::min(sum + line.gift.amount.amount(), Yen::kLimit);
    return sum;
}

/// Whether the record names all gifts of its order.
bool lists_all_gifts(const MappedRow& row, const PortalProfile& profile)
{
    return !profile.lists_first_gift_only || read_quantity(row[Field::GiftCount]).value_or(1) <= 1;
}

void share_total(
    CleanOrder& clean, const PortalOrder& order, const PortalProfile& profile, const ColumnMap& columns)
{
    CleanLine& first = clean.lines.front();
    const Yen total = first.told_order_amount.value_or(Yen{});
    for (CleanLine& line : clean.lines) {
        if (line.told_order_amount && *line.told_order_amount != total)
            hold(line, "amount.order_differs", columns.header_of(Field::Amount),
                std::to_string(line.told_order_amount->amount()));
    }
    // The only gift has all of it, unless the file says its own amount or that there are others.
    const bool is_alone = clean.lines.size() == 1 && lists_all_gifts(order.lines.front().row, profile);
    if (is_alone && (!first.has_own_amount || !is_gift(first))) first.gift.amount = total;
    const std::int64_t lines = sum_of_lines(clean);
    if (lines > total.amount())
        hold(first, "amount.lines_exceed", columns.header_of(Field::Amount), std::to_string(lines));
    clean.amount = total;
    for (CleanLine& line : clean.lines) line.purpose.amount = Yen{};
    first.purpose.amount = total;
}

/// Shipments that all repeat the price of the subscription: it counts once.
void count_subscriptions_once(CleanOrder& clean, const ColumnMap& columns)
{
    for (CleanLine& line : clean.lines) {
        if (!line.shipment || line.shipment->number <= 1) continue;
        const auto first = std::find_if(clean.lines.begin(), clean.lines.end(), [&line](const auto& other) {
            return other.shipment && other.shipment->gift_code == line.shipment->gift_code &&
                   other.shipment->of == line.shipment->of && other.shipment->number < line.shipment->number;
        });
        if (first == clean.lines.end()) continue;
        if (first->shipment->number == 1 && first->gift.amount != line.gift.amount)
            hold(line, "subscription.amounts_differ", columns.header_of(Field::Amount),
                std::to_string(line.gift.amount.amount()));
        line.gift.amount = line.purpose.amount = Yen{};
    }
}

void require_amount_on_first_shipment(CleanOrder& clean, const ColumnMap& columns)
{
    for (CleanLine& line : clean.lines) {
        if (line.shipment && line.shipment->number > 1 && line.gift.amount != Yen{})
            hold(line, "subscription.amount_on_later", columns.header_of(Field::Amount),
                std::to_string(line.gift.amount.amount()));
    }
}

}  // namespace

void share_amounts(
    CleanOrder& clean, const PortalOrder& order, const PortalProfile& profile, const ColumnMap& columns)
{
    clean.has_undetermined_amount = !profile.undetermined.empty() &&
                                    std::any_of(clean.lines.begin(), clean.lines.end(), [](const auto& line) {
                                        return line.fault && line.fault->code == "amount.undetermined";
                                    });
    if (profile.subscription && profile.subscription->amount == SubscriptionAmount::Every)
        count_subscriptions_once(clean, columns);
    if (profile.subscription && profile.subscription->amount == SubscriptionAmount::First)
        require_amount_on_first_shipment(clean, columns);
    if (profile.amount_per == AmountPer::Order) share_total(clean, order, profile, columns);
    if (!profile.purpose_pairs || columns.wide().purposes.empty()) return;
    const Yen total = clean.amount.value_or(Yen{sum_of_lines(clean)});
    ReadPurposes read = read_purpose_pairs(order.lines.front().row, profile, columns, total);
    CleanLine& first = clean.lines.front();
    if (read.fault && !first.fault) first.fault = std::move(read.fault);
    clean.purposes = std::move(read.shares);
}

}  // namespace furusato::portal_import
