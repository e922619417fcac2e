#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/donor.hpp"
#include "furusato/domain/payment_method.hpp"

namespace furusato::portal_import {

/// The fields an import knows; a profile says which column holds each.
// clang-format off
enum class Field {
    OrderNumber, LineId, AppliedOn, AppliedTime, PaidOn, Status, PaymentStatus, PaymentMethod, Amount, Quantity, OrderTotal, Points,
    Name, FamilyName, GivenName, Kana, FamilyKana, GivenKana, DonorKind,
    PostalCode, PostalCode2, Prefecture, City, Street, Building, Phone, Phone2, Phone3, Mail, BirthDate, Sex,
    PurposeCode, Purpose, GiftCode, GiftName, OneStop, NamePublication, Remark, Options,
    RecipientName, RecipientFamilyName, RecipientGivenName, RecipientKana, RecipientFamilyKana, RecipientGivenKana,
    RecipientPostalCode, RecipientPostalCode2, RecipientPrefecture, RecipientCity, RecipientStreet,
    RecipientPhone, RecipientPhone2, RecipientPhone3, RecipientIsDonor,
    Portal, FormerNumber, FormerReceipt, FormerReceiptOn, OneStopAcceptedOn, ShippingState
};

/// Keys of the fields in etc/portals/<id>.json, in the order of the enumerators.
inline constexpr std::array kFieldKeys = std::to_array<std::string_view>({
    "order_number", "line_id", "applied_on", "applied_time", "paid_on", "status", "payment_status", "payment_method", "amount", "quantity",
    "order_total", "points",
    "name", "family_name", "given_name", "kana", "family_kana", "given_kana", "donor_kind",
    "postal_code", "postal_code_2", "prefecture", "city", "street", "building", "phone", "phone_2", "phone_3", "mail",
    "birth_date", "sex",
    "purpose_code", "purpose", "gift_code", "gift_name", "one_stop", "name_publication", "remark", "options",
    "recipient_name", "recipient_family_name", "recipient_given_name", "recipient_kana", "recipient_family_kana",
    "recipient_given_kana",
    "recipient_postal_code", "recipient_postal_code_2", "recipient_prefecture", "recipient_city", "recipient_street",
    "recipient_phone", "recipient_phone_2", "recipient_phone_3", "recipient_is_donor",
    "portal", "former_number", "former_receipt", "former_receipt_on", "one_stop_accepted_on", "shipping_state"});
// clang-format on

inline constexpr std::size_t kFieldCount = kFieldKeys.size();
static_assert(kFieldCount == static_cast<std::size_t>(Field::ShippingState) + 1, "one key per field");

constexpr std::size_t index_of(Field field)
{
    return static_cast<std::size_t>(field);
}
constexpr std::string_view key_of(Field field)
{
    return kFieldKeys[index_of(field)];
}

/// What the amount column holds.
enum class AmountPer { Line, Unit };

/// What a portal's status word says; Undecided needs a person (e.g. a cancellation in progress).
enum class ToldState { AwaitingPayment, Received, Cancelled, Undecided };

/// How one portal writes its file: etc/portals/<id>.json. A new portal or header is data, never code. Keys of
/// the value tables are folded by fold_word(); a key with "*" is a pattern, the longest that fits wins.
struct PortalProfile {
    std::string id;
    std::string label;
    domain::Date valid_from{2000, 1, 1};
    std::vector<std::string> signature;  // headers that together name this layout, as written there
    std::map<Field, std::vector<std::string>> aliases;  // header names per field, first match wins
    std::vector<Field> required;                        // fields without which the file is refused
    AmountPer amount_per = AmountPer::Line;
    std::map<std::string, ToldState> states;
    std::map<std::string, bool>
        payment_states;  // of a column of its own for the payment: whether it was made
    std::map<std::string, domain::PaymentMethod> payment_methods;
    std::map<std::string, bool> one_stop;
    std::map<std::string, bool> name_publication;
    std::map<std::string, domain::DonorKind> donor_kinds;
    std::map<std::string, std::string> purposes;  // purpose as written → master code
    std::map<std::string, bool> recipient_is_donor;
    std::map<std::string, std::string> portals;  // of a former system's list: name as written → portal id
    std::map<std::string, domain::ShippingState> shipping_states;
    std::map<std::string, bool>
        former_receipts;                       // words in the place of a number: "no" where none was issued
    std::string option_separator;              // rakuten: "項目名:選択値" lines inside one cell
    std::vector<std::string> option_purpose;   // names or patterns of the option that holds the purpose …
    std::vector<std::string> option_one_stop;  // … and of the one that holds the one-stop wish
    std::optional<char> delimiter;             // else told from the file
    std::optional<int> title_lines;            // above the header; else it is searched for
};

}  // namespace furusato::portal_import
