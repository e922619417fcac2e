#include <algorithm>
#include <map>
#include <set>

#include "application/chain_check.hpp"
#include "application/findings.hpp"
#include "application/make_anchor.hpp"
#include "furusato/application/verify_ledger.hpp"

namespace furusato::application {
namespace {

std::string name_of(domain::OperationId operation)
{
    return "operation " + std::to_string(operation.value);
}

std::string name_of(const AuditLink& link)
{
    return name_of(link.operation) + " (" + link.lane + " " + std::to_string(link.number) + ")";
}

bool is_there(Records& records, domain::OperationId operation)
{
    try {
        return records.operations.find_if_there(operation).has_value();
    } catch (const StorageError&) {
        return true;  // its day is none
    }
}

/// The anchors one after the other, each against the links that it was made over.
class AnchorCheck {
public:
    AnchorCheck(Operations& operations, const Digests& digests, Findings& findings)
        : operations_{operations}, digests_{digests}, findings_{findings}
    {}

    void take(const Anchor& anchor)
    {
        const std::string day = anchor.day.iso();
        if (anchor.number != before_.number + 1 ||
            anchor.previous_digest != (before_.number == 0 ? std::string(64, '0') : before_.digest))
            findings_.add("verify.anchor_missing", day);
        std::int64_t operations = 0;
        for (const LaneHead& head : anchor.lanes) operations += head.links;
        if (anchor.digest != digest_of(digests_, anchor) || anchor.operations != operations)
            findings_.add("verify.anchor_changed", day);
        for (const LaneHead& head : anchor.lanes) check_lane(day, head);
        before_ = anchor;
    }

private:
    /// The first day on which a lane differs says where to look; what follows differs with it.
    void check_lane(const std::string& day, const LaneHead& head)
    {
        Counted& counted = counted_[head.lane];
        counted.links += operations_.count_links(head.lane, counted.through, head.last_number);
        counted.through = head.last_number;
        const auto link = operations_.find_link(head.lane, head.last_number);
        if (link && link->link == head.link && counted.links == head.links) return;
        if (!differing_.insert(head.lane).second) return;
        findings_.add(
            "verify.anchor_differs", day + " " + head.lane + " " + std::to_string(head.last_number));
    }

    struct Counted {
        std::int64_t through = 0;
        std::int64_t links = 0;
    };
    Operations& operations_;
    const Digests& digests_;
    Findings& findings_;
    Anchor before_;
    std::map<std::string, Counted> counted_;
    std::set<std::string> differing_;
};

}  // namespace

void VerifyLedger::check_link(Records& records, const AuditLink& link, Findings& findings) const
{
    if (!fits_entries(records, trail_, link)) findings.add("verify.entries_changed", name_of(link));
    if (fits_operation(records, trail_, link)) return;
    findings.add(is_there(records, link.operation) ? "verify.link_changed" : "verify.operation_missing",
        name_of(link));
}

void VerifyLedger::check_chain(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    std::string lane;
    std::string previous;
    std::int64_t number = 0;
    std::vector<AuditLink> links;
    records.operations.for_each_link([&](const AuditLink& link) { links.push_back(link); });
    for (const AuditLink& link : links) {
        if (link.lane != lane) {
            lane = link.lane;
            previous = std::string(64, '0');
            number = 0;
        }
        ++report.operations;
        if (link.number != ++number || link.previous_link != previous)
            findings.add("verify.link_missing", name_of(link));
        check_link(records, link, findings);
        previous = link.link;
        number = link.number;
    }
    for (const auto operation : records.operations.done_without_link())
        findings.add("verify.link_missing", name_of(operation));
    for (const auto operation : records.operations.linked_but_open())
        findings.add("verify.operation_changed", name_of(operation));
}

void VerifyLedger::check_anchors(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    AnchorCheck check{records.operations, digests_, findings};
    std::int64_t sealed = 0;
    for (const Anchor& anchor : records.operations.anchors(std::nullopt, std::nullopt)) {
        ++report.anchors;
        sealed = anchor.operations;
        check.take(anchor);
    }
    report.operations_after_anchor = std::max<std::int64_t>(0, report.operations - sealed);
    const Unsealed unsealed = find_unsealed(records.operations, clock_.today());
    report.unsealed_from = unsealed.first_day;
    if (unsealed.is_overdue) findings.add("verify.seal_overdue", unsealed.first_day->iso());
}

}  // namespace furusato::application
