#include "application/apply_orders.hpp"

#include <algorithm>

#include "application/donation_digest.hpp"
#include "furusato/application/donations.hpp"

namespace furusato::application {

using domain::Donation;
using domain::DonationState;

void OrderWriter::draw_ids(const std::vector<PlannedOrder>& orders)
{
    std::int64_t contacts = 0, donors = 0, donations = 0, lines = 0, entries = 0, parked = 0;
    std::map<int, std::int64_t> numbers;
    for (const auto& order : orders) {
        parked +=
            static_cast<std::int64_t>(order.outcome.issues.size()) + (order.decision == Decision::Update);
        const bool written =
            (order.decision == Decision::Add || order.decision == Decision::Update) && !order.already_applied;
        if (!written) continue;
        const Donation& donation = order.outcome.draft->donation;
        contacts += 1 + static_cast<std::int64_t>(donation.gifts.size());
        lines += static_cast<std::int64_t>(donation.gifts.size());
        entries += 1;
        if (order.decision == Decision::Update) continue;
        donors += order.donor.is_new;
        ++donations;
        ++numbers[domain::FiscalYear::of(donation.applied_on).value()];
    }
    std::vector<IdDemand> demands{{"contact", contacts}, {"donor", donors}, {"donation", donations},
        {"gift_line", lines}, {"revenue_entry", entries}, {"parked_row", parked}};
    for (const auto& [year, count] : numbers)
        demands.push_back({"donation_number:" + std::to_string(year), count});
    const auto first = store_.draw_ids(demands);
    next_ = {first[0], first[1], first[2], first[3], first[4], first[5], {}};
    std::size_t at = 6;
    for (const auto& [year, count] : numbers) next_.number[year] = first[at++];
}

void OrderWriter::give_contact(PlannedOrder& order, Batch& batch)
{
    Donation& donation = order.outcome.draft->donation;
    const auto store_new = [&](const domain::Contact& contact) {
        const domain::ContactId id{next_.contact++};
        batch.contacts.push_back({id, contact});
        return id;
    };
    if (order.decision == Decision::Add && !order.donor.is_new &&
        digests_.keyed_number(record_text(donation.contact)) == order.donor.facts->contact_hash) {
        donation.contact_id = order.donor.facts->contact;
    }
    if (donation.contact_id.value == 0) donation.contact_id = store_new(donation.contact);
    for (auto& line : donation.gifts) {
        if (line.id.value == 0) line.id = {next_.gift_line++};
        if (line.recipient && line.recipient_id.value == 0) line.recipient_id = store_new(*line.recipient);
    }
}

void OrderWriter::enter_revenue(const Donation& donation, const std::string& kind, const domain::Date& day,
    domain::Yen amount, int donations, Batch& batch)
{
    const RevenueEntry entry{
        next_.entry++, donation.id, "received", kind, day, amount, donations, job_.operation};
    add_to_days(batch.days, entry, donation);
    const auto codes = gift_codes_of(donation);
    if (codes.size() > 1) batch.gift_sets.emplace(gift_set_key(codes), codes);
    batch.entries.push_back(entry);
}

void OrderWriter::enter_refund(const Donation& donation, Batch& batch)
{
    // Before the books of the year close the revenue is taken back in that year (歳入戻出), in April and May with the last day of March;
    // afterwards it is an expenditure (償還金) and the revenue stays (rules.md 5.1, 5.6).
    const auto year = domain::FiscalYear::of(*donation.received_on);
    const domain::Date day = *donation.ended_on;
    if (day > year.books_close_on()) {
        enter_revenue(donation, "after_close", day, domain::Yen{}, 0, batch);
    } else {
        enter_revenue(donation, "refund", std::min(day, year.last_day()), -donation.amount, -1, batch);
    }
}

void OrderWriter::add(PlannedOrder& order, Batch& batch)
{
    Donation& donation = order.outcome.draft->donation;
    donation.id = {next_.donation++};
    const auto year = domain::FiscalYear::of(donation.applied_on);
    donation.number = {year, next_.number[year.value()]++};
    donation.created_by = donation.changed_by = job_.operation;
    donation.job = job_.id;
    give_contact(order, batch);
    DonorFacts& donor = *order.donor.facts;
    if (order.donor.is_new) {
        donor.id = {next_.donor++};
        donor.contact = donation.contact_id;
        batch.donors.push_back({donor, order.donor.new_keys, job_.operation});
    } else {
        for (const std::int64_t key : order.donor.new_keys) batch.donor_keys.emplace_back(donor.id, key);
    }
    donation.donor = donor.id;
    if (donation.state == DonationState::Cancelled && !donation.ended_on)
        donation.ended_on = job_.business_date;
    if (donation.state == DonationState::Received) {
        enter_revenue(donation, "received", *donation.received_on, donation.amount, 1, batch);
    }
    const auto entries = entries_after(donation, {}, batch);
    batch.history.push_back(
        {"donation", donation.id.value, "created", digest_of(digests_, donation, entries), {}});
    batch.added.push_back(std::move(donation));
}

std::vector<RevenueEntry> OrderWriter::entries_after(
    const Donation& donation, const std::vector<RevenueEntry>& before, const Batch& batch) const
{
    std::vector<RevenueEntry> entries = before;
    for (auto entry = batch.entries.rbegin(); entry != batch.entries.rend() && entry->donation == donation.id;
         ++entry) {
        entries.push_back(*entry);
    }
    return entries;
}

void OrderWriter::update(Records& records, PlannedOrder order, Batch& batch)
{
    Donation& donation = order.outcome.draft->donation;
    const Donation& before = *order.before;
    give_contact(order, batch);
    // What stands in the daily sums moves to the present purposes, payment method and so on, each entry on its own day.
    const auto entries = records.revenue.entries_of(donation.id);
    for (const auto& entry : entries) {
        add_to_days(batch.days, entry, before, -1);
        add_to_days(batch.days, entry, donation);
    }
    if (before.state != DonationState::Received && donation.state == DonationState::Received) {
        enter_revenue(donation, "received", *donation.received_on, donation.amount, 1, batch);
    } else if (before.state == DonationState::Received && donation.state == DonationState::Refunded) {
        enter_refund(donation, batch);
    }
    batch.history.push_back({"donation", donation.id.value, "changed",
        digest_of(digests_, donation, entries_after(donation, entries, batch)),
        changes_between(before, donation)});
    batch.replaced.push_back(std::move(donation));
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
        const std::string record =
            issue.raw.empty() ? order.outcome.order_number + '\x1f' + issue.code : issue.raw;
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
    records.donors.add_contacts(batch.contacts);
    records.donors.add(batch.donors);
    records.donors.add_keys(batch.donor_keys);
    records.donations.add(batch.added);
    for (const Donation& donation : batch.replaced) records.donations.replace(donation);
    records.revenue.add_entries(batch.entries);
    records.revenue.add_gift_sets(batch.gift_sets);
    records.revenue.add_days(job_.operation, batch.days);
    records.operations.add_history(job_.operation, batch.history);
    records.import_jobs.add_issues(job_, issues_written_ + 1, batch.parked);
    issues_written_ += static_cast<std::int64_t>(batch.parked.size());
}

void OrderWriter::touch(const std::string& seen_at)
{
    store_.write(Durability::Deferred, [&](Records& records) { require_ownership(records, seen_at); });
}

void OrderWriter::apply(std::vector<PlannedOrder>& orders, const std::string& seen_at)
{
    draw_ids(orders);
    Batch prepared;
    std::vector<PlannedOrder*> updates;
    for (auto& order : orders) {
        if (order.already_applied) continue;
        if (order.decision == Decision::Add) add(order, prepared);
        if (order.decision == Decision::Update) updates.push_back(&order);
    }
    const AsPlanned planned{next_, issues_written_, fingerprints_, issue_counts(updates)};
    store_.write(Durability::Bulk, [&](Records& records) {
        // After a conflict this runs again: each run starts from the plan.
        restore(planned, updates);
        Batch changes;
        auto fresh = updates;
        require_ownership(records, seen_at);
        hold_changed(records, fresh);
        for (const PlannedOrder* order : fresh) update(records, PlannedOrder{*order}, changes);
        for (const auto& order : orders) park(order, changes);
        write(records, prepared);
        write(records, changes);
    });
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
