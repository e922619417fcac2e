#include <algorithm>
#include <set>

#include "application/apply_change.hpp"
#include "application/match_donors.hpp"
#include "application/move_donations.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/merge_donors.hpp"
#include "furusato/application/retention.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonorId;
using domain::DonorRecord;
using domain::Refusal;
using domain::RefusalKind;

std::string text_of(DonorId donor)
{
    return std::to_string(donor.value);
}

/// The one donor of all these donations.
DonorId donor_of(const std::vector<Donation>& donations)
{
    for (const Donation& donation : donations) {
        if (donation.donor != donations.front().donor)
            throw Refusal{RefusalKind::Invalid, "separate.several_donors",
                {{"number", donations.front().number.text()}, {"other", donation.number.text()}}};
    }
    return donations.front().donor;
}

DonorFacts facts_of(
    const Donation& donation, DonorId donor, const Digests& digests, const portal_import::NameFolds& folds)
{
    DonorFacts facts = donor_facts_of(digests, draft_of(donation, folds));
    facts.id = donor;
    facts.contact = donation.contact_id;
    return facts;
}

/// The new donor is protected as the one before was, because nobody knows yet which of the two it is.
void protect_too(DonationMover& mover, const DonorRecord& from, DonorId added, const domain::Date& day)
{
    if (!from.address_protected) return;
    DonorRecord before;
    before.donor = added;
    before.kind = from.kind;
    DonorRecord after = before;
    after.address_protected = true;
    mover.save(before, after, day);
}

void require_receiver(DonationMover& mover, const DonorRecord& from, DonorId to)
{
    if (to == from.donor)
        throw Refusal{RefusalKind::Invalid, "separate.same_donor", {{"number", text_of(to)}}};
    const DonorRecord receiver = mover.require_donor(to);
    if (receiver.kind != from.kind) throw Refusal{RefusalKind::Invalid, "merge.kinds_differ"};
    if (from.address_protected && !receiver.address_protected)
        throw Refusal{RefusalKind::Conflict, "separate.protected", {{"number", text_of(to)}}};
}

/// The donor whom they left is found, and compared, by what is left.
void leave_no_trace(Records& records, DonationMover& mover, DonorId from, const std::vector<Donation>& gone,
    const std::function<DonorFacts(const Donation&)>& facts, domain::OperationId operation)
{
    const DonorTraces own = mover.traces_of(gone);
    const DonorTraces left = mover.traces_of(from);
    records.retention.remove_keys(from, without(own.keys, left.keys));
    records.retention.remove_terms(from, without(own.terms, left.terms));
    const auto others = mover.donations_of(from);
    const auto oldest = std::find_if(
        others.begin(), others.end(), [](const Donation& donation) { return !donation.masked_on; });
    if (oldest != others.end()) records.donors.replace_facts(facts(*oldest), operation);
}

}  // namespace

SeparatedDonations MergeDonors::separate(const SeparateRequest& request)
{
    require_reason(request.reason);
    check_reason(request.reason);
    std::vector<domain::DonationId> ids;
    for (const std::string& number : request.donations)
        ids.push_back(ListDonations{store_, eras_, folds_}.show(number).listed.donation.id);
    const auto drawn = store_.draw_ids({{"donor", request.to ? 0 : 1}, {"donor_pair", 1}});
    const OperationStart start{
        "donor.separate", request.caller.actor, "clerk", "", request.reason, request.caller.business_date};
    SeparatedDonations separated;
    trail_.perform(
        start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            separated = {};
            separated.operation = operation;
            DonationMover mover{records, digests_, folds_, operation, touched};
            mover.require_quiet(processes_, clock_.now_utc());
            const auto donations = records.donations.find_all(ids);
            for (const Donation& donation : donations) require_finished(records, donation);
            const DonorRecord from = mover.require_donor(donor_of(donations));
            separated.from = from.donor;
            const auto facts = [&](DonorId donor) {
                return [&, donor](
                           const Donation& donation) { return facts_of(donation, donor, digests_, folds_); };
            };
            if (request.to) {
                require_receiver(mover, from, *request.to);
                separated.to = *request.to;
            } else {
                if (donations.size() == mover.donations_of(from.donor).size())
                    throw Refusal{
                        RefusalKind::Invalid, "separate.all_donations", {{"number", text_of(from.donor)}}};
                separated.is_new = true;
                separated.to = {drawn[0]};
                records.donors.add({{facts(separated.to)(donations.front()), {}, operation, {}}});
            }
            const std::set<domain::DonationId> moved{ids.begin(), ids.end()};
            for (const Donation& donation : donations) {
                mover.move(donation, separated.to);
                records.donor_matching.remove_match(donation.id);
                separated.donations.push_back(donation.number.text());
            }
            for (const auto& ticket : mover.tickets_of(from.donor)) {
                if (moved.count(ticket.donation) != 0) mover.move(ticket, separated.to);
            }
            if (separated.is_new) protect_too(mover, from, separated.to, request.caller.business_date);
            mover.add_words(separated.to, mover.traces_of(donations));
            leave_no_trace(records, mover, from.donor, donations, facts(from.donor), operation);
            mover.settle(from.donor, separated.to, domain::PairState::Separate, drawn[1]);
        });
    return separated;
}

}  // namespace furusato::application
