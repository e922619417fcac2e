#include "application/apply_orders.hpp"

#include <algorithm>

#include "furusato/application/donations.hpp"

namespace furusato::application {

using domain::Donation;
using domain::DonationState;

namespace {

constexpr std::size_t kMostKeys = 500'000;  // of sixteen bytes
constexpr std::size_t kMostTermBytes = 24'000'000;

}  // namespace

OrderWriter::NextIds OrderWriter::draw_ids(const std::vector<PlannedOrder>& orders)
{
    std::int64_t contacts = 0, donors = 0, donations = 0, lines = 0, entries = 0, parked = 0, pairs = 0;
    std::map<int, std::int64_t> numbers;
    for (const auto& order : orders) {
        parked +=
            static_cast<std::int64_t>(order.outcome.issues.size()) + (order.decision == Decision::Update);
        const bool written =
            (order.decision == Decision::Add || order.decision == Decision::Update) && !order.already_applied;
        if (!written) continue;
        const Donation& donation = order.outcome.draft->donation;
        contacts +=
            1 + (donation.documents_contact ? 1 : 0) + static_cast<std::int64_t>(donation.gifts.size());
        lines += static_cast<std::int64_t>(donation.gifts.size());
        entries += order.decision == Decision::Update ? kEntriesPerChange : 1;
        if (order.decision == Decision::Update) continue;
        donors += order.donor.is_new;
        pairs += static_cast<std::int64_t>(order.donor.to_review.size());
        ++donations;
        ++numbers[domain::FiscalYear::of(donation.applied_on).value()];
    }
    std::vector<IdDemand> demands{{"contact", contacts}, {"donor", donors}, {"donation", donations},
        {"gift_line", lines}, {"revenue_entry", entries}, {"parked_row", parked}, {"donor_pair", pairs}};
    for (const auto& [year, count] : numbers)
        demands.push_back({"donation_number:" + std::to_string(year), count});
    const auto first = reserve_.take(demands);
    NextIds next{
        {.donor = first[1], .contact = first[0], .gift_line = first[3], .entry = first[4], .pair = first[6]},
        first[2], first[5], {}};
    std::size_t at = 7;
    for (const auto& [year, count] : numbers) next.number[year] = first[at++];
    return next;
}

void OrderWriter::draw_ahead()
{
    // Small files take what they need and leave no gap.
    if (key_writing_ == KeyWriting::InRuns) reserve_.fill();
}

OrderWriter::Prepared OrderWriter::prepare(std::vector<PlannedOrder>& orders)
{
    Prepared prepared;
    prepared.next_ = draw_ids(orders);
    for (auto& order : orders) {
        if (order.decision == Decision::Add && !order.already_applied) add(order, prepared);
    }
    return prepared;
}

void OrderWriter::add(PlannedOrder& order, Prepared& prepared) const
{
    NextIds& next = prepared.next_;
    Donation& donation = order.outcome.draft->donation;
    donation.id = {next.donation++};
    const auto year = domain::FiscalYear::of(donation.applied_on);
    donation.number = {year, next.number[year.value()]++};
    donation.created_by = donation.changed_by = job_.operation;
    donation.job = job_.id;
    donations_.add_with_donor(std::move(donation), order.donor, next, prepared.rows_);
}

void OrderWriter::update(Records& records, PlannedOrder order, Batch& batch)
{
    const Donation& before = *order.before;
    donations_.change(before, std::move(order.outcome.draft->donation), records.revenue.entries_of(before.id),
        next_, batch);
}

void OrderWriter::hold_changed(Records& records, std::vector<PlannedOrder*>& updates) const
{
    std::vector<domain::DonationId> ids;
    ids.reserve(updates.size());
    for (const PlannedOrder* order : updates) ids.push_back(order->before->id);
    std::map<std::int64_t, DonationStanding> standings;
    for (const auto& standing : records.donations.find_standings(ids))
        standings[standing.id.value] = standing;
    const auto is_stale = [&](PlannedOrder* order) {
        const DonationStanding& standing = standings[order->before->id.value];
        const bool changed = standing.version != order->before->version;
        // The plan looked for a receipt too; one may have been issued since.
        const Donation& after = order->outcome.draft->donation;
        const bool locked = standing.has_receipt && (after.state != order->before->state ||
                                                        !(after.contact == order->before->contact));
        if (!changed && !locked) return false;
        order->decision = Decision::Held;
        order->outcome.issues.push_back({after.file_line, after.file_row, "",
            changed ? "donation.changed_meanwhile" : "donation.receipt_issued", "",
            portal_import::IssueWeight::Held, {}});
        return true;
    };
    updates.erase(std::remove_if(updates.begin(), updates.end(), is_stale), updates.end());
}

void OrderWriter::park(const PlannedOrder& order, Batch& batch)
{
    for (const auto& issue : order.outcome.issues) {
        // A conflict is one of what the file says now: with other values it is another one.
        const std::int64_t told = order.outcome.draft ? order.outcome.draft->donation.content_hash : 0;
        const std::string record = issue.raw.empty() ? order.outcome.order_number + '\x1f' + issue.code +
                                                           '\x1f' + std::to_string(told)
                                                     : issue.raw;
        const std::int64_t record_hash = digests_.keyed_number(job_.portal + '\x1f' + record);
        const std::int64_t copy = fingerprints_[record_hash]++;
        const std::int64_t fingerprint =
            copy == 0 ? record_hash
                      : digests_.keyed_number(std::to_string(record_hash) + '#' + std::to_string(copy));
        batch.parked.push_back({next_.parked++, fingerprint, issue});
    }
}

void OrderWriter::require_ownership(Records& records, const std::string& seen_at) const
{
    if (!records.import_jobs.touch(job_.id, job_.owner, seen_at)) {
        throw StorageError{"import.taken_over", "job " + std::to_string(job_.id.value)};
    }
}

void OrderWriter::write(Records& records, const Batch& batch)
{
    donations_.write(records, batch);
    records.import_jobs.add_issues(job_, issues_written_ + 1, batch.parked);
    issues_written_ += static_cast<std::int64_t>(batch.parked.size());
}

// The tables of keys and terms are clustered by key and word: each batch for itself would touch every page of them. Many in order touch
// each page once. Whoever resumes the job collects them again.
void OrderWriter::put_aside(Batch& batch)
{
    for (NewDonor& donor : batch.donors) {
        for (const auto& term : donor.terms) waiting_terms_.add(donor.facts.id, term);
        donor.terms.clear();
        if (key_writing_ == KeyWriting::WithEachBatch) continue;
        for (const std::int64_t key : donor.key_hashes) waiting_keys_.emplace_back(key, donor.facts.id);
        donor.key_hashes.clear();
    }
    for (const auto& [donor, term] : batch.donor_terms) waiting_terms_.add(donor, term);
    batch.donor_terms.clear();
    if (key_writing_ == KeyWriting::WithEachBatch) return;
    for (const auto& [donor, key] : batch.donor_keys) waiting_keys_.emplace_back(key, donor);
    batch.donor_keys.clear();
}

void OrderWriter::take_up_again(const std::vector<PlannedOrder>& orders)
{
    for (const PlannedOrder& order : orders) {
        if (!order.already_applied) continue;
        for (const auto& term : order.outcome.draft->terms) waiting_terms_.add(order.known_donor, term);
        for (const std::int64_t key : order.known_keys) waiting_keys_.emplace_back(key, order.known_donor);
    }
    write_keys();
    if (waiting_terms_.bytes() >= kMostTermBytes) write_terms();
}

void OrderWriter::write_keys()
{
    constexpr std::size_t kSlice = 10'000;  // about 30 ms of the ledger's only writer
    std::sort(waiting_keys_.begin(), waiting_keys_.end());
    std::vector<std::pair<domain::DonorId, std::int64_t>> slice;
    for (std::size_t at = 0; at < waiting_keys_.size(); at += kSlice) {
        slice.clear();
        for (std::size_t i = at; i < std::min(waiting_keys_.size(), at + kSlice); ++i)
            slice.emplace_back(waiting_keys_[i].second, waiting_keys_[i].first);
        store_.write(Durability::Bulk, [&](Records& records) { records.donors.add_keys(slice); });
    }
    waiting_keys_.clear();
}

void OrderWriter::write_terms()
{
    constexpr std::size_t kSlice = 5'000;  // about 30 ms of the ledger's only writer
    waiting_terms_.drain(kSlice, [&](const std::vector<DonorTerm>& slice) {
        store_.write(Durability::Bulk, [&](Records& records) { records.donors.add_terms(slice); });
    });
}

void OrderWriter::finish()
{
    write_keys();
    write_terms();
}

void OrderWriter::touch(const std::string& seen_at)
{
    store_.write(Durability::Deferred, [&](Records& records) { require_ownership(records, seen_at); });
}

void OrderWriter::apply(Prepared& prepared, std::vector<PlannedOrder>& orders, const std::string& seen_at)
{
    std::vector<PlannedOrder*> updates;
    for (auto& order : orders) {
        if (order.decision == Decision::Update && !order.already_applied) updates.push_back(&order);
    }
    put_aside(prepared.rows_);
    const AsPlanned planned{prepared.next_, issues_written_, fingerprints_, issue_counts(updates)};
    store_.write(Durability::Bulk, [&](Records& records) {
        // After a conflict this runs again: each run starts from the plan.
        restore(planned, updates);
        Batch changes;
        auto fresh = updates;
        require_ownership(records, seen_at);
        hold_changed(records, fresh);
        for (const PlannedOrder* order : fresh) update(records, PlannedOrder{*order}, changes);
        for (const auto& order : orders) park(order, changes);
        write(records, prepared.rows_);
        write(records, changes);
    });
    if (waiting_keys_.size() >= kMostKeys) write_keys();
    if (waiting_terms_.bytes() >= kMostTermBytes) write_terms();
}

std::vector<std::size_t> OrderWriter::issue_counts(const std::vector<PlannedOrder*>& updates)
{
    std::vector<std::size_t> counts;
    counts.reserve(updates.size());
    for (const PlannedOrder* order : updates) counts.push_back(order->outcome.issues.size());
    return counts;
}

void OrderWriter::restore(const AsPlanned& planned, const std::vector<PlannedOrder*>& updates)
{
    next_ = planned.next;
    issues_written_ = planned.issues_written;
    fingerprints_ = planned.fingerprints;
    for (std::size_t i = 0; i < updates.size(); ++i) {
        updates[i]->decision = Decision::Update;
        auto& issues = updates[i]->outcome.issues;
        issues.erase(issues.begin() + static_cast<std::ptrdiff_t>(planned.issue_counts[i]), issues.end());
    }
}

}  // namespace furusato::application
