#include "application/make_anchor.hpp"

#include <algorithm>

namespace furusato::application {
namespace {

constexpr char kSeparator = '\x1f';

/// The heads of all lanes now; links are counted from the anchor before on.
std::vector<LaneHead> heads_of(Operations& operations, const std::vector<LaneHead>& before)
{
    std::vector<LaneHead> heads;
    for (const std::string& lane : operations.lanes()) {
        const auto newest = operations.last_link(lane);
        const auto known = std::find_if(
            before.begin(), before.end(), [&](const LaneHead& head) { return head.lane == lane; });
        LaneHead head{lane, 0, newest->number, newest->link};
        if (known != before.end()) head.links = known->links;
        head.links +=
            operations.count_links(lane, known == before.end() ? 0 : known->last_number, newest->number);
        heads.push_back(std::move(head));
    }
    return heads;
}

}  // namespace

std::string digest_of(const Digests& digests, const Anchor& anchor)
{
    std::string text = "anchor";
    for (const std::string& part : {anchor.previous_digest, std::to_string(anchor.number), anchor.day.iso(),
             std::to_string(anchor.operations), anchor.made_at, anchor.actor}) {
        text += kSeparator + part;
    }
    for (const LaneHead& head : anchor.lanes) {
        text += "\n" + head.lane + kSeparator + std::to_string(head.links) + kSeparator +
                std::to_string(head.last_number) + kSeparator + head.link;
    }
    return digests.keyed_hex(text);
}

Anchor make_anchor(Records& records, const Digests& digests, const domain::Date& day,
    const std::string& made_at, const std::string& actor)
{
    const auto last = records.operations.last_anchor();
    Anchor anchor;
    anchor.day = day;
    anchor.number = last ? last->number + 1 : 1;
    anchor.made_at = made_at;
    anchor.actor = actor;
    anchor.lanes = heads_of(records.operations, last ? last->lanes : std::vector<LaneHead>{});
    for (const LaneHead& head : anchor.lanes) anchor.operations += head.links;
    anchor.previous_digest = last ? last->digest : std::string(64, '0');
    anchor.digest = digest_of(digests, anchor);
    records.operations.add_anchor(anchor);
    return anchor;
}

void seal_day_before(Records& records, const Digests& digests, const AuditLink& newest,
    const StoredOperation& next, const domain::Date& today)
{
    // What cannot be read or is missing verify names; work goes on.
    const auto before = records.operations.day_of(newest.operation);
    if (!before) return;
    const domain::Date day = *before;
    if (day >= next.start.business_date || day > today) return;
    const auto last = records.operations.last_anchor();
    if (last && last->day >= day) return;
    make_anchor(records, digests, day, next.finished_at, next.start.actor);
}

}  // namespace furusato::application
