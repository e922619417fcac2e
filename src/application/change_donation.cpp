#include "furusato/application/change_donation.hpp"

#include <algorithm>

#include "application/apply_change.hpp"
#include "application/donation_fields.hpp"
#include "application/edit_gifts.hpp"
#include "application/payment_links.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::DonationState;
using domain::PaymentEvent;
using domain::Refusal;
using domain::RefusalKind;

/// Both values of the first field that this clerk and somebody since the version on his screen changed.
[[noreturn]] void refuse_stale(Records& records, const Donation& stored, const DonationChange& change,
    const std::vector<TypedField>& fields)
{
    const auto history = records.operations.history_of("donation", stored.id.value);
    const AddressGuard guard{records, Disclosure::Guarded};
    const auto seen = static_cast<std::size_t>(std::max(0, *change.version));
    const Refusal::Details details{
        {"number", stored.number.text()}, {"version", std::to_string(stored.version)}};
    for (const auto& [field, typed] : fields) {
        for (std::size_t at = seen; at < history.size(); ++at) {
            const auto& changed = history[at].fields;
            const auto is_field = [&, &name = field](
                                      const FieldChange& other) { return other.field == name; };
            if (std::none_of(changed.begin(), changed.end(), is_field)) continue;
            const std::string theirs = field == "gifts" ? gifts_in_words(stored) : field_text(stored, field);
            const bool is_hidden = guard.hides(stored.donor) && AddressGuard::is_guarded(field);
            Refusal::Details both = details;
            both.insert(
                both.end(), {{"field", field}, {"theirs", is_hidden ? kHidden : theirs}, {"yours", typed}});
            throw Refusal{RefusalKind::Conflict, "edit.changed_meanwhile", both};
        }
    }
    throw Refusal{RefusalKind::Conflict, "edit.changed_elsewhere", details};
}

}  // namespace

ChangedDonation ChangeDonation::perform(const std::string& kind, const DonationChange& change,
    const std::vector<TypedField>& fields, const Apply& apply, std::int64_t new_lines)
{
    check_reason(change.reason);
    const auto found = ListDonations{store_, rules_.eras, rules_.folds}.show(change.number).listed;
    const auto first = store_.draw_ids(ids_for_changes({found.donation}, new_lines));
    const domain::Date today = change.caller.business_date;
    ChangedDonation changed;
    const OperationStart start{kind, change.caller.actor, "clerk", "", change.reason, today};
    changed.operation = trail_.perform(
        start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            const auto before = records.donations.find(found.donation.id);
            if (!before)
                throw Refusal{RefusalKind::NotFound, "donation.unknown", {{"number", change.number}}};
            require_finished(records, *before);
            if (change.version && *change.version != before->version)
                refuse_stale(records, *before, change, fields);
            Donation after = *before;
            apply(records, after);
            check_change(records, *before, after, rules_, {change.reason, today});
            DonationIds next = ids_from(first);
            changed.donation = write_change(records, DonationWriter{digests_, operation, today}, *before,
                std::move(after), operation, rules_.folds, next, touched);
            changed.changes = touched.front().fields;
            AddressGuard{records, Disclosure::Guarded}.guard(before->donor, changed.changes);
            detach_payments(records, digests_, *before, changed.donation, touched);
        });
    return changed;
}

ChangedDonation ChangeDonation::edit(
    const DonationChange& change, const std::vector<TypedField>& fields, const GiftEdits& gifts)
{
    if (fields.empty() && gifts.edits.empty())
        throw Refusal{RefusalKind::Invalid, "donation.nothing_changed"};
    if (!gifts.edits.empty()) require_reason(change.reason);
    std::vector<TypedField> typed = fields;
    for (const GiftEdit& edit : gifts.edits) typed.emplace_back("gifts", edit.text);
    return perform(
        "donation.edit", change, typed,
        [&](Records& records, Donation& donation) {
            apply_fields(records, donation, fields, rules_.eras);
            apply_gift_edits(records, donation, gifts, change.caller.business_date);
        },
        static_cast<std::int64_t>(gifts.edits.size()));
}

ChangedDonation ChangeDonation::pay(const DonationChange& change, const PaymentFacts& facts)
{
    if (facts.received_on || facts.amount) require_reason(change.reason);
    return perform("donation.pay", change, {}, [&](Records&, Donation& donation) {
        apply_pay(donation, facts, rules_, change.caller.business_date);
    });
}

ChangedDonation ChangeDonation::void_former_receipt(const DonationChange& change)
{
    require_reason(change.reason);
    return perform("receipt.void_former", change, {}, [&](Records&, Donation& donation) {
        if (!domain::has_former_receipt(donation))
            throw Refusal{RefusalKind::NotFound, "receipt.unknown", {{"number", change.number}}};
        donation.former->receipt_number.clear();
        donation.former->receipt_on = std::nullopt;
    });
}

ChangedDonation ChangeDonation::drop_gifts(const DonationChange& change)
{
    require_reason(change.reason);
    return perform("donation.drop_gifts", change, {},
        [&](Records&, Donation& donation) { domain::stop_gifts(donation); });
}

ChangedDonation ChangeDonation::end(
    const DonationChange& change, PaymentEvent event, std::optional<domain::Date> day)
{
    require_reason(change.reason);
    const domain::Date on = day.value_or(change.caller.business_date);
    const auto kind = "donation." + std::string{domain::key_of(event)};
    return perform(kind, change, {}, [&](Records& records, Donation& donation) {
        if (event == PaymentEvent::TakeBack) {
            apply_take_back(records, donation);
        } else {
            apply_end(donation, event, on);
        }
    });
}

}  // namespace furusato::application
