#include "application/apply_change.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "application/closed_books.hpp"
#include "application/donation_digest.hpp"
#include "application/donation_fields.hpp"
#include "application/find_versions.hpp"
#include "application/plan_orders.hpp"
#include "application/restore_field.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/refuse_individual_number.hpp"
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

constexpr std::size_t kLongestReason = 400;  // characters of operations.reason

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

/// Another amount or day of money that is there needs an explanation,
bool changes_money(const Donation& before, const Donation& after)
{
    const auto money = [](const Donation& donation) {
        return std::tuple{donation.amount, donation.applied_on, donation.paid_on, donation.received_on};
    };
    const bool is_received =
        before.state == DonationState::Received && after.state == DonationState::Received;
    // What a file told of money still awaited is not contradicted without a word either.
    const bool is_portals = before.job.value != 0 && before.state == after.state;
    return (is_received || is_portals) && money(before) != money(after);
}

/// and so does money from before the application.
bool is_before_application(const Donation& after)
{
    return (after.paid_on && *after.paid_on < after.applied_on) ||
           (after.received_on && *after.received_on < after.applied_on);
}

}  // namespace

void refuse_state(const Donation& donation)
{
    throw Refusal{RefusalKind::Conflict, "donation.state",
        {{"number", donation.number.text()}, {"state", std::string{domain::key_of(donation.state)}}}};
}

void require_reason(const std::string& reason)
{
    if (portal_import::trimmed(reason).empty()) throw Refusal{RefusalKind::Invalid, "reason.missing"};
}

void check_reason(const std::string& reason)
{
    if (!portal_import::is_plain_text(reason) || portal_import::length_in_characters(reason) > kLongestReason)
        throw Refusal{RefusalKind::Invalid, "reason.invalid"};
    refuse_individual_number("reason", reason);
}

void require_finished(Records& records, const Donation& donation)
{
    if (donation.state == DonationState::Withdrawn) refuse_state(donation);
    if (donation.masked_on)
        throw Refusal{RefusalKind::Conflict, "donation.masked",
            {{"number", donation.number.text()}, {"day", donation.masked_on->iso()}}};
    const auto open = records.operations.open_operations();
    if (std::find(open.begin(), open.end(), donation.changed_by) != open.end())
        throw Refusal{
            RefusalKind::Conflict, "donation.import_unfinished", {{"number", donation.number.text()}}};
}

void apply_pay(
    Donation& donation, const PaymentFacts& facts, const ChangeRules& rules, const domain::Date& today)
{
    const auto next = domain::state_after(donation.state, PaymentEvent::Pay);
    if (!next) refuse_state(donation);
    donation.state = *next;
    if (facts.paid_on) donation.paid_on = facts.paid_on;
    if (facts.amount) set_field(donation, "amount_yen", std::to_string(facts.amount->amount()), rules.eras);
    const auto day_of_rule = [&] {
        return rules.received_date_rules.received_on(
            donation.payment_method, donation.applied_on, donation.paid_on);
    };
    // A card payment counts on the day of the procedure (rules.md 1.5); only where the rule needs the day of payment it is today.
    auto rule = day_of_rule();
    if (!rule && !donation.paid_on) {
        donation.paid_on = today;
        rule = day_of_rule();
    }
    if (!facts.received_on && !rule) throw Refusal{RefusalKind::Invalid, "received_on.missing"};
    donation.received_on = facts.received_on ? *facts.received_on : rule->received_on;
    donation.received_rule = facts.received_on ? kOverriddenRule : rule->rule_code;
}

void apply_fields(Records& records, Donation& donation,
    const std::vector<std::pair<std::string, std::string>>& fields, const domain::EraTable& eras)
{
    const auto received_on = donation.received_on;
    bool names_purpose = false;
    for (const auto& [field, text] : fields) {
        set_field(donation, field, text, eras);
        names_purpose = names_purpose || field == "purposes";
    }
    if (donation.received_on != received_on) donation.received_rule = kOverriddenRule;
    if (!names_purpose) return;
    std::set<std::string> unknown;
    MasterNames{{}, records.catalogue.purpose_versions()}.resolve_purposes(donation, unknown);
    if (!unknown.empty())
        throw Refusal{RefusalKind::Invalid, "entry.purpose_unknown", {{"value", *unknown.begin()}}};
}

void apply_end(Donation& donation, PaymentEvent event, const domain::Date& day)
{
    const auto next = domain::state_after(donation.state, event);
    if (!next) refuse_state(donation);
    if (day < donation.received_on.value_or(donation.applied_on))
        throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", "ended_on"}}};
    donation.ended_on = day;
    domain::stop_gifts(donation);
    donation.state = *next;
}

namespace {

/// The change that brought the donation into the state in which it is; nullptr if it began there.
const RecordedChange* change_into(const std::vector<RecordedChange>& history, const std::string& state)
{
    for (auto change = history.rbegin(); change != history.rend(); ++change) {
        for (const FieldChange& field : change->fields) {
            if (field.field == "state" && field.new_value == state) return &*change;
        }
    }
    return nullptr;
}

/// Puts one field back if it still stands as the change left it.
void put_back_field(Donation& donation, const RecordedChange& change, const char* name)
{
    for (const FieldChange& field : change.fields) {
        if (field.field == name && stored_text(donation, name) == field.new_value)
            restore_field(donation, name, field.old_value);
    }
}

}  // namespace

