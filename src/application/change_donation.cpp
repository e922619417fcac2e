#include "furusato/application/change_donation.hpp"

#include <algorithm>
#include <tuple>

#include "application/donation_digest.hpp"
#include "application/donation_fields.hpp"
#include "application/donation_writer.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/search_terms.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;
using domain::PaymentEvent;
using domain::Refusal;
using domain::RefusalKind;

constexpr auto kOverride = "override";

constexpr std::size_t kLongestReason = 400;  // characters of operations.reason

void require_reason(const DonationChange& change)
{
    if (portal_import::trimmed(change.reason).empty()) throw Refusal{RefusalKind::Invalid, "reason.missing"};
}

void check_reason(const DonationChange& change)
{
    if (!portal_import::is_plain_text(change.reason) ||
        portal_import::length_in_characters(change.reason) > kLongestReason)
        throw Refusal{RefusalKind::Invalid, "reason.invalid"};
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

/// Both values of the first field that this clerk and somebody since the version on his screen changed.
[[noreturn]] void refuse_stale(Records& records, const Donation& stored, const DonationChange& change,
    const std::vector<TypedField>& fields)
{
    const auto history = records.operations.history_of("donation", stored.id.value);
    const auto seen = static_cast<std::size_t>(std::max(0, *change.version));
    const Refusal::Details details{
        {"number", stored.number.text()}, {"version", std::to_string(stored.version)}};
    for (const auto& [field, typed] : fields) {
        for (std::size_t at = seen; at < history.size(); ++at) {
            const auto& changed = history[at].fields;
            const auto is_field = [&, &name = field](
                                      const FieldChange& other) { return other.field == name; };
            if (std::none_of(changed.begin(), changed.end(), is_field)) continue;
            Refusal::Details both = details;
            both.insert(
                both.end(), {{"field", field}, {"theirs", field_text(stored, field)}, {"yours", typed}});
            throw Refusal{RefusalKind::Conflict, "edit.changed_meanwhile", both};
        }
    }
    throw Refusal{RefusalKind::Conflict, "edit.changed_elsewhere", details};
}

/// Money of a year whose books are closed stays as it was reported (rules.md 5.3, 5.6).
void require_open_books(const std::optional<domain::Date>& day, const domain::Date& today)
{
    if (!day) return;
    const auto year = domain::FiscalYear::of(*day);
    if (today > year.books_close_on()) {
        throw Refusal{RefusalKind::Conflict, "books.closed",
            {{"year", std::to_string(year.value())}, {"day", year.books_close_on().iso()}}};
    }
}

void check_books(const Donation& before, const Donation& after, const domain::Date& today)
{
    const bool was_received = before.state == DonationState::Received;
    const bool is_received = after.state == DonationState::Received;
    if (before.state == after.state) {
        if (!is_received || (before.amount == after.amount && before.received_on == after.received_on))
            return;
        require_open_books(before.received_on, today);
        require_open_books(after.received_on, today);
    } else if (was_received && after.state == DonationState::Refunded) {
        // A refund after the close is an expenditure of its own year; one from before it can no longer be told.
        const auto close = domain::FiscalYear::of(*after.received_on).books_close_on();
        if (*after.ended_on <= close) require_open_books(after.received_on, today);
    } else if (before.state == DonationState::Refunded && is_received) {
        const auto close = domain::FiscalYear::of(*before.received_on).books_close_on();
        if (*before.ended_on <= close) require_open_books(before.received_on, today);
    } else if (was_received || is_received) {
        require_open_books(was_received ? before.received_on : after.received_on, today);
    }
}

/// What needs an explanation: another amount or day of money that is there, and money from before the application.
bool needs_reason(const Donation& before, const Donation& after)
{
    const auto money = [](const Donation& donation) {
        return std::tuple{donation.amount, donation.applied_on, donation.paid_on, donation.received_on};
    };
    const bool is_earlier = (after.paid_on && *after.paid_on < after.applied_on) ||
                            (after.received_on && *after.received_on < after.applied_on);
    return (before.state == DonationState::Received && money(before) != money(after)) || is_earlier;
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
    if (after.amount < domain::Yen{1} || after.amount > domain::Yen{rules_.donation_max_yen})
        throw Refusal{RefusalKind::Invalid, "amount.out_of_range"};
    if (after.points > after.amount) throw Refusal{RefusalKind::Invalid, "points.exceed_amount"};
    for (const auto& [field, day] :
        {std::pair<const char*, std::optional<domain::Date>>{"applied_on", after.applied_on},
            {"paid_on", after.paid_on}, {"received_on", after.received_on}, {"ended_on", after.ended_on},
            {"birth_date", domain::Date::parse_iso(after.contact.birth_date)}}) {
        if (day && *day > change.caller.business_date)
            throw Refusal{RefusalKind::Invalid, "edit.in_future", {{"field", field}, {"value", day->iso()}}};
    }
    domain::Yen purposes;
    for (const auto& share : after.purposes) purposes += share.amount;
    if (!after.purposes.empty() && purposes != after.amount)
        throw Refusal{RefusalKind::Conflict, "donation.purposes_several", {{"number", after.number.text()}}};
    const bool has_money = after.state == DonationState::Received || after.state == DonationState::Refunded;
    const bool moves_refunded = before.state == after.state && before.state == DonationState::Refunded &&
                                (before.amount != after.amount || before.received_on != after.received_on);
    if (after.received_on.has_value() != has_money || moves_refunded) refuse_state(before);
    if (needs_reason(before, after)) require_reason(change);
    check_books(before, after, change.caller.business_date);
    if (printed_facts_differ(before, after) && records.receipts.has_valid_original(before.id))
        throw Refusal{RefusalKind::Conflict, "edit.receipt_issued", {{"number", before.number.text()}}};
}

ChangedDonation ChangeDonation::perform(const std::string& kind, const DonationChange& change,
    const std::vector<TypedField>& fields, const Apply& apply)
{
    check_reason(change);
    const auto found = ListDonations{store_, rules_.eras, rules_.folds}.show(change.number).listed;
    const auto lines = static_cast<std::int64_t>(found.donation.gifts.size());
    const auto first =
        store_.draw_ids({{"contact", 1 + lines}, {"gift_line", lines}, {"revenue_entry", kEntriesPerChange}});
    ChangedDonation changed;
    const OperationStart start{
        kind, change.caller.actor, "clerk", "", change.reason, change.caller.business_date};
    changed.operation = trail_.perform(start, [&](Records& records, domain::OperationId operation,
                                                  std::vector<HistoryEntry>& touched) {
        const auto before = records.donations.find(found.donation.id);
        if (!before) throw Refusal{RefusalKind::NotFound, "donation.unknown", {{"number", change.number}}};
        const auto open = records.operations.open_operations();
        if (std::find(open.begin(), open.end(), before->changed_by) != open.end())
            throw Refusal{RefusalKind::Conflict, "donation.import_unfinished", {{"number", change.number}}};
        if (change.version && *change.version != before->version)
            refuse_stale(records, *before, change, fields);
        Donation after = *before;
        apply(after);
        check(records, *before, after, change);
        if (!(after.contact == before->contact)) after.contact_id = {};
        ++after.version;
        after.changed_by = operation;
        DonationIds next{.contact = first[0], .gift_line = first[1], .entry = first[2]};
        DonationRows rows;
        const domain::Contact contact = after.contact;
        const DonationWriter writer{digests_, operation, change.caller.business_date};
        writer.change(*before, after, records.revenue.entries_of(before->id), next, rows);
        touched = std::move(rows.history);
        rows.history.clear();
        if (!(before->contact == contact)) {
            for (auto& term : portal_import::search_terms(contact, rules_.folds))
                rows.donor_terms.push_back({before->donor, std::move(term)});
        }
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
        if (facts.paid_on) donation.paid_on = facts.paid_on;
        if (facts.amount)
            set_field(donation, "amount_yen", std::to_string(facts.amount->amount()), rules_.eras);
        const auto day_of_rule = [&] {
            return rules_.received_date_rules.received_on(
                donation.payment_method, donation.applied_on, donation.paid_on);
        };
        // A card payment counts on the day of the procedure (rules.md 1.5); only where the rule needs the day of payment it is today.
        auto rule = day_of_rule();
        if (!rule && !donation.paid_on) {
            donation.paid_on = change.caller.business_date;
            rule = day_of_rule();
        }
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
