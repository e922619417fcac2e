#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "furusato/application/store.hpp"

namespace furusato::application {

/// Numbers drawn ahead for the next batch of an import, so that it can be prepared while the one before holds the ledger's only write
/// lock. What is left at the end is a gap.
class IdReserve {
public:
    explicit IdReserve(Store& store) : store_{store} {}

    /// The first number of each kind (0 where none is wanted); what the reserve has not is drawn now.
    std::vector<std::int64_t> take(const std::vector<IdDemand>& demands);
    /// Draws for a batch like the last one, at a moment when nobody writes.
    void fill();

private:
    struct Range {
        std::int64_t next = 0;
        std::int64_t end = 0;
        std::int64_t last_demand = 0;
        std::int64_t left() const { return end - next; }
        void add(std::int64_t first, std::int64_t count);
    };
    void draw(const std::vector<IdDemand>& demands);

    Store& store_;
    std::map<std::string, Range> ranges_;
};

}  // namespace furusato::application
