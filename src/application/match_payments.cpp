#include "furusato/application/match_payments.hpp"

#include <algorithm>
#include <set>

#include "application/apply_change.hpp"
#include "application/payment_digest.hpp"
#include "application/payment_names.hpp"
#include "application/read_payments.hpp"
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
constexpr std::size_t kLongestNote = 400;

Refusal::Details number_of(std::int64_t id)
{
    return {{"number", std::to_string(id)}};
}

/// Awaited donations by what a statement may say of them. Each is found once: one payment is one donation's.
class AwaitedDonations {
public:
    AwaitedDonations(Records& records, const portal_import::NameFolds& folds)
    {
        for (const auto state : {DonationState::AwaitingPayment, DonationState::Applied}) {
            DonationFilter filter;
            filter.state = state;
            records.donations.for_each(
                filter, [&](const ListedDonation& listed) { add(listed.donation, folds); });
        }
    }

    /// By a number within the reference.
    const Donation* by_reference(const std::string& reference) const
    {
        for (const std::string& word : words_of_reference(reference)) {
            const auto found = by_number_.find(word);
            if (found != by_number_.end() && taken_.count(found->second) == 0)
                return &donations_[found->second];
        }
        return nullptr;
    }

    /// Those of this amount whose donor has this name, in order of application.
    std::vector<const Donation*> by_name(domain::Yen amount, const std::string& name) const
    {
        std::vector<const Donation*> found;
        if (name.empty()) return found;
        const auto [first, last] = by_name_.equal_range({amount, name});
        for (auto at = first; at != last; ++at) {
            if (taken_.count(at->second) == 0) found.push_back(&donations_[at->second]);
        }
        std::sort(found.begin(), found.end(), [](const Donation* left, const Donation* right) {
            return std::pair{left->applied_on, left->id} < std::pair{right->applied_on, right->id};
        });
        return found;
    }

    void take(const Donation& donation)
    {
        taken_.insert(static_cast<std::size_t>(&donation - donations_.data()));
    }

private:
    void add(const Donation& donation, const portal_import::NameFolds& folds)
    {
        const std::size_t at = donations_.size();
        donations_.push_back(donation);
        for (const std::string& number : {donation.number.text(), donation.order.order_number})
            by_number_.emplace(portal_import::fold_word(number), at);
        std::set<std::string> names{
            payer_key(donation.contact.name, {}, folds), payer_key(donation.contact.kana, {}, folds)};
        names.erase("");
        for (const std::string& name : names) by_name_.emplace(std::pair{donation.amount, name}, at);
    }

    std::vector<Donation> donations_;
    std::map<std::string, std::size_t> by_number_;
    std::multimap<std::pair<domain::Yen, std::string>, std::size_t> by_name_;
    std::set<std::size_t> taken_;
};

