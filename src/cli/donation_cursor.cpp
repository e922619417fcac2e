#include "cli/donation_cursor.hpp"

#include <charconv>
#include <optional>
#include <string_view>

#include "furusato/domain/refusal.hpp"

namespace furusato::cli {

using application::DonationFilter;
using application::DonationOrder;
using application::ListedDonation;
using domain::Donation;

namespace {

std::optional<std::int64_t> read_number(std::string_view digits)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number < 0) return std::nullopt;
    return number;
}

/// Whether the text is what a list in this order goes by.
bool is_value_of(DonationOrder order, const std::string& value)
{
    switch (order) {
        case DonationOrder::Entry: return value.empty();
        case DonationOrder::ReceivedOn: return value.empty() || domain::Date::parse_iso(value).has_value();
        case DonationOrder::AppliedOn: return domain::Date::parse_iso(value).has_value();
        case DonationOrder::Amount: return read_number(value).has_value();
        case DonationOrder::Number: return domain::DonationNumber::parse(value).has_value();
    }
    return false;
}

}  // namespace

std::string cursor_of(const ListedDonation& listed, DonationOrder order)
{
    const Donation& donation = listed.donation;
    std::string id = std::to_string(donation.id.value);
    if (listed.is_by_word) return "w" + std::to_string(donation.donor.value) + "_" + id;
    switch (order) {
        case DonationOrder::Entry: return id;
        case DonationOrder::ReceivedOn:
            return (donation.received_on ? donation.received_on->iso() : "") + "_" + id;
        case DonationOrder::AppliedOn: return donation.applied_on.iso() + "_" + id;
        case DonationOrder::Amount: return std::to_string(donation.amount.amount()) + "_" + id;
        case DonationOrder::Number: return donation.number.text() + "_" + id;
    }
    return id;
}

void read_cursor(const std::string& cursor, DonationFilter& filter)
{
    if (cursor.empty()) return;
    const auto at = cursor.rfind('_');
    const bool has_value = at != std::string::npos;
    const std::string value = has_value ? cursor.substr(0, at) : "";
    const bool is_by_word = value.rfind('w', 0) == 0;
    const auto id = read_number(std::string_view{cursor}.substr(has_value ? at + 1 : 0));
    const auto donor = is_by_word ? read_number(std::string_view{value}.substr(1)) : std::nullopt;
    const bool is_valid =
        is_by_word ? donor.has_value()
                   : has_value == (filter.order != DonationOrder::Entry) && is_value_of(filter.order, value);
    if (!id || !is_valid)
        throw domain::Refusal{
            domain::RefusalKind::Invalid, "option.invalid", {{"option", "--after"}, {"value", cursor}}};
    filter.after = domain::DonationId{*id};
    if (is_by_word)
        filter.after_donor = domain::DonorId{*donor};
    else
        filter.after_value = value;
}

}  // namespace furusato::cli
