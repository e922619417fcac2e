#include "furusato/application/verify_ledger.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "application/donation_digest.hpp"
#include "application/findings.hpp"
#include "application/payment_digest.hpp"
#include "application/receipt_digest.hpp"
#include "application/verify_deletions.hpp"
#include "application/verify_masters.hpp"
#include "application/verify_rows.hpp"
#include "application/verify_searches.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/revenue.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;

/// Entries in order of donation, taken donation by donation while the donations are read in the same order.
class EntriesByDonation {
public:
    explicit EntriesByDonation(Records& records)
    {
        records.revenue.for_each_entry(
            [this](const RevenueEntry& entry) { entries_[entry.donation.value].push_back(entry); });
    }
    std::vector<RevenueEntry> take(domain::DonationId donation)
    {
        auto found = entries_.extract(donation.value);
        return found.empty() ? std::vector<RevenueEntry>{} : std::move(found.mapped());
    }
    /// Donations that were not asked for.
    std::vector<std::int64_t> left() const
    {
        std::vector<std::int64_t> donations;
        for (const auto& [donation, entries] : entries_) donations.push_back(donation);
        return donations;
    }

private:
    std::map<std::int64_t, std::vector<RevenueEntry>> entries_;
};

std::int64_t expected_revenue(const Donation& donation, const std::vector<RevenueEntry>& entries)
{
    if (donation.state == DonationState::Received) return donation.amount.amount();
    return net_count(entries, "after_close") > 0 ? donation.amount.amount() : 0;
}

/// Received on its day, once, whatever was entered by mistake and undone before.
bool stands_on_its_day(const Donation& donation, const std::vector<RevenueEntry>& entries)
{
    std::map<domain::Date, int> days;
    for (const auto& entry : entries) {
        if (entry.kind == "received") ++days[entry.entered_on];
        if (entry.kind == kind_undoing("received")) --days[entry.entered_on];
    }
    std::erase_if(days, [](const auto& day) { return day.second == 0; });
    if (!donation.received_on) return days.empty();
    return days == std::map<domain::Date, int>{{*donation.received_on, 1}};
}

/// Its number, or its id where the number itself cannot be read.
std::string name_of(const Donation& donation)
{
    return donation.number.running == 0 ? "id " + std::to_string(donation.id.value) : donation.number.text();
}

void check_parts(const Donation& donation, Findings& findings)
{
    domain::Yen purposes;
    for (const auto& share : donation.purposes) purposes += share.amount;
    if (!donation.purposes.empty() && purposes != donation.amount)
        findings.add("verify.purposes_differ", name_of(donation));
    const bool needs_day =
        donation.state == DonationState::Received || donation.state == DonationState::Refunded;
    if (needs_day != donation.received_on.has_value()) findings.add("verify.received_on", name_of(donation));
}

void compare_days(const RevenueDays& recount, const RevenueDays& stored, Findings& findings)
{
    const auto name = [](const RevenueDayKey& key) {
        return key.entered_on + " " + key.dimension + " " + key.dimension_key;
    };
    for (const auto& [key, sum] : recount) {
        const auto found = stored.find(key);
        const RevenueSum kept = found == stored.end() ? RevenueSum{} : found->second;
        if (!(kept == sum)) findings.add("verify.day_differs", name(key));
    }
    for (const auto& [key, sum] : stored) {
        if (recount.count(key) == 0) findings.add("verify.day_differs", name(key));
    }
}

/// A set is called by its codes, and each set that daily sums name is there.
void check_gift_sets(
    const RevenueDays& days, const std::map<std::string, std::vector<std::string>>& sets, Findings& findings)
{
    for (const auto& [key, codes] : sets) {
        auto sorted = codes;
        std::sort(sorted.begin(), sorted.end());
        if (gift_set_key(sorted) != key) findings.add("verify.gift_set_changed", key);
    }
    for (const auto& [key, sum] : days) {
        if (key.dimension == "gift_set" && sets.count(key.dimension_key) == 0)
            findings.add("verify.gift_set_changed", key.dimension_key);
    }
}

}  // namespace

