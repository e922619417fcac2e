#include "furusato/application/verify_ledger.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "application/donation_digest.hpp"
#include "application/payment_digest.hpp"
#include "application/receipt_digest.hpp"
#include "application/verify_deletions.hpp"
#include "application/verify_masters.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/revenue.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;

constexpr std::int64_t kShownOfEach = 100;

class Findings {
public:
    explicit Findings(VerifyReport& report) : report_{report} {}
    void add(const std::string& code, const std::string& subject)
    {
        ++report_.findings_in_all;
        if (++counts_[code] <= kShownOfEach) report_.findings.push_back({code, subject});
    }

private:
    VerifyReport& report_;
    std::map<std::string, std::int64_t> counts_;
};

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
    std::size_t left() const { return entries_.size(); }

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

void check_parts(const Donation& donation, Findings& findings)
{
    domain::Yen purposes;
    for (const auto& share : donation.purposes) purposes += share.amount;
    if (!donation.purposes.empty() && purposes != donation.amount)
        findings.add("verify.purposes_differ", donation.number.text());
    const bool needs_day =
        donation.state == DonationState::Received || donation.state == DonationState::Refunded;
    if (needs_day != donation.received_on.has_value())
        findings.add("verify.received_on", donation.number.text());
}

}  // namespace

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
        const std::string subject = lane + " " + std::to_string(link.number);
        if (link.number != ++number || link.previous_link != previous)
            findings.add("verify.link_missing", subject);
        const EntriesSeal seal = trail_.seal(records, link.operation);
        if (seal.entries != link.entries || seal.digest != link.entries_digest)
            findings.add("verify.entries_changed", subject);
        if (trail_.link_of(link.previous_link, records.operations.find(link.operation),
                {link.entries, link.entries_digest}) != link.link) {
            findings.add("verify.link_changed", subject);
        }
        previous = link.link;
        number = link.number;
    }
    for (const auto operation : records.operations.done_without_link())
        findings.add("verify.link_missing", std::to_string(operation.value));
}

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
        if (!is_as_written) findings.add("verify.donation_changed", donation.number.text());
        const auto entries = all_entries.take(donation.id);
        const auto digest = digests.extract(donation.id.value);
        if (digest.empty()) {
            findings.add("verify.history_missing", donation.number.text());
        } else if (is_as_written && (digest.mapped().second != donation.version ||
                                        digest.mapped().first != digest_of(digests_, donation, entries))) {
            // Each change left one entry: with fewer or more of them the row stands as it once was.
            findings.add("verify.donation_changed", donation.number.text());
        }
        check_parts(donation, findings);
        std::int64_t sum = 0;
        for (const auto& entry : entries) {
            ++report.entries;
            sum += entry.amount.amount();
            add_to_days(recount, entry, donation);
        }
        if (sum != expected_revenue(donation, entries) || !stands_on_its_day(donation, entries))
            findings.add("verify.revenue_differs", donation.number.text());
    });
    for (const auto& [id, digest] : digests) findings.add("verify.donation_missing", std::to_string(id));
    if (all_entries.left() > 0)
        findings.add("verify.entry_without_donation", std::to_string(all_entries.left()));

    const RevenueDays stored = records.revenue.all_days();
    for (const auto& [key, sum] : recount) {
        const auto found = stored.find(key);
        const RevenueSum kept = found == stored.end() ? RevenueSum{} : found->second;
        if (!(kept == sum))
            findings.add(
                "verify.day_differs", key.entered_on + " " + key.dimension + " " + key.dimension_key);
    }
    for (const auto& [key, sum] : stored) {
        if (recount.count(key) == 0)
            findings.add(
                "verify.day_differs", key.entered_on + " " + key.dimension + " " + key.dimension_key);
    }
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

VerifyReport VerifyLedger::execute()
{
    VerifyReport report;
    const auto faults = store_.find_structural_faults();
    store_.read([&](Records& records) {
        report = {};
        Findings findings{report};
        for (const auto& fault : faults) findings.add("verify.structure", fault);
        check_chain(records, report);
        check_donations(records, report);
        check_receipts(records, report);
        check_payments(records, report);
        const auto add = [&](const std::string& code, const std::string& subject) {
            findings.add(code, subject);
        };
        check_masters(records, digests_, add);
        check_deletions(records, digests_, add);
        check_jobs(records, report);
    });
    return report;
}

}  // namespace furusato::application
