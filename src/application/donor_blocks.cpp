#include "application/donor_blocks.hpp"

#include <utility>

namespace furusato::application {
namespace {

constexpr std::size_t kFirstSlots = 1024;

}  // namespace

// Keys are digests: their low bits are as good as any hash of them.
std::size_t DonorBlocks::place_of(std::int64_t key) const
{
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(key) & mask;
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
    return at;
}

const DonorBlocks::Slot* DonorBlocks::find(std::int64_t key) const
{
    if (key == 0 || slots_.empty()) return nullptr;
    const Slot& slot = slots_[place_of(key)];
    return slot.key == key ? &slot : nullptr;
}

void DonorBlocks::grow()
{
    std::vector<Slot> before(slots_.empty() ? kFirstSlots : slots_.size() * 2);
    std::swap(before, slots_);
    for (const Slot& slot : before) {
        if (slot.key != 0) slots_[place_of(slot.key)] = slot;
    }
}

bool DonorBlocks::add(std::int64_t key, Donor donor)
{
    if (key == 0) return false;
    if (used_ * 4 >= slots_.size() * 3) grow();
    Slot& slot = slots_[place_of(key)];
    if (slot.size >= largest_) return false;
    std::uint32_t last = kNone;
    for (std::uint32_t at = slot.first; at != kNone; at = entries_[at].next) {
        if (entries_[at].donor == donor) return false;
        last = at;
    }
    const auto entry = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({donor, kNone});
    (last == kNone ? slot.first : entries_[last].next) = entry;
    if (slot.key == 0) ++used_;
    slot.key = key;
    ++slot.size;
    return true;
}

}  // namespace furusato::application
