#include "furusato/application/donation_evidence.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "application/chain_check.hpp"
#include "application/disposed_archives.hpp"
#include "application/donation_digest.hpp"
#include "application/make_anchor.hpp"
#include "application/payment_digest.hpp"
#include "application/receipt_digest.hpp"
#include "application/table_of_file.hpp"
#include "furusato/application/audit_trail.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Donation;

/// The digest that the newest operation of a record left; empty without one.
std::string newest_digest(Records& records, const std::string& entity, std::int64_t id)
{
    const auto digests = records.operations.digests_of(entity, id);
    return digests.empty() ? std::string{} : digests.back().second;
}

/// The donation as its present operation left it, after as many changes as its version counts.
bool is_as_history_says(Records& records, const Digests& digests, const Donation& donation,
    const std::vector<RevenueEntry>& entries)
{
    const auto known = records.operations.digests_of("donation", donation.id.value);
    const auto newest = std::find_if(
        known.begin(), known.end(), [&](const auto& digest) { return digest.first == donation.changed_by; });
    return newest != known.end() && static_cast<int>(known.size()) == donation.version &&
           newest->second == digest_of(digests, donation, entries);
}

/// Each field as it stood before its first change.
std::vector<std::pair<std::string, std::string>> first_values(
    const Donation& donation, const std::vector<RecordedChange>& changes)
{
    std::vector<std::pair<std::string, std::string>> values;
    for (const auto& [name, value] : stored_fields(donation)) values.emplace_back(name, value);
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        for (const FieldChange& field : change->fields) {
            for (auto& [name, value] : values) {
                if (name == field.field) value = field.old_value;
            }
        }
    }
    return values;
}

std::set<long> lines_of(const Donation& donation)
{
    std::set<long> lines{donation.file_line};
    for (const auto& line : donation.gifts) lines.insert(line.file_line);
    lines.erase(0);
    return lines;
}

std::string sha256_of(const Digests& digests, portal_import::ByteSource& source)
{
    const auto digest = digests.sha256();
    std::vector<char> buffer(1 << 18);
    while (const std::size_t count = source.read(buffer.data(), buffer.size()))
        digest->add({buffer.data(), count});
    source.rewind();
    return digest->hex();
}

}  // namespace

bool DonationEvidence::is_sound() const
{
    const auto sound = [](const auto& part) { return part.is_sound; };
    return is_donation_sound && source != SourceState::Missing && source != SourceState::Changed &&
           std::all_of(receipts.begin(), receipts.end(), sound) &&
           std::all_of(payments.begin(), payments.end(), sound) &&
           std::all_of(operations.begin(), operations.end(), sound);
}

DonationEvidence GatherEvidence::execute(const std::string& number)
{
    const DonationDetail detail = ListDonations{store_, rules_.eras, rules_.folds}.show(number);
    DonationEvidence evidence;
    store_.read([&](Records& records) {
        evidence = {};
        evidence.detail = detail;
        const auto donation = records.donations.find(detail.listed.donation.id);
        if (!donation)
            throw domain::Refusal{domain::RefusalKind::NotFound, "donation.unknown", {{"number", number}}};
        // All of it from one picture of the ledger: somebody may have changed the donation since it was looked up.
        evidence.detail.listed.donation = *donation;
        evidence.detail.entries = records.revenue.entries_of(donation->id);
        evidence.is_donation_sound =
            is_as_history_says(records, digests_, *donation, evidence.detail.entries);
        for (const auto& [name, value] : stored_fields(*donation)) evidence.facts.emplace_back(name, value);
        evidence.rule = rules_.received_date_rules.find(donation->received_rule);
        read_disposal(records, evidence);
        read_parts(records, evidence);
        read_operations(records, evidence);
    });
    read_source(evidence);
    return evidence;
}

void GatherEvidence::read_parts(Records& records, DonationEvidence& evidence) const
{
    const domain::DonationId id = evidence.detail.listed.donation.id;
    for (auto& receipt : records.receipts.of_donation(id)) {
        const bool sound =
            newest_digest(records, "receipt", receipt.id.value) == digest_of(digests_, receipt, rules_.eras);
        evidence.receipts.push_back({std::move(receipt), sound});
    }
    for (auto& payment : records.payments.of_donation(id)) {
        const bool sound = newest_digest(records, "payment", payment.id) == digest_of(digests_, payment);
        evidence.payments.push_back({std::move(payment), sound});
    }
}

