#include "application/plan_orders.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "application/donation_digest.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/domain/retention.hpp"

namespace furusato::application {

using domain::Donation;
using domain::DonationState;
using portal_import::OrderOutcome;

MasterNames::MasterNames(const std::vector<GiftVersion>& gifts, const std::vector<Purpose>& purposes)
{
    // A version that was withdrawn never held: nothing is called by its name.
    std::copy_if(purposes.begin(), purposes.end(), std::back_inserter(purposes_),
        [](const Purpose& purpose) { return !purpose.valid_to || purpose.valid_from <= *purpose.valid_to; });
    for (const auto& version : gifts) gifts_[version.gift.code].push_back(version);
    for (std::size_t i = 0; i < purposes_.size(); ++i)
        purposes_by_label_.emplace(portal_import::fold_word(purposes_[i].label), i);
}

const Purpose* MasterNames::find_purpose(const domain::PurposeShare& share, const domain::Date& day) const
{
    const auto in_force = [&](const Purpose& purpose) {
        return purpose.valid_from <= day && (!purpose.valid_to || day <= *purpose.valid_to);
    };
    if (share.code.empty()) {
        // Mostly written as the label is: nothing to fold.
        auto [first, last] = purposes_by_label_.equal_range(share.written);
        if (first == last)
            std::tie(first, last) = purposes_by_label_.equal_range(portal_import::fold_word(share.written));
        for (auto at = first; at != last; ++at) {
            if (in_force(purposes_[at->second])) return &purposes_[at->second];
        }
        // A portal may go on with a name that the city has changed: what was called so is called otherwise now.
        for (auto at = first; at != last; ++at) {
            for (const auto& purpose : purposes_) {
                if (purpose.code == purposes_[at->second].code && in_force(purpose)) return &purpose;
            }
        }
    }
    // A code counts only where the file gives no label, or the profile maps to it: portals number their purposes by themselves.
    const std::string& code = !share.code.empty()                   ? share.code
                              : share.written == share.written_code ? share.written_code
                                                                    : share.code;
    if (code.empty()) return nullptr;
    for (const auto& purpose : purposes_) {
        if (purpose.code == code && in_force(purpose)) return &purpose;
    }
    return nullptr;
}

void MasterNames::resolve_purposes(Donation& donation, std::set<std::string>& unmatched_purposes) const
{
    for (auto& share : donation.purposes) {
        const Purpose* purpose = find_purpose(share, donation.applied_on);
        share.code = purpose != nullptr ? purpose->code : "";
        share.version = purpose != nullptr ? purpose->version : 0;
        if (purpose == nullptr && !share.written.empty()) unmatched_purposes.insert(share.written);
    }
}

void MasterNames::resolve(Donation& donation, std::set<std::string>& unmatched_gifts,
    std::set<std::string>& unmatched_purposes) const
{
    resolve_purposes(donation, unmatched_purposes);
    for (auto& line : donation.gifts) {
        if (line.gift_code.empty()) continue;
        const auto known = gifts_.find(line.gift_code);
        if (known == gifts_.end()) {
            unmatched_gifts.insert(line.gift_code);
            continue;
        }
        for (const auto& [version, gift] : known->second) {
            const bool in_force = gift.valid_from <= donation.applied_on &&
                                  (!gift.valid_to || donation.applied_on <= *gift.valid_to);
            if (in_force) line.gift_version = version;
        }
    }
}

void OrderPlanner::hold(
    PlannedOrder& order, const std::string& code, const std::string& value, const std::string& column)
{
    const Donation& donation = order.outcome.draft->donation;
    order.decision = Decision::Held;
    order.outcome.issues.push_back(
        {donation.file_line, donation.file_row, column, code, value, portal_import::IssueWeight::Held, {}});
}

namespace {

/// A conflict as its clerk is to see it: the fields, and of each what we have and what the file says.
struct Conflict {
    std::string code;  // empty: none
    std::string columns{};
    std::string values{};

