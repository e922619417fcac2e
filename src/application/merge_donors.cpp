#include "furusato/application/merge_donors.hpp"

#include <algorithm>

#include "application/apply_change.hpp"
#include "application/donor_digest.hpp"
#include "application/match_donors.hpp"
#include "application/merge_records.hpp"
#include "application/move_donations.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/retention.hpp"
#include "furusato/application/tickets.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonorId;
using domain::DonorRecord;
using domain::PairState;
using domain::Refusal;
using domain::RefusalKind;

std::string text_of(DonorId donor)
{
    return std::to_string(donor.value);
}

[[noreturn]] void refuse_changed_pair(const DonorPair& pair)
{
    throw Refusal{RefusalKind::Conflict, "pair.changed_meanwhile",
        {{"pair", std::to_string(pair.id)}, {"state", std::string{domain::key_of(pair.state)}}}};
}

/// What the clerk saw is what stands there.
void require_versions(Records& records, const MergeRequest& request, const DonorRecord& survivor)
{
    if (request.version && *request.version != survivor.version)
        throw Refusal{RefusalKind::Conflict, "donor.changed_elsewhere",
            {{"number", text_of(survivor.donor)}, {"version", std::to_string(survivor.version)}}};
    if (!request.pair_version) return;
    const auto pair = records.donor_matching.find_pair(request.survivor, request.merged);
    if (pair && pair->version != *request.pair_version) refuse_changed_pair(*pair);
}

/// The records of one kind that an operation gave to another donor.
std::set<std::int64_t> moved_by(Records& records, domain::OperationId operation, const std::string& wanted)
{
    std::set<std::int64_t> moved;
    records.operations.for_each_field(
        operation, [&](const std::string& entity, std::int64_t id, const FieldChange& change) {
            if (entity == wanted && change.field == "donor") moved.insert(id);
        });
    return moved;
}

/// Takes from the survivor what he was found by only through these donations and this record, and not before the merge.
void take_words(Records& records, DonationMover& mover, const DonorMerge& merge, const DonorTraces& gone)
{
    const DonorTraces left = mover.traces_of(merge.survivor);
    std::vector<std::int64_t> keys = without(gone.keys, left.keys);
    std::erase_if(keys, [&](std::int64_t key) { return merge.words.count(key) != 0; });
    std::vector<domain::SearchTerm> terms = without(gone.terms, left.terms);
    std::erase_if(terms, [&](const auto& term) { return merge.words.count(mover.hash_of(term)) != 0; });
    records.retention.remove_keys(merge.survivor, keys);
    records.retention.remove_terms(merge.survivor, terms);
}

/// All donations and tickets of the merged donor become the survivor's.
void give(DonationMover& mover, MovedDonor& moved)
{
    for (const Donation& donation : mover.donations_of(moved.merged)) {
        mover.move(donation, moved.survivor);
        moved.donations.push_back(donation.number.text());
    }
    for (const auto& ticket : mover.tickets_of(moved.merged)) {
        mover.move(ticket, moved.survivor);
        ++moved.tickets;
    }
}

/// A donation that went back, and the operation that changed it last before.
struct ReturnedDonation {
    Donation donation;
    domain::OperationId last_change;
};

/// The merged donor gets back what the merge took and nobody gave to somebody else since; gives his donations.
std::vector<ReturnedDonation> return_given(
    Records& records, DonationMover& mover, const DonorMerge& merge, MovedDonor& moved)
{
    auto given = moved_by(records, merge.created_by, "donation");
    std::vector<ReturnedDonation> returned;
    for (const Donation& donation : mover.donations_of(merge.survivor)) {
        if (given.erase(donation.id.value) != 0) {
            returned.push_back({donation, donation.changed_by});
            moved.donations.push_back(donation.number.text());
            mover.move(donation, merge.merged);
        } else if (donation.created_by > merge.created_by) {
            moved.stayed.push_back(donation.number.text());
        }
    }
    for (const std::int64_t id : given) {
        if (const auto elsewhere = records.donations.find({id}))
            moved.stayed.push_back(elsewhere->number.text());
    }
    const auto given_tickets = moved_by(records, merge.created_by, "ticket");
    for (const auto& ticket : mover.tickets_of(merge.survivor)) {
        if (given_tickets.count(ticket.id.value) == 0) continue;
        mover.move(ticket, merge.merged);
        ++moved.tickets;
    }
    return returned;
}

/// Before the merge the donor kept all that he was found by; only what was corrected since is new to him.
std::vector<Donation> changed_since(const std::vector<ReturnedDonation>& returned, const DonorMerge& merge)
{
    std::vector<Donation> changed;
    for (const auto& [donation, last_change] : returned) {
        if (last_change != merge.created_by) changed.push_back(donation);
    }
    return changed;
}

/// The merge by which the donor's number leads elsewhere, if nothing was built upon it.
DonorMerge require_standing_merge(Records& records, DonorId merged)
{
    auto merge = records.donor_matching.standing_merge_of(merged);
    if (!merge) throw Refusal{RefusalKind::Conflict, "unmerge.not_merged", {{"number", text_of(merged)}}};
    if (const auto later = records.donor_matching.standing_merge_of(merge->survivor))
        throw Refusal{RefusalKind::Conflict, "unmerge.later_first",
            {{"number", text_of(merged)}, {"survivor", text_of(later->merged)},
                {"later", text_of(later->survivor)}}};
    return std::move(*merge);
}

