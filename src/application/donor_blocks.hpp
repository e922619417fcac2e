#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace furusato::application {

/// Donors by key hash, in the order in which they came: an open-addressing table of chains, because an import keeps millions of keys in
/// memory. Its slots are four bytes each and only they are doubled when it grows. Key 0 is no key.
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
        const Place first = find(key);
        if (is_full(first)) return;
        for (Place at = first; at != kNone; at = entry(at).next) visit(entry(at).donor);
    }

private:
    using Place = std::uint32_t;  // of an entry, from 1 on
    static constexpr Place kNone = 0;
    struct Entry {
        std::int64_t key = 0;
        Donor donor = 0;
        Place next = kNone;
    };

    const Entry& entry(Place place) const { return entries_[place - 1]; }
    Place find(std::int64_t key) const;
    bool is_full(Place first) const;
    std::size_t slot_of(std::int64_t key) const;
    void grow();

    std::size_t largest_;
    std::size_t used_ = 0;
    std::vector<Place>
        slots_;  // a power of two of them, at most three quarters full; each leads to the first entry of its key
    std::deque<Entry> entries_;
};

}  // namespace furusato::application
