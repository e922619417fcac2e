#include "application/move_donations.hpp"

#include <algorithm>

#include "application/donation_digest.hpp"
#include "application/donor_digest.hpp"
#include "application/donor_timelines.hpp"
#include "application/erasing_turn.hpp"
#include "application/ticket_digest.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/retention.hpp"
#include "furusato/application/revenue.hpp"
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

constexpr char kSeparator = '\x1f';

std::string text_of(DonorId donor)
{
    return std::to_string(donor.value);
}

}  // namespace

void DonationMover::require_quiet(const ProcessWatch& processes, const std::string& now)
{
    // One that was stopped counts too: whoever finishes it matches donors of its own time.
    const auto jobs = records_.import_jobs.unfinished();
    if (!jobs.empty())
        throw Refusal{RefusalKind::Conflict, "merge.import_open",
            {{"file", jobs.front().file_name}, {"job", std::to_string(jobs.front().id.value)}}};
    // An import that begins writes this row as well: of the two one waits, or runs again and sees the other.
    constexpr auto kNobody = "";
    const bool is_free = !is_being_erased(records_, processes) &&
                         records_.retention.pass_turn(records_.retention.turn().owner, kNobody, now);
    if (!is_free) throw Refusal{RefusalKind::Conflict, "merge.retention_running"};
}

DonorRecord DonationMover::require_donor(DonorId id)
{
    auto record = records_.donor_records.find(id);
    if (!record) throw Refusal{RefusalKind::NotFound, "donor.unknown", {{"number", text_of(id)}}};
    const DonorId survivor = records_.donor_matching.survivor_of(id);
    if (survivor != id)
        throw Refusal{RefusalKind::Conflict, "donor.merged",
            {{"number", text_of(id)}, {"survivor", text_of(survivor)}}};
    if (records_.donor_records.totals_of({id}).front().is_wholly_erased())
        throw Refusal{RefusalKind::Conflict, "donor.erased", {{"number", text_of(id)}}};
    return std::move(*record);
}

std::vector<Donation> DonationMover::donations_of(DonorId donor)
{
    return records_.donations.find_all(records_.retention.donations_of(donor));
}

void DonationMover::move(const Donation& donation, DonorId to)
{
    Donation after = donation;
    after.donor = to;
    ++after.version;
    after.changed_by = operation_;
    records_.donations.replace(after);
    touched_.push_back({"donation", after.id.value, "changed",
        digest_of(digests_, after, records_.revenue.entries_of(after.id)),
        {{"donor", text_of(donation.donor), text_of(to)}}});
}

void DonationMover::move(domain::Ticket ticket, DonorId to)
{
    const DonorId from = ticket.donor;
    ticket.donor = to;
    ++ticket.version;
    ticket.changed_by = operation_;
    if (!records_.tickets.update(ticket))
        throw Refusal{RefusalKind::Conflict, "donor.changed_elsewhere", {{"number", text_of(from)}}};
    touched_.push_back({"ticket", ticket.id.value, "changed", digest_of(digests_, ticket),
        {{"donor", text_of(from), text_of(to)}}});
}

std::vector<domain::Ticket> DonationMover::tickets_of(DonorId donor)
{
    TicketFilter filter;
    filter.donor = donor;
    std::vector<domain::Ticket> tickets;
    for (const auto& listed : records_.tickets.list(filter)) {
        if (auto ticket = records_.tickets.find(listed.id)) tickets.push_back(std::move(*ticket));
    }
    return tickets;
}

void DonationMover::save(const DonorRecord& before, DonorRecord after, const domain::Date& day)
{
    after.version = before.version + 1;
    after.changed_by = operation_;
    if (!records_.donor_records.save(after))
        throw Refusal{RefusalKind::Conflict, "donor.changed_elsewhere",
            {{"number", text_of(after.donor)}, {"version", std::to_string(before.version)}}};
    const auto stated = records_.donor_records.totals_of({after.donor}).front().stated;
    touched_.push_back({"donor", after.donor.value, "changed", digest_of(digests_, after),
        donor_changes(before, after, stated, day)});
}

DonorTraces DonationMover::traces_of(const std::vector<Donation>& donations)
{
    return {donations_and_past(records_, donations), digests_, folds_};
}

DonorTraces DonationMover::traces_of(DonorId donor)
{
    DonorTraces traces = traces_of(donations_of(donor));
    for (const DonorId number : records_.donor_matching.group_of(donor))
        traces.add(records_.donor_records.find(number), folds_);
    return traces;
}

std::int64_t DonationMover::hash_of(const domain::SearchTerm& term) const
{
    return digests_.keyed_number("term:" + term.kind + kSeparator + term.text);
}

std::set<std::int64_t> DonationMover::add_words(DonorId donor, const DonorTraces& traces)
{
    std::set<std::int64_t> known = traces.keys;
    for (const auto& term : traces.terms) known.insert(hash_of(term));
    std::vector<std::pair<DonorId, std::int64_t>> keys;
    for (const std::int64_t key : records_.donor_matching.missing_keys(donor, traces.keys)) {
        keys.emplace_back(donor, key);
        known.erase(key);
    }
    std::vector<DonorTerm> terms;
    for (auto& term : records_.donor_matching.missing_terms(donor, traces.terms)) {
        known.erase(hash_of(term));
        terms.push_back({donor, std::move(term)});
    }
    records_.donors.add_keys(keys);
    records_.donors.add_terms(terms);
    return known;
}

void DonationMover::store(DonorPair pair, PairState state)
{
    if (pair.state == state) return;
    const std::string before{domain::key_of(pair.state)};
    pair.state = state;
    ++pair.version;
    pair.changed_by = operation_;
    if (!records_.donor_matching.update(pair))
        throw Refusal{RefusalKind::Conflict, "pair.changed_meanwhile", {{"pair", std::to_string(pair.id)}}};
    touched_.push_back({"donor_pair", pair.id, "changed", digest_of(digests_, pair),
        {{"state", before, std::string{domain::key_of(state)}}}});
}

void DonationMover::settle(DonorId one, DonorId other, PairState state, std::int64_t new_id)
{
    if (const auto known = records_.donor_matching.find_pair(one, other)) return store(*known, state);
    DonorPair pair;
    pair.id = new_id;
    pair.donor = std::min(one, other);
    pair.other = std::max(one, other);
    pair.state = state;
    pair.created_by = pair.changed_by = operation_;
    records_.donor_matching.add_pairs({pair});
    touched_.push_back({"donor_pair", pair.id, "created", digest_of(digests_, pair), {}});
}

void DonationMover::settle_pairs_of(DonorId donor)
{
    for (const DonorId number : records_.donor_matching.group_of(donor)) {
        for (const DonorPair& pair : records_.donor_matching.pairs_of(number)) {
            const bool is_one = records_.donor_matching.survivor_of(pair.donor) ==
                                records_.donor_matching.survivor_of(pair.other);
            if (is_one) store(pair, PairState::Merged);
            if (!is_one && pair.state == PairState::Merged) store(pair, PairState::Separate);
        }
    }
}

}  // namespace furusato::application
