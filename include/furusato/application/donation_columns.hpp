#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace furusato::application {

/// What an export can show of a donation; the order is that of an export of everything.
// clang-format off
enum class DonationColumn {
    Number, Portal, PortalOrderNumber, State, AppliedOn, PaidOn, ReceivedOn, ReceivedRule, EndedOn, Amount, Points, PaymentMethod,
    DonorKind, Name, Kana, PostalCode, Prefecture, City, Street, Building, Phone, Mail, BirthDate, OneStop, NamePublication,
    GiftWish, OnBehalfOf,
    Purposes, GiftCodes, GiftNames, Receipt, FormerReceipt, Remark, File, Line, Donor
};

/// Keys, as typed after --columns.
inline constexpr std::array kDonationColumnKeys = std::to_array<std::string_view>({
    "number", "portal", "portal_order_number", "state", "applied_on", "paid_on", "received_on", "received_rule", "ended_on", "amount_yen",
    "points_yen", "payment_method", "donor_kind", "name", "kana", "postal_code", "prefecture", "city", "street", "building", "phone", "mail",
    "birth_date", "one_stop_requested", "name_publication", "gift_wish", "on_behalf_of", "purposes", "gift_codes", "gift_names", "receipt", "former_receipt", "remark",
    "file", "line", "donor"});
// clang-format on
static_assert(
    kDonationColumnKeys.size() == static_cast<std::size_t>(DonationColumn::Donor) + 1, "one key per column");

constexpr std::string_view key_of(DonationColumn column)
{
    return kDonationColumnKeys[static_cast<std::size_t>(column)];
}
/// Amounts and counts, which a spreadsheet may add up; everything else is text.
constexpr bool is_number(DonationColumn column)
{
    return column == DonationColumn::Amount || column == DonationColumn::Points ||
           column == DonationColumn::Line;
}

}  // namespace furusato::application
