#include "application/find_payers.hpp"

#include <algorithm>

#include "application/closed_books.hpp"
#include "application/payment_names.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;

bool is_awaited(const Donation& donation)
{
    return donation.state == DonationState::AwaitingPayment || donation.state == DonationState::Applied;
}

std::string numbers_of(const std::vector<Donation>& donations)
{
    constexpr std::size_t kShown = 5;
    std::string numbers;
    for (std::size_t i = 0; i < donations.size() && i < kShown; ++i)
        numbers += (numbers.empty() ? "" : "、") + donations[i].number.text();
    return numbers + (donations.size() > kShown ? "…" : "");
}

/// A code, and after a blank what it is about.
void wait_for_clerk(Payment& payment, const char* why, const std::vector<Donation>& donations)
{
    payment.state = PaymentState::Ambiguous;
    payment.note = std::string{why} + (donations.empty() ? "" : " " + numbers_of(donations));
    if (donations.size() == 1) payment.donation = donations.front().id;
}

}  // namespace

PayerSearch::PayerSearch(Records& records, const PaymentProfile& profile,
    const portal_import::NameFolds& folds, const domain::Date& today)
    : records_{records}, profile_{profile}, folds_{folds}, today_{today}
{
    find_awaited();
}

std::set<std::string> PayerSearch::names_of(const Donation& donation) const
{
    std::set<std::string> names{
        payer_key(donation.contact.name, {}, folds_), payer_key(donation.contact.kana, {}, folds_)};
    names.erase("");
    return names;
}

std::string PayerSearch::payer_of(const Payment& payment) const
{
    return payer_key(payment.payer, profile_.payer_prefixes, folds_);
}

bool PayerSearch::is_payer(const Payment& payment, const Donation& donation) const
{
    return names_of(donation).count(payer_of(payment)) != 0;
}

void PayerSearch::find_awaited()
{
    for (const auto state : {DonationState::AwaitingPayment, DonationState::Applied}) {
        DonationFilter filter;
        filter.state = state;
        records_.donations.for_each(
            filter, [&](const ListedDonation& listed) { awaited_.push_back(listed.donation); });
    }
    std::sort(awaited_.begin(), awaited_.end(), [](const Donation& left, const Donation& right) {
        return std::pair{left.applied_on, left.id} < std::pair{right.applied_on, right.id};
    });
    for (std::size_t at = 0; at < awaited_.size(); ++at) {
        for (const std::string& name : names_of(awaited_[at])) {
            by_name_and_amount_[{awaited_[at].amount, name}].push_back(at);
            by_name_[name].push_back(at);
        }
    }
}

void PayerSearch::count_waiting(const std::vector<Payment>& payments)
{
    for (const Payment& payment : payments) {
        if (payment.state == PaymentState::Unmatched) ++waiting_[{payment.amount, payer_of(payment)}];
    }
    // What waits from earlier statements may be for the same donations.
    for (const auto state : {PaymentState::Unmatched, PaymentState::Ambiguous}) {
        for (const Payment& payment : records_.payments.list(state))
            ++waiting_[{payment.amount, payer_of(payment)}];
    }
}

const char* PayerSearch::reason_against(const Payment& payment, const Donation& donation) const
{
    const auto& methods = profile_.methods;
    if (!methods.empty() &&
        std::find(methods.begin(), methods.end(), donation.payment_method) == methods.end())
        return "payment.method_differs";
    if (payment.paid_on > today_) return "payment.in_future";
    if (payment.paid_on < donation.applied_on) return "payment.before_application";
    if (are_books_closed(payment.paid_on, today_)) return "payment.books_closed";
    return nullptr;
}

void PayerSearch::settle(Payment& payment, const Donation& donation)
{
    payment.state = PaymentState::Matched;
    payment.donation = donation.id;
    payment.note.clear();
    taken_.insert(donation.id.value);
}

