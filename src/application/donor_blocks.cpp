#include "application/donor_blocks.hpp"

#include <utility>

namespace furusato::application {
namespace {

constexpr std::size_t kFirstSlots = 1024;

}  // namespace

// Keys are digests: their low bits are as good as any hash of them.
std::size_t DonorBlocks::slot_of(std::int64_t key) const
{
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(key) & mask;
    while (slots_[at] != kNone && entry(slots_[at]).key != key) at = (at + 1) & mask;
    return at;
}

DonorBlocks::Place DonorBlocks::find(std::int64_t key) const
{
    return key == 0 || slots_.empty() ? kNone : slots_[slot_of(key)];
}

bool DonorBlocks::is_full(Place first) const
{
    std::size_t size = 0;
    for (Place at = first; at != kNone; at = entry(at).next) ++size;
    return size >= largest_;
}

void DonorBlocks::grow()
{
    std::vector<Place> before(slots_.empty() ? kFirstSlots : slots_.size() * 2);
    std::swap(before, slots_);
    for (const Place first : before) {
        if (first != kNone) slots_[slot_of(entry(first).key)] = first;
    }
}

bool DonorBlocks::add(std::int64_t key, Donor donor)
{
    if (key == 0) return false;
    if (used_ * 4 >= slots_.size() * 3) grow();
    Place& first = slots_[slot_of(key)];
    if (is_full(first)) return false;
    Place last = kNone;
    for (Place at = first; at != kNone; at = entry(at).next) {
        if (entry(at).donor == donor) return false;
        last = at;
    }
    entries_.push_back({key, donor, kNone});
    const auto place = static_cast<Place>(entries_.size());
    if (first == kNone) ++used_;
    (last == kNone ? first : entries_[last - 1].next) = place;
    return true;
}

}  // namespace furusato::application
