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

/// Which days of the work since the last anchor a seal may still be made for.
class OpenDays {
public:
    OpenDays(Operations& operations, const domain::Date& today)
        : operations_{operations}, today_{today}, last_{operations.last_anchor()}
    {
        for (const std::string& lane : operations.lanes())
            days_of_lanes_.push_back(operations.days_after(lane, sealed_through(lane)));
    }

    /// In order of the links, lane by lane.
    const std::vector<std::vector<domain::Date>>& days_of_lanes() const { return days_of_lanes_; }

    /// Days are sealed in their order, so that work dated back does not bring a seal of its own. Only where all work is dated before the last
    /// anchor, that one was dated ahead (a clock or --as-of that was wrong), and must not stop the seals until its day comes.
    bool may_seal(const domain::Date& day, const std::optional<domain::Date>& next = {}) const
    {
        return day <= today_ && (!last_ || last_->day < day || is_last_ahead(next)) &&
               operations_.anchors(day, day).empty();
    }

private:
    std::int64_t sealed_through(const std::string& lane) const
    {
        if (!last_) return 0;
        const auto head = std::find_if(last_->lanes.begin(), last_->lanes.end(),
            [&](const LaneHead& known) { return known.lane == lane; });
        return head == last_->lanes.end() ? 0 : head->last_number;
    }
    bool is_last_ahead(const std::optional<domain::Date>& next) const
    {
        const auto is_before = [&](const domain::Date& day) { return day <= last_->day; };
        return (!next || is_before(*next)) &&
               std::all_of(days_of_lanes_.begin(), days_of_lanes_.end(),
                   [&](const auto& days) { return std::all_of(days.begin(), days.end(), is_before); });
    }

    Operations& operations_;
    domain::Date today_;
    std::optional<Anchor> last_;
    std::vector<std::vector<domain::Date>> days_of_lanes_;
};

}  // namespace

Unsealed find_unsealed(Operations& operations, const domain::Date& today)
{
    const OpenDays open{operations, today};
    Unsealed unsealed;
    for (const auto& days : open.days_of_lanes()) {
        std::optional<domain::Date> first_to_seal;
        for (const domain::Date& day : days) {
            if (!unsealed.first_day || day < *unsealed.first_day) unsealed.first_day = day;
            if (first_to_seal && *first_to_seal < day && day <= today) unsealed.is_overdue = true;
            if ((!first_to_seal || day < *first_to_seal) && open.may_seal(day)) first_to_seal = day;
        }
    }
    return unsealed;
}

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
    // Within one day the question was asked before; what cannot be read or is missing verify names, and work goes on.
    const domain::Date& present = next.start.business_date;
    if (records.operations.day_of(newest.operation) == present) return;
    const OpenDays open{records.operations, today};
    std::optional<domain::Date> latest;
    for (const auto& days : open.days_of_lanes()) {
        for (const domain::Date& day : days) {
            if (day < present && (!latest || *latest < day) && open.may_seal(day, present)) latest = day;
        }
    }
    if (latest) make_anchor(records, digests, *latest, next.finished_at, next.start.actor);
}

}  // namespace furusato::application
