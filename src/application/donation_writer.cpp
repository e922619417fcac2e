#include "application/donation_writer.hpp"

#include <algorithm>

#include "application/donation_digest.hpp"
#include "application/donor_digest.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/fiscal_year.hpp"

namespace furusato::application {

using domain::Donation;
using domain::DonationState;

namespace {

/// The stored entries of a donation and those that the batch adds.
std::vector<RevenueEntry> entries_after(
    const Donation& donation, std::vector<RevenueEntry> entries, const DonationRows& rows)
{
    const auto first = std::find_if(rows.entries.rbegin(), rows.entries.rend(),
        [&](const RevenueEntry& entry) { return entry.donation != donation.id; });
    entries.insert(entries.end(), first.base(), rows.entries.end());
    return entries;
}

}  // namespace

void DonationWriter::give_ids(
    Donation& donation, const KnownDonor* known, DonationIds& next, DonationRows& rows) const
{
    const auto store_new = [&](const domain::Contact& contact) {
        const domain::ContactId id{next.contact++};
        rows.contacts.push_back({id, contact});
        return id;
    };
    if (known != nullptr && digests_.keyed_number(record_text(donation.contact)) == known->contact_hash)
        donation.contact_id = known->contact;
    if (donation.contact_id.value == 0) donation.contact_id = store_new(donation.contact);
    if (donation.documents_contact && donation.documents_contact_id.value == 0)
        donation.documents_contact_id = store_new(*donation.documents_contact);
    for (auto& line : donation.gifts) {
        if (line.id.value == 0) line.id = {next.gift_line++};
        if (line.recipient && line.recipient_id.value == 0) line.recipient_id = store_new(*line.recipient);
    }
}

void DonationWriter::enter(const Donation& donation, const std::string& kind, const domain::Date& day,
    domain::Yen amount, int donations, DonationIds& next, DonationRows& rows) const
{
    const RevenueEntry entry{next.entry++, donation.id, "received", kind, day, amount, donations, operation_};
    add_to_days(rows.days, entry, donation);
    const auto codes = gift_codes_of(donation);
    if (codes.size() > 1) rows.gift_sets.emplace(gift_set_key(codes), codes);
    rows.entries.push_back(entry);
}

void DonationWriter::enter_refund(const Donation& donation, DonationIds& next, DonationRows& rows) const
{
    // Before the books of the year close the revenue is taken back in that year (歳入戻出), in April and May with the last day of March;
    // afterwards it is an expenditure (償還金) and the revenue stays (rules.md 5.1, 5.6).
    const auto year = domain::FiscalYear::of(*donation.received_on);
    const domain::Date day = *donation.ended_on;
    if (day > year.books_close_on()) {
        enter(donation, "after_close", day, domain::Yen{}, 0, next, rows);
    } else {
        enter(donation, "refund", std::min(day, year.last_day()), -donation.amount, -1, next, rows);
    }
}

void DonationWriter::undo_refund(const Donation& donation, const std::vector<RevenueEntry>& entries,
    DonationIds& next, DonationRows& rows) const
{
    // The one that nothing has undone yet; numbers of entries say nothing about their order, and of two refunds of one day with an
    // amount corrected between them the first may be undone already.
    for (const RevenueEntry& refund : entries) {
        if (refund.kind != "refund" && refund.kind != "after_close") continue;
        const auto count = [&](const std::string& kind, domain::Yen amount) {
            return std::count_if(entries.begin(), entries.end(), [&](const RevenueEntry& entry) {
                return entry.kind == kind && entry.entered_on == refund.entered_on && entry.amount == amount;
            });
        };
        const std::string undoing = kind_undoing(refund.kind);
        if (count(refund.kind, refund.amount) == count(undoing, -refund.amount)) continue;
        return enter(donation, undoing, refund.entered_on, -refund.amount, -refund.donations, next, rows);
    }
}

void DonationWriter::enter_difference(const Donation& before, const Donation& after,
    const std::vector<RevenueEntry>& entries, DonationIds& next, DonationRows& rows) const
{
    const bool was_received = before.state == DonationState::Received;
    const bool is_received = after.state == DonationState::Received;
    const bool has_moved = was_received && is_received && before.received_on != after.received_on;
    if (was_received && after.state == DonationState::Refunded) return enter_refund(after, next, rows);
    if (before.state == DonationState::Refunded && is_received)
        return undo_refund(after, entries, next, rows);
    const domain::Yen difference = after.amount - before.amount;
    if (was_received && is_received && !has_moved && difference != domain::Yen{})
        return enter(after, "correction", *after.received_on, difference, 0, next, rows);
    if (was_received && (has_moved || !is_received)) {
        enter(after, kind_undoing("received"), *before.received_on, -before.amount, -1, next, rows);
    }
    if (is_received && (has_moved || !was_received))
        enter(after, "received", *after.received_on, after.amount, 1, next, rows);
}

void DonationWriter::add(Donation donation, DonationIds& next, DonationRows& rows) const
{
    if (donation.state == DonationState::Cancelled && !donation.ended_on) donation.ended_on = business_date_;
    if (donation.state == DonationState::Received)
        enter(donation, "received", *donation.received_on, donation.amount, 1, next, rows);
    rows.history.push_back({"donation", donation.id.value, "created",
        digest_of(digests_, donation, entries_after(donation, {}, rows)), {}});
    rows.added.push_back(std::move(donation));
}

/// What a donation that found a donor, or nearly one, was like; one that made its donor leaves nothing to tell.
void DonationWriter::add_decision(
    domain::DonationId donation, const MatchedDonor& matched, DonationIds& next, DonationRows& rows) const
{
    if (!matched.is_new) rows.matches.push_back({donation, matched.score, matched.likeness});
    for (const ComparedDonor& other : matched.to_review) {
        const auto [low, high] = std::minmax(matched.donor->id.value, other.donor->id.value);
        rows.pairs.push_back({next.pair++, {low}, {high}, donation, other.score, other.likeness,
            domain::PairState::Open, 1, operation_, operation_});
    }
}

void DonationWriter::add_with_donor(
    Donation donation, MatchedDonor& matched, DonationIds& next, DonationRows& rows) const
{
    KnownDonor& donor = *matched.donor;
    give_ids(donation, matched.is_new ? nullptr : &donor, next, rows);
    if (matched.is_new) {
        donor.id = {next.donor++};
        donor.contact = donation.contact_id;
        matched.facts.id = donor.id;
        matched.facts.contact = donor.contact;
        rows.donors.push_back({std::move(matched.facts), std::move(matched.new_keys), operation_,
            std::move(matched.new_terms)});
    } else {
        for (const std::int64_t key : matched.new_keys) rows.donor_keys.emplace_back(donor.id, key);
        for (auto& term : matched.new_terms) rows.donor_terms.push_back({donor.id, std::move(term)});
    }
    donation.donor = donor.id;
    add_decision(donation.id, matched, next, rows);
    add(std::move(donation), next, rows);
}

void DonationWriter::change(const Donation& before, Donation after, const std::vector<RevenueEntry>& entries,
    DonationIds& next, DonationRows& rows) const
{
    give_ids(after, nullptr, next, rows);
    // What stands in the daily sums moves to the present amount, purposes, payment method and so on, each entry on its own day.
    for (const auto& entry : entries) {
        add_to_days(rows.days, entry, before, -1);
        add_to_days(rows.days, entry, after);
    }
    enter_difference(before, after, entries, next, rows);
    const auto codes = gift_codes_of(after);
    if (codes.size() > 1) rows.gift_sets.emplace(gift_set_key(codes), codes);
    rows.history.push_back({"donation", after.id.value, "changed",
        digest_of(digests_, after, entries_after(after, entries, rows)), changes_between(before, after)});
    rows.replaced.push_back(std::move(after));
}

/// A pair that was proposed before, decided or not, is not proposed again.
void DonationWriter::propose(Records& records, const std::vector<DonorPair>& pairs) const
{
    const auto fresh = records.donor_matching.unknown_ones(pairs);
    records.donor_matching.add_pairs(fresh);
    std::vector<HistoryEntry> entries;
    entries.reserve(fresh.size());
    for (const DonorPair& pair : fresh)
        entries.push_back({"donor_pair", pair.id, "created", digest_of(digests_, pair), {}});
    records.operations.add_history(operation_, entries);
}

void DonationWriter::write(Records& records, const DonationRows& rows) const
{
    records.donors.add_contacts(rows.contacts);
    records.donors.add(rows.donors);
    records.donors.add_keys(rows.donor_keys);
    records.donors.add_terms(rows.donor_terms);
    records.donations.add(rows.added);
    for (const Donation& donation : rows.replaced) records.donations.replace(donation);
    records.revenue.add_entries(rows.entries);
    records.revenue.add_gift_sets(rows.gift_sets);
    records.revenue.add_days(operation_, rows.days);
    records.operations.add_history(operation_, rows.history);
    records.donor_matching.add_matches(rows.matches);
    propose(records, rows.pairs);
}

}  // namespace furusato::application
