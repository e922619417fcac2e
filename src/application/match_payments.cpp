#include "furusato/application/match_payments.hpp"

#include <algorithm>

#include "application/apply_change.hpp"
#include "application/find_payers.hpp"
#include "application/payment_links.hpp"
#include "application/read_payments.hpp"
#include "application/restore_field.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;
using domain::OperationId;
using domain::Refusal;
using domain::RefusalKind;

constexpr std::size_t kBatchSize = 20;  // about 20 ms of the ledger's only writer

Refusal::Details number_of(std::int64_t id)
{
    return {{"number", std::to_string(id)}};
}

bool is_decided(const Payment& payment)
{
    return payment.state == PaymentState::Matched || payment.state == PaymentState::SetAside;
}

}  // namespace

/// The lines of one statement on their way.
struct MatchPayments::Plan {
    const PaymentProfile* profile = nullptr;
    std::vector<Payment> payments;
};

MatchPayments::Plan MatchPayments::read(
    const PaymentFile& file, portal_import::ByteSource& source, PaymentImportSummary& summary)
{
    ReadPayments read = read_payments(source, profiles_, file.profile, rules_.eras, digests_);
    for (Payment& payment : read.payments) payment.file_name = file.name;
    summary.profile = read.profile->id;
    summary.issues = std::move(read.issues);
    summary.read = static_cast<std::int64_t>(read.payments.size() + summary.issues.size());
    return {read.profile, std::move(read.payments)};
}

void MatchPayments::drop_known(Plan& plan, PaymentImportSummary& summary)
{
    std::vector<std::int64_t> fingerprints;
    for (const Payment& payment : plan.payments) fingerprints.push_back(payment.fingerprint);
    std::set<std::int64_t> known;
    store_.read(
        [&](Records& records) { known = records.payments.find_known(plan.profile->id, fingerprints); });
    summary.known = static_cast<std::int64_t>(std::erase_if(
        plan.payments, [&](const Payment& payment) { return known.count(payment.fingerprint) != 0; }));
}

void MatchPayments::find_donations(Plan& plan, const domain::Date& today)
{
    store_.read([&](Records& records) {
        PayerSearch{records, *plan.profile, rules_.folds, today}.decide(plan.payments);
    });
}

void MatchPayments::pay(Records& records, const Payment& payment, const PaymentFacts& facts,
    const DonationChange& why, OperationId operation, DonationIds& next,
    std::vector<HistoryEntry>& touched) const
{
    const auto before = records.donations.find(payment.donation);
    if (!before) throw Refusal{RefusalKind::NotFound, "donation.unknown", {{"number", why.number}}};
    require_finished(records, *before);
    Donation after = *before;
    const domain::Date today = why.caller.business_date;
    apply_pay(after, facts, rules_, today);
    check_change(records, *before, after, rules_, {why.reason, today});
    write_change(records, DonationWriter{digests_, operation, today}, *before, std::move(after), operation,
        rules_.folds, next, touched);
}

void MatchPayments::link(Records& records, Payment& payment, const Donation& donation) const
{
    // The money of a donation that was received anyway: nothing of the donation changes.
    for (const Payment& other : records.payments.of_donation(donation.id)) {
        if (other.state == PaymentState::Matched)
            throw Refusal{RefusalKind::Conflict, "payment.paid_already", number_of(other.id)};
    }
    if (donation.amount != payment.amount)
        throw Refusal{RefusalKind::Conflict, "payment.amount_differs", number_of(payment.id)};
    payment.donation = donation.id;
    payment.matched_by = {};
    payment.note = "payment.confirmed";
}

void MatchPayments::settle(Records& records, Payment& payment, const Caller& caller, OperationId operation,
    DonationIds& next, std::vector<HistoryEntry>& touched) const
{
    // Somebody may have acted on the donation since the plan: then a clerk decides.
    try {
        const auto donation = records.donations.find(payment.donation);
        if (donation && donation->state == DonationState::Received) return link(records, payment, *donation);
        pay(records, payment, {.paid_on = payment.paid_on, .received_on = {}, .amount = {}},
            {payment.reference, "", {}, caller}, operation, next, touched);
        payment.matched_by = operation;
    } catch (const Refusal&) {
        payment.state = PaymentState::Ambiguous;
        payment.note = "payment.changed_meanwhile";
    }
}

