#include "application/id_reserve.hpp"

namespace furusato::application {

void IdReserve::Range::add(std::int64_t first, std::int64_t count)
{
    // Somebody else drew between: a batch needs numbers that follow each other.
    if (first != end) next = first;
    end = first + count;
}

void IdReserve::draw(const std::vector<IdDemand>& demands)
{
    if (demands.empty()) return;
    const auto firsts = store_.draw_ids(demands);
    for (std::size_t i = 0; i < demands.size(); ++i)
        ranges_[demands[i].kind].add(firsts[i], demands[i].count);
}

std::vector<std::int64_t> IdReserve::take(const std::vector<IdDemand>& demands)
{
    std::vector<IdDemand> missing;
    for (const auto& [kind, count] : demands) {
        Range& range = ranges_[kind];
        range.last_demand = count;
        if (range.left() < count) missing.push_back({kind, count});
    }
    draw(missing);
    std::vector<std::int64_t> firsts;
    firsts.reserve(demands.size());
    for (const auto& [kind, count] : demands) {
        firsts.push_back(count == 0 ? 0 : ranges_[kind].next);
        ranges_[kind].next += count;
    }
    return firsts;
}

void IdReserve::fill()
{
    std::vector<IdDemand> demands;
    for (const auto& [kind, range] : ranges_) {
        const std::int64_t wanted = range.last_demand + range.last_demand / 4;
        if (range.left() < wanted) demands.push_back({kind, wanted - range.left()});
    }
    draw(demands);
}

}  // namespace furusato::application