void wait_for_clerk(Payment& payment, const char* why)
{
    payment.state = PaymentState::Ambiguous;
    payment.note = why;
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

void MatchPayments::find_donations(Plan& plan)
{
    const auto key_of_payer = [&](const Payment& payment) {
        return payer_key(payment.payer, plan.profile->payer_prefixes, rules_.folds);
    };
    std::map<std::pair<domain::Yen, std::string>, std::size_t> alike;  // payments that say the same
    for (const Payment& payment : plan.payments) ++alike[{payment.amount, key_of_payer(payment)}];
    store_.read([&](Records& records) {
        AwaitedDonations awaited{records, rules_.folds};
        const auto settle = [&](Payment& payment, const Donation& donation) {
            payment.state = PaymentState::Matched;
            payment.note.clear();
            payment.donation = donation.id;
            awaited.take(donation);
        };
        // Numbers first: a name must not take a donation that another line names.
        for (Payment& payment : plan.payments) {
            payment.state = PaymentState::Unmatched;
            const Donation* donation = awaited.by_reference(payment.reference);
            if (donation == nullptr) continue;
            if (donation->amount == payment.amount) {
                settle(payment, *donation);
            } else {
                wait_for_clerk(payment, "payment.amount_differs");
                payment.donation = donation->id;
            }
        }
        for (Payment& payment : plan.payments) {
            if (payment.state != PaymentState::Unmatched) continue;
            const std::string key = key_of_payer(payment);
            const auto donations = awaited.by_name(payment.amount, key);
            std::size_t& left = alike[{payment.amount, key}];
            // Two payments for two donations of one donor are one each; otherwise only one may fit.
            if (donations.size() == left && !donations.empty()) settle(payment, *donations.front());
            if (donations.size() > left) wait_for_clerk(payment, "payment.several_donations");
            if (donations.size() < left && !donations.empty())
                wait_for_clerk(payment, "payment.several_payments");
            if (payment.state == PaymentState::Matched) --left;
        }
    });
}

HistoryEntry MatchPayments::entry_of(
    const Payment& payment, const char* action, std::vector<FieldChange> changes) const
{
    return {"payment", payment.id, action, digest_of(digests_, payment), std::move(changes)};
}

void MatchPayments::pay(Records& records, Payment& payment, const DonationChange& why, OperationId operation,
    DonationIds& next, std::vector<HistoryEntry>& touched) const
{
    const auto before = records.donations.find(payment.donation);
    if (!before) throw Refusal{RefusalKind::NotFound, "donation.unknown", {{"number", why.number}}};
    require_finished(records, *before);
    Donation after = *before;
    PaymentFacts facts{.paid_on = payment.paid_on};
    if (before->amount != payment.amount) {
        require_reason(why.reason);
        facts.amount = payment.amount;
    }
    const domain::Date today = why.caller.business_date;
    apply_pay(after, facts, rules_, today);
    check_change(records, *before, after, rules_, {why.reason, today});
    write_change(records, DonationWriter{digests_, operation, today}, *before, std::move(after), operation,
        rules_.folds, next, touched);
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
            if (payment.state != PaymentState::Matched) continue;
            // Somebody may have acted on the donation since the plan, or its day may lie in closed books: then a clerk decides.
            try {
                pay(records, payment, {"", "入金明細 " + payment.file_name, {}, caller}, operation, next,
                    touched);
            } catch (const Refusal& refusal) {
                wait_for_clerk(payment, "");
                payment.note = refusal.code();
            }
        }
        records.payments.add(batch);
        for (const Payment& payment : batch) touched.push_back(entry_of(payment, "created", {}));
    });
}

PaymentImportSummary MatchPayments::import(const PaymentFile& file, portal_import::ByteSource& source)
{
    PaymentImportSummary summary;
    Plan plan = read(file, source, summary);
    drop_known(plan, summary);
    find_donations(plan);
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
        touched.push_back(entry_of(after, "changed",
            {{"state", std::string{key_of(before->state)}, std::string{key_of(after.state)}}}));
        const auto donation = records.donations.find(after.donation);
        decided = {after, donation ? donation->number.text() : ""};
    });
    return decided;
}

ListedPayment MatchPayments::match(
    std::int64_t id, const std::string& number, const std::string& reason, const Caller& caller)
{
    const auto found = ListDonations{store_, rules_.eras, rules_.folds}.show(number).listed.donation;
    const auto first = store_.draw_ids(ids_for_changes({found}));
    return decide(id, "payment.match", reason, caller,
        [&](Records& records, Payment& payment, OperationId operation, std::vector<HistoryEntry>& touched) {
            if (payment.state != PaymentState::Ambiguous && payment.state != PaymentState::Unmatched)
                throw Refusal{RefusalKind::Conflict, "payment.state", number_of(id)};
            payment.state = PaymentState::Matched;
            payment.donation = found.id;
            payment.note = reason;
            DonationIds next = ids_from(first);
            pay(records, payment, {number, reason, {}, caller}, operation, next, touched);
        });
}

ListedPayment MatchPayments::set_aside(std::int64_t id, const std::string& reason, const Caller& caller)
{
    require_reason(reason);
    return decide(id, "payment.set_aside", reason, caller,
        [&](Records&, Payment& payment, OperationId, std::vector<HistoryEntry>&) {
            if (payment.state != PaymentState::Ambiguous && payment.state != PaymentState::Unmatched)
                throw Refusal{RefusalKind::Conflict, "payment.state", number_of(id)};
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
            if (payment.state != PaymentState::Matched && payment.state != PaymentState::SetAside)
                throw Refusal{RefusalKind::Conflict, "payment.state", number_of(id)};
            const auto before = records.donations.find(payment.donation);
            if (before) {
                Donation after = *before;
                const domain::Date today = caller.business_date;
                apply_end(after, domain::PaymentEvent::TakeBack, today);
                check_change(records, *before, after, rules_, {reason, today});
                DonationIds next = ids_from(first);
                write_change(records, DonationWriter{digests_, operation, today}, *before, std::move(after),
                    operation, rules_.folds, next, touched);
            }
            payment.state = PaymentState::Unmatched;
            payment.donation = {};
            payment.note = reason.substr(0, kLongestNote);
        });
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
