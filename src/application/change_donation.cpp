#include "furusato/application/change_donation.hpp"

#include <algorithm>

#include "application/donation_digest.hpp"
#include "application/donation_fields.hpp"
#include "application/donation_writer.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;
using domain::PaymentEvent;
using domain::Refusal;
using domain::RefusalKind;

constexpr auto kOverride = "override";

void require_reason(const DonationChange& change)
{
    if (change.reason.empty()) throw Refusal{RefusalKind::Invalid, "reason.missing"};
}

/// What the receipt says: it stands on paper until the receipt is void (rules.md 1.9).
bool printed_facts_differ(const Donation& before, const Donation& after)
{
    const auto printed = [](const Donation& donation) {
        const domain::Contact& contact = donation.contact;
        return std::tuple{donation.state, donation.amount, donation.received_on, donation.donor_kind,
            contact.name, contact.postal_code, contact.prefecture, contact.city, contact.street,
            contact.building};
    };
    return printed(before) != printed(after);
}

/// Both values of the first field that the clerk wanted to set and somebody else changed.
[[noreturn]] void refuse_stale(const Donation& stored, const std::vector<TypedField>& fields)
{
    Refusal::Details details{{"number", stored.number.text()}, {"version", std::to_string(stored.version)}};
    for (const auto& [field, typed] : fields) {
        const std::string theirs = field_text(stored, field);
        if (theirs == typed) continue;
        details.insert(details.end(), {{"field", field}, {"theirs", theirs}, {"yours", typed}});
        break;
    }
    throw Refusal{RefusalKind::Conflict, "edit.changed_meanwhile", details};
}

void refuse_state(const Donation& donation)
{
    throw Refusal{RefusalKind::Conflict, "donation.state",
        {{"number", donation.number.text()}, {"state", std::string{domain::key_of(donation.state)}}}};
}

}  // namespace

void ChangeDonation::check(
    Records& records, const Donation& before, const Donation& after, const DonationChange& change) const
{
    if (changes_between(before, after).empty())
        throw Refusal{RefusalKind::Invalid, "donation.nothing_changed"};
    const domain::Yen most{rules_.donation_max_yen};
    if (after.amount < domain::Yen{1} || after.amount > most || after.points > after.amount)
        throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", "amount_yen"}}};
    for (const auto& [field, day] :
        {std::pair<const char*, std::optional<domain::Date>>{"applied_on", after.applied_on},
            {"paid_on", after.paid_on}, {"received_on", after.received_on}, {"ended_on", after.ended_on}}) {
        if (day && *day > change.caller.business_date)
            throw Refusal{RefusalKind::Invalid, "edit.in_future", {{"field", field}, {"value", day->iso()}}};
    }
    domain::Yen purposes;
    for (const auto& share : after.purposes) purposes += share.amount;
    if (!after.purposes.empty() && purposes != after.amount)
        throw Refusal{RefusalKind::Conflict, "donation.purposes_several", {{"number", after.number.text()}}};
    const bool is_money = before.amount != after.amount || before.received_on != after.received_on;
    if (is_money && before.state == DonationState::Received) require_reason(change);
    const bool has_money = after.state == DonationState::Received || after.state == DonationState::Refunded;
    if (after.received_on.has_value() != has_money) refuse_state(before);
    if (before.amount != after.amount && before.state == DonationState::Refunded) refuse_state(before);
    if (printed_facts_differ(before, after) && records.receipts.has_valid_original(before.id))
        throw Refusal{RefusalKind::Conflict, "edit.receipt_issued", {{"number", before.number.text()}}};
}

ChangedDonation ChangeDonation::perform(const std::string& kind, const DonationChange& change,
    const std::vector<TypedField>& fields, const Apply& apply)
{
    const auto found = ListDonations{store_, rules_.eras}.show(change.number).listed;
    if (found.is_unfinished)
        throw Refusal{RefusalKind::Conflict, "donation.import_unfinished", {{"number", change.number}}};
    const auto lines = static_cast<std::int64_t>(found.donation.gifts.size());
    const auto first =
        store_.draw_ids({{"contact", 1 + lines}, {"gift_line", lines}, {"revenue_entry", kEntriesPerChange}});
    ChangedDonation changed;
    const OperationStart start{
        kind, change.caller.actor, "clerk", "", change.reason, change.caller.business_date};
    changed.operation = trail_.perform(
        start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            const auto before = records.donations.find(found.donation.id);
            if (!before)
                throw Refusal{RefusalKind::NotFound, "donation.unknown", {{"number", change.number}}};
            if (change.version && *change.version != before->version) refuse_stale(*before, fields);
            Donation after = *before;
            apply(after);
            check(records, *before, after, change);
            if (!(after.contact == before->contact)) after.contact_id = {};
            ++after.version;
            after.changed_by = operation;
            DonationIds next{.contact = first[0], .gift_line = first[1], .entry = first[2]};
            DonationRows rows;
            const DonationWriter writer{digests_, operation, change.caller.business_date};
            writer.change(*before, after, records.revenue.entries_of(before->id), next, rows);
            touched = std::move(rows.history);
            rows.history.clear();
            writer.write(records, rows);
            changed.changes = touched.front().fields;
            changed.donation = std::move(after);
        });
    return changed;
}

ChangedDonation ChangeDonation::edit(const DonationChange& change, const std::vector<TypedField>& fields)
{
    if (fields.empty()) throw Refusal{RefusalKind::Invalid, "donation.nothing_changed"};
    return perform("donation.edit", change, fields, [&](Donation& donation) {
        const auto received_on = donation.received_on;
        for (const auto& [field, text] : fields) set_field(donation, field, text, rules_.eras);
        if (donation.received_on != received_on) donation.received_rule = kOverride;
    });
}

ChangedDonation ChangeDonation::pay(const DonationChange& change, const PaymentFacts& facts)
{
    if (facts.received_on || facts.amount) require_reason(change);
    return perform("donation.pay", change, {}, [&](Donation& donation) {
        const auto next = domain::state_after(donation.state, PaymentEvent::Pay);
        if (!next) refuse_state(donation);
        donation.state = *next;
        donation.paid_on = facts.paid_on.value_or(donation.paid_on.value_or(change.caller.business_date));
        if (facts.amount)
            set_field(donation, "amount_yen", std::to_string(facts.amount->amount()), rules_.eras);
        const auto rule = rules_.received_date_rules.received_on(
            donation.payment_method, donation.applied_on, donation.paid_on);
        if (!facts.received_on && !rule) throw Refusal{RefusalKind::Invalid, "received_on.missing"};
        donation.received_on = facts.received_on ? *facts.received_on : rule->received_on;
        donation.received_rule = facts.received_on ? kOverride : rule->rule_code;
    });
}

ChangedDonation ChangeDonation::end(
    const DonationChange& change, PaymentEvent event, std::optional<domain::Date> day)
{
    require_reason(change);
    return perform("donation." + std::string{domain::key_of(event)}, change, {}, [&](Donation& donation) {
        const auto next = domain::state_after(donation.state, event);
        if (!next) refuse_state(donation);
        if (event == PaymentEvent::TakeBack) {
            donation.ended_on = std::nullopt;
            if (donation.state == DonationState::Received) {
                donation.paid_on = std::nullopt;
                donation.received_on = std::nullopt;
                donation.received_rule.clear();
            }
        } else {
            donation.ended_on = day.value_or(change.caller.business_date);
            const auto earliest = donation.received_on.value_or(donation.applied_on);
            if (*donation.ended_on < earliest)
                throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", "ended_on"}}};
        }
        donation.state = *next;
    });
}

}  // namespace furusato::application
