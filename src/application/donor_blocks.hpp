#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace furusato::application {

/// Donors by key hash, in the order in which they came: an open-addressing table of chains, because an import keeps millions of keys in
/// memory. Key 0 is no key.
class DonorBlocks {
public:
    using Donor = std::uint32_t;

    explicit DonorBlocks(std::size_t largest) : largest_{largest} {}

    /// Whether the donor is new under this key; a full block takes nobody any more.
    bool add(std::int64_t key, Donor donor);
    /// Calls `visit` with each donor of the key; not at all when the block is full, because then the key says nothing of anybody.
    template <class Visit>
    void for_each(std::int64_t key, Visit visit) const
    {
        const Slot* slot = find(key);
        if (slot == nullptr || slot->size >= largest_) return;
        for (std::uint32_t at = slot->first; at != kNone; at = entries_[at].next) visit(entries_[at].donor);
    }

private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    struct Slot {
        std::int64_t key = 0;
        std::uint32_t first = kNone;
        std::uint32_t size = 0;
    };
    struct Entry {
        Donor donor = 0;
        std::uint32_t next = kNone;
    };

    const Slot* find(std::int64_t key) const;
    std::size_t place_of(std::int64_t key) const;
    void grow();

    std::size_t largest_;
    std::size_t used_ = 0;
    std::vector<Slot> slots_;  // a power of two of them, at most three quarters full
    std::vector<Entry> entries_;
};

}  // namespace furusato::application