    void add(const std::string& field, const std::string& ours, const std::string& told)
    {
        columns += (columns.empty() ? "" : ",") + field;
        values += (values.empty() ? "" : "; ") + ours + " → " + told;
    }
};

bool same_gifts(const Donation& left, const Donation& right)
{
    return std::equal(left.gifts.begin(), left.gifts.end(), right.gifts.begin(), right.gifts.end(),
        [](const auto& one, const auto& other) {
            return one.gift_code == other.gift_code && one.quantity == other.quantity &&
                   one.amount == other.amount;
        });
}

/// What both say of a former system; an export that has less takes nothing away. Nullopt where they contradict each other.
std::optional<domain::FormerRecord> joined(
    const std::optional<domain::FormerRecord>& stored, const domain::FormerRecord& told)
{
    if (!stored) return told;
    domain::FormerRecord both = *stored;
    const auto join = [](auto& known, const auto& other, const auto& nothing) {
        if (known == nothing) known = other;
        return other == nothing || known == other;
    };
    const std::string no_text;
    const std::optional<domain::Date> no_day;
    const bool agree = join(both.number, told.number, no_text) &&
                       join(both.receipt_number, told.receipt_number, no_text) &&
                       join(both.receipt_on, told.receipt_on, no_day) &&
                       join(both.one_stop_accepted_on, told.one_stop_accepted_on, no_day);
    return agree ? std::optional{both} : std::nullopt;
}

/// Whether a former system's list and what a portal or a clerk brought tell of the same donation.
bool is_same_donation(const Donation& stored, const Donation& told)
{
    return portal_import::fold_word(stored.contact.name) == portal_import::fold_word(told.contact.name) &&
           stored.amount == told.amount && stored.state == told.state &&
           stored.received_on == told.received_on;
}

/// Recipients whose time is over do not come back with a later file: whoever the portal names stays nobody.
void keep_recipients_erased(const Donation& stored, Donation& after)
{
    const auto erased = std::find_if(stored.gifts.begin(), stored.gifts.end(),
        [](const auto& line) { return line.recipient && domain::is_masked(*line.recipient); });
    if (erased == stored.gifts.end()) return;
    for (std::size_t i = 0; i < after.gifts.size(); ++i) {
        auto& line = after.gifts[i];
        const bool was_there = i < stored.gifts.size() && stored.gifts[i].id == line.id;
        if (was_there) line.recipient = stored.gifts[i].recipient;
        if (was_there) line.recipient_id = stored.gifts[i].recipient_id;
        if (!line.recipient || domain::is_masked(*line.recipient)) continue;
        line.recipient = erased->recipient;
        line.recipient_id = erased->recipient_id;
    }
}

/// The stored donation with what the portal says now; identity, donor and origin stay.
Donation merged(const Donation& stored, const Donation& told, domain::OperationId operation)
{
    Donation after = told;
    after.id = stored.id;
    after.number = stored.number;
    after.donor = stored.donor;
    after.job = stored.job;
    after.file_row = stored.file_row;
    after.file_line = stored.file_line;
    after.former = stored.former;
    if (told.gift_wish == domain::GiftWish::Unsaid) after.gift_wish = stored.gift_wish;
    if (told.on_behalf_of.empty()) after.on_behalf_of = stored.on_behalf_of;
    // A file without such columns takes no address away.
    if (!told.documents_contact || told.documents_contact == stored.documents_contact) {
        after.documents_contact = stored.documents_contact;
        after.documents_contact_id = stored.documents_contact_id;
    }
    after.contact_id = stored.contact == told.contact ? stored.contact_id : domain::ContactId{};
    after.version = stored.version + 1;
    after.created_by = stored.created_by;
    after.changed_by = operation;
    if (same_gifts(stored, told)) {
        for (std::size_t i = 0; i < after.gifts.size(); ++i) {
            after.gifts[i].id = stored.gifts[i].id;
            after.gifts[i].file_line = stored.gifts[i].file_line;
            after.gifts[i].shipping_state = stored.gifts[i].shipping_state;
            if (stored.gifts[i].recipient == told.gifts[i].recipient)
                after.gifts[i].recipient_id = stored.gifts[i].recipient_id;
        }
    }
    keep_recipients_erased(stored, after);
    return after;
}

void stop_gifts_if_ended(Donation& donation)
{
    if (donation.state == DonationState::Cancelled || donation.state == DonationState::Refunded)
        domain::stop_gifts(donation);
}

/// What of a donation that is or was received must be decided by a person.
Conflict conflict_between(const Donation& stored, const Donation& told)
{
    if (stored.state != DonationState::Received && stored.state != DonationState::Refunded) return {};
    const auto conflict = [](const char* code, const char* field, const std::string& ours,
                              const std::string& file) {
        Conflict found{code};
        found.add(field, ours, file);
        return found;
    };
    if (stored.amount != told.amount)
        return conflict("donation.amount_changed", "amount_yen", std::to_string(stored.amount.amount()),
            std::to_string(told.amount.amount()));
    if (!same_gifts(stored, told)) return {"donation.gifts_changed", "gifts"};
    if (told.state == DonationState::Received && stored.received_on != told.received_on)
        return conflict("donation.received_on_changed", "received_on",
            stored.received_on ? stored.received_on->iso() : "",
            told.received_on ? told.received_on->iso() : "");
    return {};
}

/// Fields with several parts are told by their name alone, addresses under 支援措置 too.
bool is_told_by_value(const std::string& field)
{
    return field != "gifts" && field != "purposes" && field != "former";
}

}  // namespace

/// A former system's list adds what only it knows to what a portal or a clerk brought; everything else stays.
void OrderPlanner::add_former(PlannedOrder& order, Donation stored, domain::FormerRecord former)
{
    if (!is_same_donation(stored, order.outcome.draft->donation)) return hold(order, "former.differs", "");
    if (former == stored.former) {
        order.decision = Decision::Unchanged;
        return;
    }
    Donation after = stored;
    after.former = std::move(former);
    after.version = stored.version + 1;
    after.changed_by = operation_;
    order.decision = Decision::Update;
    order.before = std::move(stored);
    order.outcome.draft->donation = std::move(after);
}

void OrderPlanner::plan_known(Records& records, PlannedOrder& order, Donation stored)
{
    // Who was erased does not come back with an old file.
    if (stored.masked_on) return hold(order, "donation.masked", stored.masked_on->iso());
    const Donation told = order.outcome.draft->donation;
    std::optional<domain::FormerRecord> former = stored.former;
    if (told.former) {
        former = joined(stored.former, *told.former);
        if (!former) return hold(order, "former_receipt.changed", "");
        if (!former->receipt_number.empty() && records.receipts.has_valid_original(stored.id))
            return hold(order, "former_receipt.both", former->receipt_number);
        const auto job = records.import_jobs.find(stored.job);
        const bool came_by_former_file = job && job->portal != stored.order.portal;
        if (!came_by_former_file) return add_former(order, std::move(stored), std::move(*former));
    }
    const auto move = domain::move_between(stored.state, told.state);
    if (move == domain::StateMove::Backwards)
        return hold(order, "state.backwards", std::string{domain::key_of(told.state)});
    order.conflicting = stored.id;
    const Conflict conflict = conflict_between(stored, told);
    if (!conflict.code.empty() && decided.count(conflict.code) == 0)
        return hold(order, conflict.code, conflict.values, conflict.columns);

    Donation after = merged(stored, told, operation_);
    after.former = former;
    if (move == domain::StateMove::Refund) {
        after.state = DonationState::Refunded;
        after.received_on = stored.received_on;
        after.received_rule = stored.received_rule;
        after.ended_on = business_date_;
    } else if (move == domain::StateMove::Same) {
        after.state = stored.state;
        after.received_on = stored.received_on;
        after.received_rule = stored.received_rule;
        after.ended_on = stored.ended_on;
    } else if (after.state == DonationState::Cancelled) {
        after.ended_on = business_date_;
    }
    stop_gifts_if_ended(after);
    const auto changes = changes_between(stored, after);
    if (changes.empty()) {
        order.decision = Decision::Unchanged;
        return;
    }
    // What a clerk put right is not overwritten by what the portal said before.
    const auto set_by_clerks = records.operations.fields_set_by_clerks("donation", stored.id.value);
    Conflict corrected{"donation.clerk_corrected"};
    for (const FieldChange& change : changes) {
        if (set_by_clerks.count(change.field) == 0) continue;
        const bool is_hidden = AddressGuard::is_guarded(change.field) &&
                               AddressGuard{records, Disclosure::Guarded}.hides(stored.donor);
        if (is_told_by_value(change.field) && !is_hidden)
            corrected.add(change.field, change.old_value, change.new_value);
        else
            corrected.columns += (corrected.columns.empty() ? "" : ",") + change.field;
    }
    if (!corrected.columns.empty() && decided.count(corrected.code) == 0)
        return hold(order, corrected.code, corrected.values, corrected.columns);
    const bool printed_facts_change = move == domain::StateMove::Refund || !(stored.contact == after.contact);
    const bool has_receipt =
        records.receipts.has_valid_original(stored.id) || domain::has_former_receipt(stored);
    if (printed_facts_change && has_receipt) return hold(order, "donation.receipt_issued", "");
    order.decision = Decision::Update;
    order.before = std::move(stored);
    order.outcome.draft->donation = std::move(after);
}

namespace {

/// Donation numbers name fiscal years in two digits (F26-…): a day outside 2000 to 2099 is a slip of the pen.
bool has_fiscal_year(OrderOutcome& outcome)
{
    const Donation& donation = outcome.draft->donation;
    const int year = domain::FiscalYear::of(donation.applied_on).value();
    if (year >= 2000 && year <= 2099) return true;
    outcome.kind = OrderOutcome::Kind::Error;
    outcome.issues.push_back({donation.file_line, donation.file_row, "", "applied_on.out_of_range",
        donation.applied_on.iso(), portal_import::IssueWeight::Error, {}});
    return false;
}

}  // namespace

/// One file of a former system may write one portal in two ways, or one receipt for two donations: the second one waits for a clerk.
bool OrderPlanner::is_first_of_its_kind(PlannedOrder& order)
{
    const Donation& donation = order.outcome.draft->donation;
    if (!donation.former) return true;
    // A plan may run again: what stands in the same row is the same.
    const auto is_new = [&](const std::string& key) {
        return first_rows_.emplace(key, donation.file_row).first->second == donation.file_row;
    };
    if (!is_new("order " + donation.order.portal + " " + donation.order.order_number)) {
        hold(order, "order.contradictory", donation.order.portal);
        return false;
    }
    const std::string& receipt = donation.former->receipt_number;
    if (receipt.empty() || is_new("receipt " + receipt)) return true;
    hold(order, "former_receipt.duplicate", receipt);
    return false;
}

/// No two donations share a receipt of the former system.
void OrderPlanner::hold_known_receipts(Records& records, std::vector<PlannedOrder>& orders)
{
    std::vector<std::string> numbers;
    for (const auto& order : orders) {
        const bool is_written = order.decision == Decision::Add || order.decision == Decision::Update;
        if (is_written && domain::has_former_receipt(order.outcome.draft->donation))
            numbers.push_back(order.outcome.draft->donation.former->receipt_number);
    }
    if (numbers.empty()) return;
    std::map<std::string, domain::DonationId> owners;
    for (const auto& [number, donation] : records.donations.find_former_receipts(numbers))
        owners.emplace(number, donation);
    for (auto& order : orders) {
        const bool is_written = order.decision == Decision::Add || order.decision == Decision::Update;
        if (!is_written || order.already_applied ||
            !domain::has_former_receipt(order.outcome.draft->donation))
            continue;
        const Donation& donation = order.outcome.draft->donation;
        const auto owner = owners.find(donation.former->receipt_number);
        if (owner != owners.end() && owner->second != donation.id)
            hold(order, "former_receipt.duplicate", donation.former->receipt_number);
    }
}

std::vector<PlannedOrder> OrderPlanner::plan(Records& records, std::vector<OrderOutcome> outcomes)
{
    std::vector<PlannedOrder> orders(outcomes.size());
    std::map<std::string, std::vector<std::string>> numbers;  // by portal; a former system's file has several
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        orders[i].outcome = std::move(outcomes[i]);
        const auto& outcome = orders[i].outcome;
        orders[i].decision = outcome.kind == OrderOutcome::Kind::Held ? Decision::Held : Decision::Error;
        if (outcome.kind != OrderOutcome::Kind::Draft) continue;
        if (!has_fiscal_year(orders[i].outcome)) continue;
        orders[i].decision = Decision::Add;
        if (!is_first_of_its_kind(orders[i])) continue;
        numbers[outcome.draft->donation.order.portal].push_back(outcome.order_number);
    }
    std::map<std::string, std::unordered_map<std::string, KnownDonation>> known;
    for (const auto& [portal, of_portal] : numbers) {
        for (auto& donation : records.donations.find_known(portal, of_portal))
            known[portal].emplace(donation.order_number, donation);
    }