void apply_take_back(Records& records, Donation& donation)
{
    const auto next = domain::state_after(donation.state, PaymentEvent::TakeBack);
    if (!next) refuse_state(donation);
    const auto history = records.operations.history_of("donation", donation.id.value);
    const RecordedChange* change = change_into(history, std::string{domain::key_of(donation.state)});
    if (donation.ended_on) {
        if (change != nullptr) {
            put_back_field(donation, *change, "gifts");
        } else {
            domain::resume_gifts(donation);
        }
        donation.ended_on = std::nullopt;
    } else {
        donation.paid_on = std::nullopt;
        donation.received_on = std::nullopt;
        donation.received_rule.clear();
        // Another amount than promised came with the payment and goes with it.
        for (const char* field : {"amount_yen", "purposes"}) {
            if (change != nullptr) put_back_field(donation, *change, field);
        }
    }
    donation.state = *next;
}

void put_back(Records& records, Donation& donation, const std::vector<FieldChange>& changes)
{
    const auto is_back = [&](const FieldChange& change) {
        return stored_text(donation, change.field) == change.old_value;
    };
    if (std::all_of(changes.begin(), changes.end(), is_back)) return;
    for (const FieldChange& change : changes) {
        const bool stands = stored_text(donation, change.field) == change.new_value;
        if (!stands || !restore_field(donation, change.field, change.old_value))
            throw Refusal{RefusalKind::Conflict, "undo.changed_since", {{"field", change.field}}};
    }
    find_purpose_versions(records, donation);
    const auto is_gift = [](const FieldChange& change) { return change.field == "gifts"; };
    if (std::any_of(changes.begin(), changes.end(), is_gift)) find_gift_versions(records, donation);
}

void check_change(Records& records, const Donation& before, const Donation& after, const ChangeRules& rules,
    const ChangeReason& why)
{
    if (changes_between(before, after).empty())
        throw Refusal{RefusalKind::Invalid, "donation.nothing_changed"};
    if (after.amount < domain::Yen{1} || after.amount > domain::Yen{rules.donation_max_yen})
        throw Refusal{RefusalKind::Invalid, "amount.out_of_range"};
    if (after.points > after.amount) throw Refusal{RefusalKind::Invalid, "points.exceed_amount"};
    for (const auto& [field, day] :
        {std::pair<const char*, std::optional<domain::Date>>{"applied_on", after.applied_on},
            {"paid_on", after.paid_on}, {"received_on", after.received_on}, {"ended_on", after.ended_on},
            {"birth_date", domain::Date::parse_iso(after.contact.birth_date)}}) {
        if (day && *day > why.today)
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
    if (changes_money(before, after)) require_reason(why.reason);
    if (is_before_application(after) && portal_import::trimmed(why.reason).empty())
        throw Refusal{RefusalKind::Invalid, "reason.missing_earlier",
            {{"number", before.number.text()}, {"day", after.paid_on.value_or(after.applied_on).iso()},
                {"applied_on", after.applied_on.iso()}}};
    check_books(before, after, why.today);
    if (!printed_facts_differ(before, after)) return;
    if (records.receipts.has_valid_original(before.id))
        throw Refusal{RefusalKind::Conflict, "edit.receipt_issued", {{"number", before.number.text()}}};
    if (domain::has_former_receipt(after))
        throw Refusal{RefusalKind::Conflict, "edit.former_receipt_issued",
            {{"number", before.number.text()}, {"receipt", after.former->receipt_number}}};
}

IdDemands ids_for_changes(const std::vector<Donation>& donations, std::int64_t new_lines)
{
    std::int64_t lines = new_lines;
    for (const Donation& donation : donations) lines += static_cast<std::int64_t>(donation.gifts.size());
    const auto count = static_cast<std::int64_t>(donations.size());
    constexpr std::int64_t contacts_each = 2;  // the applicant and where papers go
    return {{"contact", contacts_each * count + lines}, {"gift_line", lines},
        {"revenue_entry", kEntriesPerChange * count}};
}

DonationIds ids_from(const std::vector<std::int64_t>& first)
{
    return {.donor = 0, .contact = first[0], .gift_line = first[1], .entry = first[2]};
}

Donation write_change(Records& records, const DonationWriter& writer, const Donation& before, Donation after,
    domain::OperationId operation, const portal_import::NameFolds& folds, DonationIds& next,
    std::vector<HistoryEntry>& touched)
{
    const bool is_contact_new = !(after.contact == before.contact);
    if (is_contact_new) after.contact_id = {};
    ++after.version;
    after.changed_by = operation;
    DonationRows rows;
    writer.change(before, after, records.revenue.entries_of(before.id), next, rows);
    touched.insert(touched.end(), rows.history.begin(), rows.history.end());
    rows.history.clear();
    if (is_contact_new) {
        for (auto& term : portal_import::search_terms(after.contact, folds))
            rows.donor_terms.push_back({before.donor, std::move(term)});
    }
    writer.write(records, rows);
    return rows.replaced.front();
}

}  // namespace furusato::application
