#include <map>

#include "application/donor_digest.hpp"
#include "application/findings.hpp"
#include "application/ticket_digest.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/tickets.hpp"
#include "furusato/application/verify_ledger.hpp"

namespace furusato::application {
namespace {

/// Newest digest and number of history entries by record.
using Digested = std::map<std::int64_t, std::pair<std::string, int>>;

Digested digests_in_history(Records& records, const std::string& entity)
{
    Digested digests;
    records.operations.for_each_newest_digest(
        entity, [&](std::int64_t id, const std::string& digest, int entries) {
            digests[id] = {digest, entries};
        });
    return digests;
}

}  // namespace

void VerifyLedger::check_donors(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    Digested digests = digests_in_history(records, "donor");
    records.donor_records.for_each_edited([&](const domain::DonorRecord& record) {
        const auto digest = digests.extract(record.donor.value);
        // Version 1 is the donor whom nobody edited; each edit left one entry.
        const bool is_sound = !digest.empty() && digest.mapped().second == record.version - 1 &&
                              digest.mapped().first == digest_of(digests_, record);
        if (!is_sound) findings.add("verify.donor_changed", std::to_string(record.donor.value));
    });
    for (const auto& [id, digest] : digests) findings.add("verify.donor_missing", std::to_string(id));
}

void VerifyLedger::check_matching(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    Digested pairs = digests_in_history(records, "donor_pair");
    records.donor_matching.for_each_pair([&](const DonorPair& pair) {
        const auto digest = pairs.extract(pair.id);
        const bool is_sound = !digest.empty() && digest.mapped().second == pair.version &&
                              digest.mapped().first == digest_of(digests_, pair);
        if (!is_sound) findings.add("verify.donor_pair_changed", std::to_string(pair.id));
    });
    for (const auto& [id, digest] : pairs) findings.add("verify.donor_pair_missing", std::to_string(id));
    Digested merges = digests_in_history(records, "donor_merge");
    std::map<domain::DonorId, domain::DonorId> survivors;
    records.donor_matching.for_each_merge([&](const DonorMerge& merge) {
        const auto digest = merges.extract(merge.id);
        const bool is_sound = !digest.empty() && digest.mapped().second == merge.version &&
                              digest.mapped().first == digest_of(digests_, merge);
        if (!is_sound) findings.add("verify.donor_merge_changed", std::to_string(merge.merged.value));
        if (!merge.is_undone) survivors[merge.merged] = merge.survivor;
    });
    for (const auto& [id, digest] : merges) findings.add("verify.donor_merge_missing", std::to_string(id));
    // A number leads to another one's exactly while their merge stands, and then it has nothing of its own.
    for (const auto& [donor, leads_to] : records.donor_matching.led_elsewhere()) {
        const auto survivor = survivors.extract(donor);
        if (survivor.empty() || survivor.mapped() != leads_to)
            findings.add("verify.donor_leads_elsewhere", std::to_string(donor.value));
    }
    for (const auto& [donor, survivor] : survivors)
        findings.add("verify.donor_leads_elsewhere", std::to_string(donor.value));
    for (const auto donor : records.donor_matching.merged_with_donations())
        findings.add("verify.donor_leads_elsewhere", std::to_string(donor.value));
}

void VerifyLedger::check_tickets(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    Digested digests = digests_in_history(records, "ticket");
    records.tickets.for_each([&](const domain::Ticket& ticket) {
        const auto digest = digests.extract(ticket.id.value);
        const bool is_sound = !digest.empty() && digest.mapped().second == ticket.version &&
                              digest.mapped().first == digest_of(digests_, ticket);
        if (!is_sound) findings.add("verify.ticket_changed", std::to_string(ticket.id.value));
    });
    for (const auto& [id, digest] : digests) findings.add("verify.ticket_missing", std::to_string(id));
}

}  // namespace furusato::application