void MatchPayments::store_batch(std::vector<Payment>& batch, const Caller& caller)
{
    std::vector<Donation> donations;
    std::vector<domain::DonationId> ids;
    for (const Payment& payment : batch) {
        if (payment.state == PaymentState::Matched) ids.push_back(payment.donation);
    }
    store_.read([&](Records& records) { donations = records.donations.find_all(ids); });
    auto demands = ids_for_changes(donations);
    demands.push_back({"payment", static_cast<std::int64_t>(batch.size())});
    const auto first = store_.draw_ids(demands);
    const std::vector<Payment> planned = batch;
    const OperationStart start{"payment.import", caller.actor, "clerk", "", "", caller.business_date};
    trail_.perform(start, [&](Records& records, OperationId operation, std::vector<HistoryEntry>& touched) {
        batch = planned;
        DonationIds next = ids_from(first);
        std::int64_t id = first.back();
        for (Payment& payment : batch) {
            payment.id = id++;
            if (payment.state == PaymentState::Matched)
                settle(records, payment, caller, operation, next, touched);
        }
        records.payments.add(batch);
        for (const Payment& payment : batch) touched.push_back(entry_of(digests_, payment, "created", {}));
    });
}

PaymentImportSummary MatchPayments::import(const PaymentFile& file, portal_import::ByteSource& source)
{
    PaymentImportSummary summary;
    Plan plan = read(file, source, summary);
    drop_known(plan, summary);
    find_donations(plan, file.caller.business_date);
    for (std::size_t at = 0; at < plan.payments.size(); at += kBatchSize) {
        const auto first = plan.payments.begin() + static_cast<std::ptrdiff_t>(at);
        const auto last =
            first + static_cast<std::ptrdiff_t>(std::min(kBatchSize, plan.payments.size() - at));
        std::vector<Payment> batch{first, last};
        if (!file.dry_run) store_batch(batch, file.caller);
        for (const Payment& payment : batch) {
            ++summary.counts[payment.state];
            summary.amounts[payment.state] += payment.amount;
        }
        summary.payments.insert(summary.payments.end(), batch.begin(), batch.end());
    }
    return summary;
}

ListedPayment MatchPayments::decide(std::int64_t id, const std::string& kind, const std::string& reason,
    const Caller& caller, const Decide& decide)
{
    check_reason(reason);
    ListedPayment decided;
    const OperationStart start{kind, caller.actor, "clerk", "", reason, caller.business_date};
    trail_.perform(start, [&](Records& records, OperationId operation, std::vector<HistoryEntry>& touched) {
        const auto before = records.payments.find(id);
        if (!before) throw Refusal{RefusalKind::NotFound, "payment.unknown", number_of(id)};
        Payment after = *before;
        decide(records, after, operation, touched);
        ++after.version;
        if (!records.payments.update(after))
            throw Refusal{RefusalKind::Conflict, "payment.state", number_of(id)};
        touched.push_back(entry_of(digests_, after, "changed",
            {{"state", std::string{key_of(before->state)}, std::string{key_of(after.state)}}}));
        const auto donation = records.donations.find(after.donation);
        decided = {after, donation ? donation->number.text() : ""};
    });
    return decided;
}