/// The survivor's record without what it took.
void return_record(DonationMover& mover, const DonorRecord& survivor, const DonorRecord& merged,
    const std::vector<std::string>& taken, const domain::Date& day, MovedDonor& moved)
{
    DonorRecord after = survivor;
    moved.kept = give_back(after, merged, taken);
    moved.taken = taken;
    std::erase_if(moved.taken, [&](const std::string& field) {
        return std::find(moved.kept.begin(), moved.kept.end(), field) != moved.kept.end();
    });
    if (!moved.taken.empty()) mover.save(survivor, after, day);
}

void store_undone(Records& records, const Digests& digests, DonorMerge& merge, domain::OperationId operation,
    std::vector<HistoryEntry>& touched)
{
    merge.is_undone = true;
    ++merge.version;
    merge.changed_by = operation;
    if (!records.donor_matching.undo(merge))
        throw Refusal{RefusalKind::Conflict, "unmerge.not_merged", {{"number", text_of(merge.merged)}}};
    touched.push_back({"donor_merge", merge.id, "changed", digest_of(digests, merge),
        {{"donor", text_of(merge.survivor), text_of(merge.merged)}}});
}

}  // namespace

MovedDonor MergeDonors::merge(const MergeRequest& request)
{
    require_reason(request.reason);
    check_reason(request.reason);
    if (request.survivor == request.merged)
        throw Refusal{RefusalKind::Invalid, "merge.same_donor", {{"number", text_of(request.merged)}}};
    const std::int64_t id = store_.draw_ids("donor_merge", 1);
    const OperationStart start{
        "donor.merge", request.caller.actor, "clerk", "", request.reason, request.caller.business_date};
    MovedDonor moved;
    const auto operation = trail_.perform(
        start, [&](Records& records, domain::OperationId number, std::vector<HistoryEntry>& touched) {
            moved = {.survivor = request.survivor, .merged = request.merged};
            DonationMover mover{records, digests_, folds_, number, touched};
            mover.require_quiet(processes_, clock_.now_utc());
            const DonorRecord before = mover.require_donor(request.survivor);
            const DonorRecord merged = mover.require_donor(request.merged);
            if (before.kind != merged.kind) throw Refusal{RefusalKind::Invalid, "merge.kinds_differ"};
            require_versions(records, request, before);
            const auto words = mover.add_words(request.survivor, mover.traces_of(request.merged));
            give(mover, moved);
            DonorRecord after = before;
            moved.taken = take_missing(after, merged);
            if (!moved.taken.empty()) mover.save(before, after, request.caller.business_date);
            const DonorMerge merge{.id = id,
                .survivor = request.survivor,
                .merged = request.merged,
                .taken = moved.taken,
                .words = words,
                .created_by = number,
                .changed_by = number};
            records.donor_matching.add(merge);
            touched.push_back({"donor_merge", id, "created", digest_of(digests_, merge),
                {{"donor", text_of(merge.merged), text_of(merge.survivor)}}});
            mover.settle_pairs_of(request.survivor);
        });
    moved.operation = operation;
    return moved;
}

MovedDonor MergeDonors::unmerge(DonorId merged, const std::string& reason, const Caller& caller)
{
    require_reason(reason);
    check_reason(reason);
    const std::int64_t pair = store_.draw_ids("donor_pair", 1);
    const OperationStart start{"donor.unmerge", caller.actor, "clerk", "", reason, caller.business_date};
    MovedDonor moved;
    const auto operation = trail_.perform(
        start, [&](Records& records, domain::OperationId number, std::vector<HistoryEntry>& touched) {
            DonationMover mover{records, digests_, folds_, number, touched};
            mover.require_quiet(processes_, clock_.now_utc());
            DonorMerge merge = require_standing_merge(records, merged);
            moved = {.survivor = merge.survivor, .merged = merged};
            const DonorRecord survivor = mover.require_donor(merge.survivor);
            const DonorRecord own = records.donor_records.find(merged).value_or(DonorRecord{});
            const auto returned = return_given(records, mover, merge, moved);
            return_record(mover, survivor, own, merge.taken, caller.business_date, moved);
            store_undone(records, digests_, merge, number, touched);
            DonorTraces gone = mover.traces_of(mover.donations_of(merged));
            gone.add(own, folds_);
            take_words(records, mover, merge, gone);
            mover.add_words(merged, mover.traces_of(changed_since(returned, merge)));
            mover.settle_pairs_of(merged);
            mover.settle(merge.survivor, merged, PairState::Separate, pair);
        });
    moved.operation = operation;
    return moved;
}

DonorPair MergeDonors::decide(std::int64_t id, PairState state, const std::string& reason,
    std::optional<int> version, const Caller& caller)
{
    require_reason(reason);
    check_reason(reason);
    const OperationStart start{"donor.review", caller.actor, "clerk", "", reason, caller.business_date};
    DonorPair decided;
    trail_.perform(
        start, [&](Records& records, domain::OperationId number, std::vector<HistoryEntry>& touched) {
            const auto pair = records.donor_matching.find_pair(id);
            if (!pair) throw Refusal{RefusalKind::NotFound, "pair.unknown", {{"pair", std::to_string(id)}}};
            if (version && *version != pair->version) refuse_changed_pair(*pair);
            if (pair->state == PairState::Merged)
                throw Refusal{RefusalKind::Conflict, "pair.merged",
                    {{"pair", std::to_string(id)}, {"number", text_of(pair->other)}}};
            if (pair->state == state) refuse_changed_pair(*pair);
            DonationMover{records, digests_, folds_, number, touched}.store(*pair, state);
            decided = *records.donor_matching.find_pair(id);
        });
    return decided;
}

}  // namespace furusato::application
