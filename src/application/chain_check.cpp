#include "application/chain_check.hpp"

namespace furusato::application {
namespace {

constexpr std::size_t kDigestDigits = 64;

/// The link that stands after this one and follows from it.
std::optional<AuditLink> next_of(Records& records, const AuditTrail& trail, const AuditLink& link)
{
    auto next = records.operations.find_link(link.lane, link.number + 1);
    if (!next || next->previous_link != link.link || !fits_operation(records, trail, *next))
        return std::nullopt;
    return next;
}

}  // namespace

bool fits_operation(Records& records, const AuditTrail& trail, const AuditLink& link)
{
    // A day that is none any more cannot be read as one.
    if (!records.operations.day_of(link.operation)) return false;
    const auto operation = records.operations.find_if_there(link.operation);
    return operation && trail.link_of(link.previous_link, *operation, {link.entries, link.entries_digest},
                            link.lane) == link.link;
}

bool fits_entries(Records& records, const AuditTrail& trail, const AuditLink& link)
{
    const EntriesSeal seal = trail.seal(records, link.operation);
    return seal.entries == link.entries && seal.digest == link.entries_digest;
}

bool leads_to(Records& records, const AuditTrail& trail, const AuditLink& link, const LaneHead& head)
{
    std::optional<AuditLink> at = link;
    while (at && at->number < head.last_number) at = next_of(records, trail, *at);
    return at && at->number == head.last_number && at->link == head.link;
}

bool is_lane_whole(Records& records, const AuditTrail& trail, const LaneHead& head)
{
    AuditLink before{head.lane, 0, {}, 0, "", "", std::string(kDigestDigits, '0')};
    while (before.number < head.last_number) {
        const auto next = next_of(records, trail, before);
        if (!next || !fits_entries(records, trail, *next)) return false;
        before = *next;
    }
    return before.link == head.link && head.links == head.last_number;
}

}  // namespace furusato::application
