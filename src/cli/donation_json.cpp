#include "cli/donation_json.hpp"

#include "cli/donation_texts.hpp"

namespace furusato::cli {
namespace {

using application::ListedDonation;
using domain::Donation;
using nlohmann::json;

std::string receipt_issuer(const ListedDonation& listed)
{
    const bool is_former = !listed.receipt_year && domain::has_former_receipt(listed.donation);
    return is_former ? "former_system" : std::string{domain::key_of(listed.receipts_by)};
}

json former_json(const std::optional<domain::FormerRecord>& former)
{
    if (!former) return nullptr;
    return {{"number", former->number}, {"receipt", former->receipt_number},
        {"receipt_on", date_json(former->receipt_on)},
        {"one_stop_accepted_on", date_json(former->one_stop_accepted_on)}};
}

json text_or_null(std::string_view text)
{
    return text.empty() ? json(nullptr) : json(text);
}

}  // namespace

json donation_json(const Context& context, const ListedDonation& listed)
{
    const Donation& donation = listed.donation;
    json donor = contact_json(donation.contact);
    donor["id"] = donation.donor.value;
    donor["kind"] = domain::key_of(donation.donor_kind);
    donor["address_hidden"] = listed.is_address_hidden;
    json purposes = json::array();
    for (const auto& share : donation.purposes) {
        purposes.push_back({{"code", share.code.empty() ? json(nullptr) : json(share.code)},
            {"label", share.written}, {"yen", share.amount.amount()}});
    }
    json gifts = json::array();
    for (const auto& line : donation.gifts) {
        gifts.push_back({{"line", line.line_number}, {"code", line.gift_key()}, {"name", line.gift_name},
            {"quantity", line.quantity}, {"yen", line.amount.amount()},
            {"shipping_state", line.shipping_state}});
    }
    const std::string receipt = receipt_number(context, listed);
    return {{"number", donation.number.text()}, {"portal", donation.order.portal},
        {"portal_order_number", donation.order.order_number}, {"donor", donor},
        {"amount_yen", donation.amount.amount()}, {"points_yen", donation.points.amount()},
        {"applied_on", donation.applied_on.iso()}, {"paid_on", date_json(donation.paid_on)},
        {"received_on", date_json(donation.received_on)}, {"received_rule", donation.received_rule},
        {"ended_on", date_json(donation.ended_on)}, {"state", domain::key_of(donation.state)},
        {"payment_method", domain::key_of(donation.payment_method)},
        {"gift_wish", text_or_null(domain::key_of(donation.gift_wish))},
        {"on_behalf_of", text_or_null(donation.on_behalf_of)},
        {"one_stop_requested", donation.one_stop_requested}, {"name_damaged", donation.name_damaged},
        {"purposes", purposes}, {"gifts", gifts},
        {"receipt", receipt.empty() ? json(nullptr) : json(receipt)},
        {"receipt_issuer", receipt_issuer(listed)}, {"former", former_json(donation.former)}};
}

}  // namespace furusato::cli
