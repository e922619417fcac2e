#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace furusato::portal_import {

/// How many records of each order a file still has, by a 64-bit hash of the order number: twelve bytes a
/// slot, so that the second reading knows when an order is complete without holding any but the scattered
/// ones.
class OrderCounts {
public:
    OrderCounts();

    void add(std::uint64_t order);
    /// Records left of that order, after taking one off; 0 also for an order never added.
    std::uint32_t take_one(std::uint64_t order);
    /// The largest count so far.
    std::uint32_t largest() const { return largest_; }

private:
    std::size_t slot_of(std::uint64_t order) const;
    void grow();

    std::vector<std::uint64_t> orders_;  // 0: free
    std::vector<std::uint32_t> counts_;
    std::size_t used_ = 0;
    std::uint32_t largest_ = 0;
};

}  // namespace furusato::portal_import
