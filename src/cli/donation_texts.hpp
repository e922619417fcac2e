#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cli/context.hpp"
#include "furusato/domain/donor_record.hpp"

namespace furusato::cli {

// What several commands say of donors and donations.

nlohmann::json contact_json(const domain::Contact& contact);
nlohmann::json date_json(const std::optional<domain::Date>& date);

/// One line: postal code, prefecture, city, street and building.
std::string address_line(const domain::Address& address);

/// Our receipt's number; empty without one.
std::string receipt_number(const Context& context, const application::ListedDonation& listed);
/// The receipt as people look for it: our number, the former system's, or who issues it.
std::string receipt_text(const Context& context, const application::ListedDonation& listed);

/// Who has a duty for a donation (業務分担): on its day, the telephone today.
domain::DutyHolder duty_holder_of(const std::vector<application::DutyAssignment>& duties,
    const domain::Donation& donation, domain::Duty duty, const domain::Date& today);

/// Prints "name    value" with the values one below the other; nothing for an empty value.
void print_line(const Context& context, const std::string& name, const std::string& value);

/// Guarded unless a reason is given. Throws Refusal{Invalid, "reveal.reason_missing"} for one that says nothing.
application::Disclosure disclosure_of(const std::optional<std::string>& reveal);
/// Says that donors under 支援措置 are left out, where the filter asks where people live.
void tell_left_out(const Context& context, const application::DonationFilter& filter,
    application::Disclosure disclosure = application::Disclosure::Guarded);
/// Adds --reveal REASON.
void add_reveal_option(const Syntax& command, std::optional<std::string>& reveal);
/// Keeps the look in the log of accesses; one that reveals guarded addresses under an action of its own ("donation.reveal"), with its
/// reason.
void log_look(const Context& context, const std::string& area, const std::string& what,
    const std::string& subject, std::int64_t records, const std::optional<std::string>& reveal);

}  // namespace furusato::cli