std::vector<Donation> PayerSearch::named_in(const std::string& reference)
{
    std::map<std::int64_t, Donation> found;
    for (const std::string& word : words_of_reference(reference)) {
        if (word.empty()) continue;
        DonationFilter filter;
        if (const auto number = domain::DonationNumber::parse(word)) {
            filter.number = number->text();
        } else {
            filter.order_numbers = {word, reference};
        }
        records_.donations.for_each(filter,
            [&](const ListedDonation& listed) { found.emplace(listed.donation.id.value, listed.donation); });
    }
    std::vector<Donation> donations;
    donations.reserve(found.size());
    for (auto& [id, donation] : found) donations.push_back(std::move(donation));
    return donations;
}

void PayerSearch::decide_by_number(Payment& payment)
{
    if (payment.reference.empty()) return;
    const std::vector<Donation> named = named_in(payment.reference);
    if (named.empty()) return;
    // A short number in a memo may be anything: it counts if the payer fits, or if it is all that is written and nobody else has it.
    const std::string whole = portal_import::fold_word(payment.reference);
    std::vector<Donation> meant;
    for (const Donation& donation : named) {
        const bool is_whole = whole == portal_import::fold_word(donation.order.order_number) ||
                              whole == portal_import::fold_word(donation.number.text());
        if (is_payer(payment, donation) || (is_whole && named.size() == 1)) meant.push_back(donation);
    }
    if (meant.size() != 1) return wait_for_clerk(payment, "payment.number_unclear", named);
    decide_about(payment, meant.front());
}

void PayerSearch::decide_about(Payment& payment, const Donation& donation)
{
    const auto paid = records_.payments.of_donation(donation.id);
    const bool has_payment = taken_.count(donation.id.value) != 0 ||
                             std::any_of(paid.begin(), paid.end(),
                                 [](const Payment& other) { return other.state == PaymentState::Matched; });
    if (has_payment) return wait_for_clerk(payment, "payment.paid_already", {donation});
    if (donation.amount != payment.amount)
        return wait_for_clerk(payment, "payment.amount_differs", {donation});
    if (donation.state == DonationState::Received) return settle(payment, donation);
    if (!is_awaited(donation)) return wait_for_clerk(payment, "payment.donation_ended", {donation});
    if (const char* reason = reason_against(payment, donation))
        return wait_for_clerk(payment, reason, {donation});
    settle(payment, donation);
}

std::vector<Donation> PayerSearch::awaited_of(const std::vector<std::size_t>& places) const
{
    std::vector<Donation> donations;
    for (const std::size_t at : places) {
        if (taken_.count(awaited_[at].id.value) == 0) donations.push_back(awaited_[at]);
    }
    return donations;
}

void PayerSearch::decide_by_name(Payment& payment)
{
    const std::string payer = payer_of(payment);
    if (payer.empty()) return;
    const auto fitting = awaited_of(by_name_and_amount_[{payment.amount, payer}]);
    if (fitting.empty()) {
        const auto others = awaited_of(by_name_[payer]);
        if (!others.empty()) wait_for_clerk(payment, "payment.amount_differs", others);
        return;
    }
    const bool has_namesakes = std::any_of(fitting.begin(), fitting.end(),
        [&](const Donation& donation) { return donation.donor != fitting.front().donor; });
    std::size_t& left = waiting_[{payment.amount, payer}];
    if (has_namesakes || fitting.size() > left)
        return wait_for_clerk(payment, "payment.several_donations", fitting);
    if (fitting.size() < left) return wait_for_clerk(payment, "payment.several_payments", fitting);
    for (const Donation& donation : fitting) {
        if (const char* reason = reason_against(payment, donation))
            return wait_for_clerk(payment, reason, {donation});
    }
    --left;
    settle(payment, fitting.front());
}

void PayerSearch::decide(std::vector<Payment>& payments)
{
    for (Payment& payment : payments) {
        payment.state = PaymentState::Unmatched;
        payment.note.clear();
        payment.donation = {};
    }
    // Numbers first: a name must not take a donation that another line names.
    for (Payment& payment : payments) decide_by_number(payment);
    count_waiting(payments);
    for (Payment& payment : payments) {
        if (payment.state == PaymentState::Unmatched) decide_by_name(payment);
    }
}

}  // namespace furusato::application