void VerifyLedger::check_donations(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    std::map<std::int64_t, std::pair<std::string, int>> digests;
    records.operations.for_each_newest_digest(
        "donation", [&](std::int64_t id, const std::string& digest, int entries) {
            digests[id] = {digest, entries};
        });
    EntriesByDonation all_entries{records};
    RevenueDays recount;
    records.donations.for_each_stored([&](const Donation& donation, bool is_as_written) {
        ++report.donations;
        if (!is_as_written) findings.add("verify.donation_changed", name_of(donation));
        const auto entries = all_entries.take(donation.id);
        const auto digest = digests.extract(donation.id.value);
        if (digest.empty()) {
            findings.add("verify.history_missing", name_of(donation));
        } else if (is_as_written && (digest.mapped().second != donation.version ||
                                        digest.mapped().first != digest_of(digests_, donation, entries))) {
            // Each change left one entry: with fewer or more of them the row stands as it once was.
            findings.add("verify.donation_changed", name_of(donation));
        }
        check_parts(donation, findings);
        std::int64_t sum = 0;
        for (const auto& entry : entries) {
            ++report.entries;
            sum += entry.amount.amount();
            add_to_days(recount, entry, donation);
        }
        if (sum != expected_revenue(donation, entries) || !stands_on_its_day(donation, entries))
            findings.add("verify.revenue_differs", name_of(donation));
    });
    for (const auto& [id, digest] : digests) findings.add("verify.donation_missing", std::to_string(id));
    for (const std::int64_t id : all_entries.left())
        findings.add("verify.entry_without_donation", std::to_string(id));
    compare_days(recount, records.revenue.all_days(), findings);
    check_gift_sets(recount, records.revenue.gift_sets(), findings);
}
void VerifyLedger::check_receipts(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    std::map<std::int64_t, std::string> digests;
    records.operations.for_each_newest_digest(
        "receipt", [&](std::int64_t id, const std::string& digest, int) { digests[id] = digest; });
    std::vector<domain::Receipt> receipts;
    records.receipts.for_each(std::nullopt, std::nullopt, [&](const domain::Receipt& receipt) {
        ++report.receipts;
        const auto digest = digests.extract(receipt.id.value);
        if (digest.empty() || digest.mapped() != digest_of(digests_, receipt, eras_)) {
            findings.add("verify.receipt_changed", receipt.number.text(eras_));
        }
        receipts.push_back(receipt);
    });
    for (const auto& number : records.receipts.contradictory())
        findings.add("verify.receipt_changed", number.text(eras_));
    for (const auto run : records.receipts.runs_that_differ())
        findings.add("verify.run_differs", std::to_string(run));
    for (const auto& [id, digest] : digests) findings.add("verify.receipt_missing", std::to_string(id));
    std::set<std::int64_t> open;
    for (const auto operation : records.operations.open_operations()) open.insert(operation.value);
    for (const auto& run : records.receipts.runs()) {
        const auto operation = records.operations.find(run.operation);
        const bool is_under_way = open.count(run.operation.value) != 0 &&
                                  processes_.is_alive(operation.start.source_key, operation.started_at);
        if (!run.is_printed && !is_under_way) findings.add("verify.run_unprinted", std::to_string(run.id));
    }
    std::vector<domain::DonationId> ids;
    ids.reserve(receipts.size());
    for (const auto& receipt : receipts) ids.push_back(receipt.donation);
    std::map<std::int64_t, Donation> donations;
    for (auto& donation : records.donations.find_all(ids))
        donations.emplace(donation.id.value, std::move(donation));
    for (const auto& receipt : receipts) {
        const auto donation = donations.find(receipt.donation.value);
        const bool fits = donation != donations.end() && donation->second.amount == receipt.amount &&
                          donation->second.received_on == receipt.received_on &&
                          donation->second.state == DonationState::Received;
        if (!receipt.is_void && donation != donations.end() && domain::has_former_receipt(donation->second))
            findings.add("verify.two_receipts", receipt.donation_number.text());
        if (!fits && !receipt.is_void) findings.add("verify.receipt_differs", receipt.donation_number.text());
    }
    for (const auto& [year, last] : records.receipts.counters()) {
        const auto stored = records.receipts.numbers_of(year);
        const std::set<std::int64_t> numbers{stored.begin(), stored.end()};
        for (std::int64_t number = 1; number <= last; ++number) {
            if (numbers.count(number) == 0)
                findings.add("verify.receipt_gap", domain::ReceiptNumber{year, number}.text(eras_));
        }
        if (!numbers.empty() && *numbers.rbegin() > last)
            findings.add("verify.receipt_counter", domain::ReceiptNumber{year, last}.text(eras_));
    }
}

