#include "cli/donation_texts.hpp"

#include <algorithm>

#include "cli/text_table.hpp"
#include "furusato/application/refuse_individual_number.hpp"

namespace furusato::cli {

using application::Disclosure;
using application::ListedDonation;
using nlohmann::json;

json contact_json(const domain::Contact& contact)
{
    return {{"name", contact.name}, {"kana", contact.kana}, {"postal_code", contact.postal_code},
        {"prefecture", contact.prefecture}, {"city", contact.city},
        {"address", contact.street + (contact.building.empty() ? "" : " " + contact.building)},
        {"phone", contact.phone}, {"mail", contact.mail}};
}

json date_json(const std::optional<domain::Date>& date)
{
    return date ? json(date->iso()) : json(nullptr);
}

std::string address_line(const domain::Address& address)
{
    return (address.postal_code.empty() ? "" : "〒" + address.postal_code + " ") + address.prefecture +
           address.city + address.street + (address.building.empty() ? "" : " " + address.building);
}

std::string receipt_number(const Context& context, const ListedDonation& listed)
{
    if (!listed.receipt_year) return {};
    return domain::ReceiptNumber{*listed.receipt_year, listed.receipt_running}.text(context.services.eras());
}

std::string receipt_text(const Context& context, const ListedDonation& listed)
{
    if (listed.receipt_year) return receipt_number(context, listed);
    if (domain::has_former_receipt(listed.donation))
        return context.sentence(
            "donation.former_receipt", {{"number", listed.donation.former->receipt_number}});
    if (listed.receipts_by == domain::DutyHolder::City) return {};
    return context.sentence("label.receipts_by." + std::string{domain::key_of(listed.receipts_by)});
}

domain::DutyHolder duty_holder_of(const std::vector<application::DutyAssignment>& duties,
    const domain::Donation& donation, domain::Duty duty, const domain::Date& today)
{
    const domain::Date day =
        duty == domain::Duty::Telephone ? today : donation.received_on.value_or(donation.applied_on);
    return application::duty_holder_on(duties, donation.order.portal, duty, day);
}

void print_line(const Context& context, const std::string& name, const std::string& value)
{
    if (value.empty()) return;
    context.out << name << std::string(16 - std::min<std::size_t>(15, display_width(name)), ' ') << value
                << "\n";
}

Disclosure disclosure_of(const std::optional<std::string>& reveal)
{
    constexpr std::size_t kLongestReason = 400;  // bytes of access_log.purpose, which counts characters
    if (!reveal) return Disclosure::Guarded;
    const bool says_something = reveal->find_first_not_of(" \t\r\n") != std::string::npos && *reveal != "　";
    if (!says_something || reveal->size() > kLongestReason)
        throw domain::Refusal{domain::RefusalKind::Invalid, "reveal.reason_missing"};
    application::refuse_individual_number("reason", *reveal);
    return Disclosure::Revealed;
}

void tell_left_out(const Context& context, const application::DonationFilter& filter, Disclosure disclosure)
{
    if (!context.services.list_donations().leaves_out_protected(filter, disclosure)) return;
    (context.json ? context.err : context.out) << context.sentence("list.left_out") << "\n";
}

void add_reveal_option(const Syntax& command, std::optional<std::string>& reveal)
{
    command.add_option(
        "--reveal", reveal, "show addresses guarded by 支援措置, too: why, for the log of accesses");
}

void log_look(const Context& context, const std::string& area, const std::string& what,
    const std::string& subject, std::int64_t records, const std::optional<std::string>& reveal)
{
    context.log_access(area + "." + (reveal ? "reveal" : what), subject, records, reveal.value_or(""));
}

}  // namespace furusato::cli
