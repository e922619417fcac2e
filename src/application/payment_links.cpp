#include "application/payment_links.hpp"

#include "application/payment_digest.hpp"

namespace furusato::application {

HistoryEntry entry_of(
    const Digests& digests, const Payment& payment, const char* action, std::vector<FieldChange> changes)
{
    return {"payment", payment.id, action, digest_of(digests, payment), std::move(changes)};
}

void detach_payments(Records& records, const Digests& digests, const domain::Donation& before,
    const domain::Donation& after, std::vector<HistoryEntry>& touched)
{
    const bool is_awaited_again = before.state == domain::DonationState::Received &&
                                  (after.state == domain::DonationState::AwaitingPayment ||
                                      after.state == domain::DonationState::Applied);
    if (!is_awaited_again) return;
    for (Payment payment : records.payments.of_donation(before.id)) {
        if (payment.state != PaymentState::Matched) continue;
        payment.state = PaymentState::Unmatched;
        payment.note = "payment.detached";
        payment.donation = {};
        payment.matched_by = {};
        ++payment.version;
        records.payments.update(payment);
        touched.push_back(entry_of(digests, payment, "changed",
            {{"state", std::string{key_of(PaymentState::Matched)}, std::string{key_of(payment.state)}}}));
    }
}

}  // namespace furusato::application