void VerifyLedger::check_payments(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    std::map<std::int64_t, std::pair<std::string, int>> digests;
    records.operations.for_each_newest_digest(
        "payment", [&](std::int64_t id, const std::string& digest, int entries) {
            digests[id] = {digest, entries};
        });
    for (const Payment& payment : records.payments.list(std::nullopt)) {
        const auto digest = digests.extract(payment.id);
        const bool is_sound = !digest.empty() && digest.mapped().second == payment.version &&
                              digest.mapped().first == digest_of(digests_, payment);
        if (!is_sound) findings.add("verify.payment_changed", std::to_string(payment.id));
    }
    for (const auto& [id, digest] : digests) findings.add("verify.payment_missing", std::to_string(id));
    check_matches(records, report);
}

/// Each match names a donation of its amount that has the money, and no donation has two.
void VerifyLedger::check_matches(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    std::map<std::int64_t, Payment> by_donation;
    std::vector<domain::DonationId> ids;
    for (const Payment& payment : records.payments.list(PaymentState::Matched)) {
        if (!by_donation.emplace(payment.donation.value, payment).second)
            findings.add("verify.payment_unbacked", std::to_string(payment.id));
        ids.push_back(payment.donation);
    }
    for (const Donation& donation : records.donations.find_all(ids)) {
        const auto payment = by_donation.extract(donation.id.value);
        if (!donation.received_on)
            findings.add("verify.payment_unbacked", std::to_string(payment.mapped().id));
    }
    for (const auto& [id, payment] : by_donation)
        findings.add("verify.payment_unbacked", std::to_string(payment.id));
}

void VerifyLedger::check_jobs(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    for (const auto& job : records.import_jobs.unfinished()) {
        // An import at work is no finding.
        if (!job.owner.empty() && processes_.is_alive(job.owner, job.owner_seen_at)) continue;
        findings.add("verify.job_unfinished", std::to_string(job.id.value));
    }
}

void VerifyLedger::check_donor_contacts(Records& records, VerifyReport& report) const
{
    Findings findings{report};
    records.donors.for_each_contact(
        [&](domain::DonorId donor, std::int64_t contact_hash, const domain::Contact& contact) {
            if (digests_.keyed_number(record_text(contact)) != contact_hash)
                findings.add("verify.donor_changed", std::to_string(donor.value));
        });
}

VerifyReport VerifyLedger::execute()
{
    VerifyReport report;
    // What cannot be read at all is a finding as well, and the other checks go on.
    const auto guarded = [&](const auto& check) {
        try {
            check();
        } catch (const StorageError& failure) {
            if (failure.code() != "database.unreadable") throw;
            Findings{report}.add("verify.unreadable", failure.what());
        } catch (const std::logic_error& failure) {  // a number out of its range
            Findings{report}.add("verify.unreadable", failure.what());
        }
    };
    std::vector<std::string> faults;
    guarded([&] { faults = store_.find_structural_faults(); });
    const VerifyReport so_far = report;
    store_.read([&](Records& records) {
        report = so_far;
        Findings findings{report};
        for (const auto& fault : faults) findings.add("verify.structure", fault);
        using Check = void (VerifyLedger::*)(Records&, VerifyReport&) const;
        for (const Check check : {&VerifyLedger::check_chain, &VerifyLedger::check_anchors,
                 &VerifyLedger::check_donations, &VerifyLedger::check_donor_contacts,
                 &VerifyLedger::check_donors, &VerifyLedger::check_matching, &VerifyLedger::check_receipts,
                 &VerifyLedger::check_payments, &VerifyLedger::check_tickets, &VerifyLedger::check_jobs}) {
            guarded([&] { (this->*check)(records, report); });
        }
        const auto add = [&](const std::string& code, const std::string& subject) {
            findings.add(code, subject);
        };
        for (const auto check : {check_masters, check_settings, check_duties, check_gifts, check_suppliers,
                 check_campaigns, check_targets, check_import_jobs, check_searches, check_deletions}) {
            guarded([&] { check(records, digests_, add); });
        }
        guarded([&] { check_archives(records, archive_, processes_, add); });
    });
    return report;
}

}  // namespace furusato::application