void GatherEvidence::read_operations(Records& records, DonationEvidence& evidence) const
{
    const Donation& donation = evidence.detail.listed.donation;
    const auto changes = records.operations.history_of("donation", donation.id.value);
    std::map<std::int64_t, EvidenceOperation> operations;
    for (const auto& change : changes)
        operations.try_emplace(change.operation.id.value,
            EvidenceOperation{change.operation, change.fields, std::nullopt, std::nullopt, false});
    const auto add_all_of = [&](const std::string& entity, std::int64_t id) {
        for (const auto& change : records.operations.history_of(entity, id))
            operations.try_emplace(change.operation.id.value,
                EvidenceOperation{change.operation, {}, std::nullopt, std::nullopt, false});
    };
    for (const auto& each : evidence.receipts) add_all_of("receipt", each.receipt.id.value);
    for (const auto& each : evidence.payments) add_all_of("payment", each.payment.id);
    const AuditTrail trail{store_, digests_, clock_};
    const bool is_overdue = find_unsealed(records.operations, clock_.today()).is_overdue;
    for (auto& [id, each] : operations) {
        each.link = records.operations.link_of_operation({id});
        if (each.link) {
            const AuditLink& link = *each.link;
            each.anchor = records.operations.covering_anchor(link.lane, link.number);
            each.is_sound = fits_operation(records, trail, link) && fits_entries(records, trail, link) &&
                            (each.anchor ? is_sealed_by(records, trail, link, *each.anchor) : !is_overdue);
        }
        evidence.operations.push_back(std::move(each));
    }
    std::stable_sort(evidence.operations.begin(), evidence.operations.end(),
        [](const EvidenceOperation& left, const EvidenceOperation& right) {
            return left.operation.started_at < right.operation.started_at;
        });
    if (!evidence.detail.job) evidence.typed = first_values(donation, changes);
}

/// The links from this one on lead to what the anchor sealed, and the anchor is the key's.
bool GatherEvidence::is_sealed_by(
    Records& records, const AuditTrail& trail, const AuditLink& link, const Anchor& anchor) const
{
    const auto head = std::find_if(anchor.lanes.begin(), anchor.lanes.end(),
        [&](const LaneHead& each) { return each.lane == link.lane; });
    return head != anchor.lanes.end() && digest_of(digests_, anchor) == anchor.digest &&
           leads_to(records, trail, link, *head);
}

void GatherEvidence::read_disposal(Records& records, DonationEvidence& evidence) const
{
    if (!evidence.detail.job) return;
    const auto told = disposed_archives(records);
    const auto found = told.find(evidence.detail.job->id.value);
    if (found != told.end()) evidence.disposal = found->second;
}

void GatherEvidence::read_source(DonationEvidence& evidence) const
{
    if (!evidence.detail.job) return;
    const ImportJob& job = *evidence.detail.job;
    evidence.source = SourceState::Disposed;
    if (evidence.disposal) return;
    evidence.source = SourceState::Missing;
    if (!archive_.holds(job.archive_file)) return;
    const auto source = archive_.open(job.archive_file);
    evidence.source = SourceState::Changed;
    if (sha256_of(digests_, *source) != job.sha256) return;
    std::optional<portal_import::Encoding> encoding;
    if (job.forced_encoding)
        encoding = job.encoding == "cp932" ? portal_import::Encoding::Cp932 : portal_import::Encoding::Utf8;
    const portal_import::ImportSettings settings{rules_.profiles, rules_.eras, rules_.received_date_rules,
        rules_.folds, job.business_date, job.portal, encoding, rules_.limits};
    TableOfFile table{packed_files_, *source, settings};
    evidence.records =
        portal_import::find_records(table.text(), settings, lines_of(evidence.detail.listed.donation));
    evidence.source = SourceState::AsItCame;
}

}  // namespace furusato::application
