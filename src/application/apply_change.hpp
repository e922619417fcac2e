#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "application/donation_writer.hpp"
#include "furusato/application/change_donation.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/payment_event.hpp"

namespace furusato::application {

// The steps that every change of a donation by clerks takes, one donation at a time or many.

/// The rule of a received_on that a clerk set.
inline constexpr auto kOverriddenRule = "override";

/// Why, and on which business date.
struct ChangeReason {
    const std::string& reason;
    domain::Date today;
};

[[noreturn]] void refuse_state(const domain::Donation& donation);
/// Throws Refusal{Invalid, "reason.missing"}.
void require_reason(const std::string& reason);
/// Throws Refusal{Invalid, "reason.invalid"} for control characters or more than 400 characters.
void check_reason(const std::string& reason);
/// Throws Refusal{Conflict, "donation.import_unfinished"} while the import that brought or changed it has not ended,
/// "donation.masked" when retention has erased its person, "donation.state" when its import was taken back.
void require_finished(Records& records, const domain::Donation& donation);
/// awaiting_payment → received. Throws Refusal "donation.state" or "received_on.missing".
void apply_pay(domain::Donation& donation, const PaymentFacts& facts, const ChangeRules& rules,
    const domain::Date& today);
/// What clerks typed, purposes looked up in the masters. Throws Refusal as ChangeDonation::edit, and Invalid "entry.purpose_unknown".
void apply_fields(Records& records, domain::Donation& donation,
    const std::vector<std::pair<std::string, std::string>>& fields, const domain::EraTable& eras);
/// Undoes the last payment, cancellation, refund or refusal; what the payment had changed of amount and purposes too.
void apply_take_back(Records& records, domain::Donation& donation);
/// Puts back every field that still stands as these changes left it; nothing if all are back. Throws Refusal{Conflict,
/// "undo.changed_since"} and leaves the donation half put back: to be thrown away.
void put_back(Records& records, domain::Donation& donation, const std::vector<FieldChange>& changes);
/// Cancel, Refund or Refuse. Throws Refusal "donation.state" or "field.invalid".
void apply_end(domain::Donation& donation, domain::PaymentEvent event, const domain::Date& day);
/// Throws the Refusal of ChangeDonation::edit that stands against the change.
void check_change(Records& records, const domain::Donation& before, const domain::Donation& after,
    const ChangeRules& rules, const ChangeReason& why);

using IdDemands = std::vector<IdDemand>;
/// What the changes of these donations, with so many gift lines that they do not have yet, need at most, for Store::draw_ids; the answer
/// goes into ids_from.
IdDemands ids_for_changes(const std::vector<domain::Donation>& donations, std::int64_t new_lines = 0);
DonationIds ids_from(const std::vector<std::int64_t>& first);

/// Stores the change as part of an operation, adds its history entry to `touched` and gives the donation as stored.
domain::Donation write_change(Records& records, const DonationWriter& writer, const domain::Donation& before,
    domain::Donation after, domain::OperationId operation, const portal_import::NameFolds& folds,
    DonationIds& next, std::vector<HistoryEntry>& touched);

}  // namespace furusato::application
