#include "portal_import/order_counts.hpp"

#include <algorithm>
#include <utility>

namespace furusato::portal_import {
namespace {

constexpr std::size_t kFirstSlots = 1024;  // a power of two, and so after every growth

// 0 marks a free slot.
std::uint64_t key_of(std::uint64_t order)
{
    return order == 0 ? 1 : order;
}

}  // namespace

OrderCounts::OrderCounts() : orders_(kFirstSlots), counts_(kFirstSlots) {}

void OrderCounts::add(std::uint64_t order)
{
    if (10 * (used_ + 1) > 7 * orders_.size()) grow();
    const std::size_t slot = slot_of(key_of(order));
    if (orders_[slot] == 0) {
        orders_[slot] = key_of(order);
        ++used_;
    }
    largest_ = std::max(largest_, ++counts_[slot]);
}

std::uint32_t OrderCounts::take_one(std::uint64_t order)
{
    std::uint32_t& count = counts_[slot_of(key_of(order))];
    return count == 0 ? 0 : --count;
}

std::size_t OrderCounts::slot_of(std::uint64_t order) const
{
    const std::size_t mask = orders_.size() - 1;
    std::size_t slot = order & mask;
    while (orders_[slot] != 0 && orders_[slot] != order) slot = (slot + 1) & mask;
    return slot;
}

void OrderCounts::grow()
{
    std::vector<std::uint64_t> orders(orders_.size() * 2);
    std::vector<std::uint32_t> counts(counts_.size() * 2);
    orders_.swap(orders);
    counts_.swap(counts);
    for (std::size_t at = 0; at < orders.size(); ++at) {
        if (orders[at] == 0) continue;
        const std::size_t slot = slot_of(orders[at]);
        orders_[slot] = orders[at];
        counts_[slot] = counts[at];
    }
}

}  // namespace furusato::portal_import
