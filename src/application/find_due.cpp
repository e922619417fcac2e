#include <algorithm>

#include "furusato/application/donations.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/manage_retention.hpp"
#include "furusato/application/payments.hpp"
#include "furusato/application/settings.hpp"

namespace furusato::application {
namespace {

using domain::Date;
using domain::DonationState;
using domain::RetentionSubject;

constexpr std::int64_t kPage = 1000;

/// The last thing that happened: receipt of the money or its end, the last paper, the end of the last inquiry or complaint.
Date completed_on(const NamedDonation& donation)
{
    Date day = donation.applied_on;
    for (const auto& other :
        {donation.received_on, donation.ended_on, donation.receipt_on, donation.ticket_on}) {
        if (other) day = std::max(day, *other);
    }
    return day;
}

bool awaits_money(const NamedDonation& donation)
{
    return donation.state == DonationState::Applied || donation.state == DonationState::AwaitingPayment;
}

/// Received, and the city has still to issue the receipt.
bool awaits_receipt(const NamedDonation& donation, const std::vector<DutyAssignment>& duties)
{
    return donation.state == DonationState::Received && !donation.has_receipt &&
           donation.donor_kind != domain::DonorKind::Anonymous &&
           duty_holder_on(duties, donation.portal, domain::Duty::Receipts,
               donation.received_on.value_or(donation.applied_on)) == domain::DutyHolder::City;
}

void find_payments(Records& records, DueOfRule& found)
{
    for (const Payment& payment : records.payments.list(std::nullopt)) {
        if (payment.paid_on > found.through || payment.payer == domain::kMaskedText) continue;
        const bool is_open =
            payment.state == PaymentState::Unmatched || payment.state == PaymentState::Ambiguous;
        if (is_open) {
            ++found.held_back["payment_open"];
        } else {
            found.due.push_back({payment.id, payment.paid_on, payment.version});
        }
    }
}

void find_rows(Records& records, DueOfRule& found)
{
    const auto kept = records.retention.kept_rows_by_job();
    for (const ImportJob& job : records.import_jobs.list(std::nullopt)) {
        const auto rows = kept.find(job.id.value);
        if (rows == kept.end() || job.business_date > found.through) continue;
        if (job.is_open()) {
            ++found.held_back["unfinished"];
        } else {
            found.due.push_back({job.id.value, job.business_date, 0, rows->second});
        }
    }
}

}  // namespace

void ManageRetention::find_donations(Records& records, DueOfRule& found) const
{
    const bool recipients_only = found.rule.subject == RetentionSubject::GiftRecipient;
    const auto duties = records.settings.duties();
    for (domain::DonationId after;;) {
        const auto page = records.retention.named_donations(recipients_only, found.through, after, kPage);
        for (const NamedDonation& donation : page) {
            const Date completed = completed_on(donation);
            if (awaits_money(donation)) {
                ++found.held_back["payment_open"];
            } else if (completed > found.through) {
                continue;
            } else if (donation.is_unfinished) {
                ++found.held_back["unfinished"];
            } else if (donation.has_open_ticket) {
                ++found.held_back["ticket_open"];
            } else if (!recipients_only && awaits_receipt(donation, duties)) {
                ++found.held_back["receipt_open"];
            } else {
                found.due.push_back({donation.id.value, completed, donation.version});
            }
        }
        if (page.empty()) return;
        after = page.back().id;
    }
}

void ManageRetention::find_jobs(Records& records, DueOfRule& found, const std::set<std::int64_t>& gone) const
{
    for (const ImportJob& job : records.import_jobs.list(std::nullopt)) {
        if (job.archive_disposed_on || job.business_date > found.through) continue;
        const auto named = records.retention.named_donations_of_job(job.operation);
        const bool is_needed =
            std::any_of(named.begin(), named.end(), [&](const auto id) { return gone.count(id.value) == 0; });
        if (job.is_open()) {
            ++found.held_back["unfinished"];
        } else if (is_needed) {
            ++found.held_back["donations_kept"];
        } else {
            found.due.push_back({job.id.value, job.business_date, 0});
        }
    }
}

DueOfRule ManageRetention::due_of(
    const domain::RetentionRule& rule, const Date& as_of, const std::set<std::int64_t>& gone)
{
    const DueOfRule nothing{rule, domain::completed_through(as_of, rule.years), {}, {}};
    DueOfRule found = nothing;
    if (rule.subject == RetentionSubject::AccessLog) {
        for (const auto& [day, looks] : ports_.access_log.count_through(found.through))
            found.due.push_back({day.day_number(), day, 0, looks});
        return found;
    }
    ports_.store.read([&](Records& records) {
        found = nothing;
        switch (rule.subject) {
            case RetentionSubject::GiftRecipient:
            case RetentionSubject::DonationContact: return find_donations(records, found);
            case RetentionSubject::PaymentPayer: return find_payments(records, found);
            case RetentionSubject::ParkedRows: return find_rows(records, found);
            case RetentionSubject::ImportArchive: return find_jobs(records, found, gone);
            case RetentionSubject::AccessLog: return;
        }
    });
    return found;
}

std::vector<DueOfRule> ManageRetention::preview(const Date& as_of)
{
    std::vector<DueOfRule> found;
    std::set<std::int64_t> gone;
    for (const auto& rule : domain::retention_rules_on(rules_.rules, as_of)) {
        found.push_back(due_of(rule, as_of, gone));
        if (rule.subject != RetentionSubject::DonationContact) continue;
        for (const DueRecord& record : found.back().due) gone.insert(record.id);
    }
    return found;
}

}  // namespace furusato::application