ListedPayment MatchPayments::match(std::int64_t id, const DonationChange& why, const PaymentFacts& facts)
{
    const auto found = ListDonations{store_, rules_.eras, rules_.folds}.show(why.number).listed.donation;
    const auto first = store_.draw_ids(ids_for_changes({found}));
    return decide(id, "payment.match", why.reason, why.caller,
        [&](Records& records, Payment& payment, OperationId operation, std::vector<HistoryEntry>& touched) {
            if (is_decided(payment)) throw Refusal{RefusalKind::Conflict, "payment.state", number_of(id)};
            payment.state = PaymentState::Matched;
            payment.donation = found.id;
            const auto donation = records.donations.find(found.id);
            if (donation && donation->state == DonationState::Received)
                return link(records, payment, *donation);
            payment.note = why.reason;
            payment.matched_by = operation;
            PaymentFacts paid{.paid_on = payment.paid_on, .received_on = facts.received_on, .amount = {}};
            if (donation && donation->amount != payment.amount) paid.amount = payment.amount;
            if (paid.amount || paid.received_on) require_reason(why.reason);
            DonationIds next = ids_from(first);
            pay(records, payment, paid, why, operation, next, touched);
        });
}

ListedPayment MatchPayments::set_aside(std::int64_t id, const std::string& reason, const Caller& caller)
{
    require_reason(reason);
    return decide(id, "payment.set_aside", reason, caller,
        [&](Records&, Payment& payment, OperationId, std::vector<HistoryEntry>&) {
            if (is_decided(payment)) throw Refusal{RefusalKind::Conflict, "payment.state", number_of(id)};
            payment.state = PaymentState::SetAside;
            payment.donation = {};
            payment.note = reason;
        });
}

ListedPayment MatchPayments::release(std::int64_t id, const std::string& reason, const Caller& caller)
{
    require_reason(reason);
    std::vector<Donation> donations;
    store_.read([&](Records& records) {
        const auto payment = records.payments.find(id);
        donations = records.donations.find_all({payment ? payment->donation : domain::DonationId{}});
    });
    const auto first = store_.draw_ids(ids_for_changes(donations));
    return decide(id, "payment.release", reason, caller,
        [&](Records& records, Payment& payment, OperationId operation, std::vector<HistoryEntry>& touched) {
            if (!is_decided(payment)) throw Refusal{RefusalKind::Conflict, "payment.state", number_of(id)};
            DonationIds next = ids_from(first);
            take_back(records, payment, {reason, caller.business_date}, operation, next, touched);
            payment.state = PaymentState::Unmatched;
            payment.donation = {};
            payment.matched_by = {};
            payment.note = reason;
        });
}

void MatchPayments::take_back(Records& records, const Payment& payment, const ChangeReason& why,
    OperationId operation, DonationIds& next, std::vector<HistoryEntry>& touched) const
{
    // Exactly what the payment had done, if the donation still stands so; one that went on is left alone.
    if (payment.matched_by.value == 0) return;
    const auto before = records.donations.find(payment.donation);
    if (!before) return;
    std::vector<FieldChange> changes;
    records.operations.for_each_field(
        payment.matched_by, [&](const std::string& entity, std::int64_t id, const FieldChange& change) {
            if (entity == "donation" && id == payment.donation.value) changes.push_back(change);
        });
    const bool stands = std::all_of(changes.begin(), changes.end(),
        [&](const FieldChange& change) { return stored_text(*before, change.field) == change.new_value; });
    if (!stands) return;
    Donation after = *before;
    put_back(records, after, changes);
    check_change(records, *before, after, rules_, {why.reason, why.today});
    write_change(records, DonationWriter{digests_, operation, why.today}, *before, std::move(after),
        operation, rules_.folds, next, touched);
}

std::vector<ListedPayment> MatchPayments::list(std::optional<PaymentState> state)
{
    std::vector<ListedPayment> listed;
    store_.read([&](Records& records) {
        listed.clear();
        std::vector<domain::DonationId> ids;
        for (auto& payment : records.payments.list(state)) {
            if (payment.donation.value != 0) ids.push_back(payment.donation);
            listed.push_back({std::move(payment), ""});
        }
        std::map<std::int64_t, std::string> numbers;
        for (const Donation& donation : records.donations.find_all(ids))
            numbers[donation.id.value] = donation.number.text();
        for (auto& item : listed) item.donation = numbers[item.payment.donation.value];
    });
    return listed;
}

}  // namespace furusato::application