    std::vector<const portal_import::DonationDraft*> fresh;
    for (auto& order : orders) {
        if (order.decision != Decision::Add) continue;
        names_.resolve(order.outcome.draft->donation, unmatched_gifts, unmatched_purposes);
        const auto& of_portal = known[order.outcome.draft->donation.order.portal];
        const auto found = of_portal.find(order.outcome.order_number);
        if (found == of_portal.end()) {
            stop_gifts_if_ended(order.outcome.draft->donation);
            fresh.push_back(&*order.outcome.draft);
        } else if (found->second.changed_by == operation_ && operation_.value != 0) {
            order.already_applied = true;
            order.known_donor = found->second.donor;
            order.known_keys = key_hashes_of(digests_, *order.outcome.draft).all();
            order.decision = found->second.created_by == operation_ ? Decision::Add : Decision::Update;
        } else if (found->second.content_hash == order.outcome.draft->donation.content_hash) {
            order.decision = Decision::Unchanged;
        } else {
            plan_known(records, order, *records.donations.find(found->second.id));
        }
    }
    hold_known_receipts(records, orders);
    for (auto& order : orders) {
        if (!order.outcome.draft) continue;
        const Donation& donation = order.outcome.draft->donation;
        order.facts = {donation.state, donation.amount, donation.one_stop_requested};
        if (order.decision == Decision::Add && scheme_.asks(donation))
            maybe_corporate_scheme.insert(donation.order.portal + " " + donation.order.order_number);
    }
    matcher_.load(records, fresh);
    return orders;
}

void OrderPlanner::match_donors(std::vector<PlannedOrder>& orders)
{
    for (auto& order : orders) {
        if (order.decision == Decision::Add && !order.already_applied)
            order.donor = matcher_.match(*order.outcome.draft);
    }
}

}  // namespace furusato::application
