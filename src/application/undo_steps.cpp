#include "application/undo_steps.hpp"

#include <algorithm>
#include <string>

#include "furusato/application/catalogue.hpp"
#include "furusato/application/payments.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/tickets.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

using domain::Donation;
using domain::DonationState;
using domain::Refusal;
using domain::RefusalKind;

namespace {

/// The portal's number is free for the same file again; the row's own number keeps it apart.
std::string withdrawn_order_number(const Donation& donation)
{
    constexpr std::size_t kLongest = 180;  // of 200
    std::string number = donation.order.order_number;
    if (number.size() > kLongest) {
        std::size_t end = kLongest;
        while (end > 0 && (static_cast<unsigned char>(number[end]) & 0xC0U) == 0x80U) --end;
        number.resize(end);
    }
    return number + " 取消" + donation.number.text();
}

}  // namespace

void join(std::vector<FieldChange>& net, const FieldChange& later)
{
    const auto known = std::find_if(
        net.begin(), net.end(), [&](const FieldChange& change) { return change.field == later.field; });
    if (known == net.end())
        net.push_back(later);
    else
        known->new_value = later.new_value;
}

void withdraw(Donation& donation, const domain::Date& today)
{
    donation.state = DonationState::Withdrawn;
    donation.received_on = std::nullopt;
    donation.received_rule.clear();
    donation.ended_on = today;
    donation.former = std::nullopt;
    donation.order.order_number = withdrawn_order_number(donation);
    domain::stop_gifts(donation);
}

void require_unchanged(
    Records& records, const Donation& donation, const std::set<std::int64_t>& operations_of_job)
{
    std::vector<FieldChange> since;
    for (const RecordedChange& change : records.operations.history_of("donation", donation.id.value)) {
        if (operations_of_job.count(change.operation.id.value) != 0) continue;
        for (const FieldChange& field : change.fields) join(since, field);
    }
    for (const FieldChange& net : since) {
        if (net.old_value != net.new_value)
            throw Refusal{RefusalKind::Conflict, "undo.changed_since", {{"field", net.field}}};
    }
}

void require_no_papers(Records& records, const Donation& donation)
{
    const auto keep = [&](const char* code) {
        throw Refusal{RefusalKind::Conflict, code, {{"number", donation.number.text()}}};
    };
    // A void receipt too names the donation on paper.
    if (!records.receipts.of_donation(donation.id).empty()) keep("import_undo.receipt_issued");
    TicketFilter tickets;
    tickets.donation = donation.id;
    tickets.limit = 1;
    if (!records.tickets.list(tickets).empty()) keep("import_undo.has_ticket");
}

void require_no_payment(Records& records, const Donation& before, const Donation& after)
{
    const bool keeps_money = before.state == after.state && before.amount == after.amount &&
                             before.received_on == after.received_on;
    if (keeps_money) return;
    for (const Payment& payment : records.payments.of_donation(before.id)) {
        if (payment.state == PaymentState::Matched)
            throw Refusal{RefusalKind::Conflict, "import_undo.payment_matched",
                {{"number", before.number.text()}, {"payment", std::to_string(payment.id)}}};
    }
}

}  // namespace furusato::application
