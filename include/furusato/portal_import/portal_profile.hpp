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
    Portal, FormerNumber, FormerReceipt, FormerReceiptOn, OneStopAcceptedOn, ShippingState,
    GiftAmount, GiftCount, Deletion, RecipientBuilding,
    DocumentsName, DocumentsKana, DocumentsPostalCode, DocumentsPrefecture, DocumentsCity, DocumentsStreet, DocumentsBuilding,
    DocumentsPhone, GiftWish, OnBehalfOf
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
    "portal", "former_number", "former_receipt", "former_receipt_on", "one_stop_accepted_on", "shipping_state",
    "gift_amount", "gift_count", "deletion", "recipient_building",
    "documents_name", "documents_kana", "documents_postal_code", "documents_prefecture", "documents_city", "documents_street",
    "documents_building", "documents_phone", "gift_wish", "on_behalf_of"});
// clang-format on

inline constexpr std::size_t kFieldCount = kFieldKeys.size();
static_assert(kFieldCount == static_cast<std::size_t>(Field::OnBehalfOf) + 1, "one key per field");

constexpr std::size_t index_of(Field field)
{
    return static_cast<std::size_t>(field);
}
constexpr std::string_view key_of(Field field)
{
    return kFieldKeys[index_of(field)];
}

/// What the amount column holds: a line's amount, that of one piece, or the whole donation's (repeated on each of its records).
enum class AmountPer { Line, Unit, Order };

/// What one record of the file is: one gift of an order, a whole order, or a whole order with numbered groups of gift columns.
enum class RowUnit { Item, Order, Groups };

/// Whether a status word tells that the money is there, or the day of payment does.
enum class StateFrom { Status, PaidOn };

/// Which shipments of a subscription (定期便) carry its amount: the first one only, or each repeats it.
enum class SubscriptionAmount { First, Every };

/// How a subscription's shipments are told by their gift code.
struct SubscriptionRule {
    std::string code;  // "{code}_{k}/{n}"
    SubscriptionAmount amount = SubscriptionAmount::First;
};

/// Headers of numbered gift columns; "{N}" stands for 1, 2, … up to `most`.
struct GiftGroups {
    int most = 0;
    std::map<Field, std::vector<std::string>> aliases;
};

/// Two columns for each purpose, named by it: "{purpose}" stands for the name.
struct PurposePairs {
    std::string chosen;
    std::string amount;
    std::map<std::string, bool> words;  // of the column that says whether it was chosen
};

/// Words that count from a day of application on, before those of the table.
struct DatedPaymentMethods {
    domain::Date from{2000, 1, 1};
    std::map<std::string, domain::PaymentMethod> words;
};

/// What a portal's status word says; Undecided needs a person (e.g. a cancellation in progress).
enum class ToldState { AwaitingPayment, Received, Cancelled, Undecided };

/// How one portal writes its file: etc/portals/<id>.json. A new portal or header is data, never code. Keys of
/// the value tables are folded by fold_word(); a key with "*" is a pattern, the longest that fits wins.
struct PortalProfile {
    std::string id;
    std::string label;
    std::string source;  // what is known of the layout, for people
    domain::Date valid_from{2000, 1, 1};
    std::vector<std::string> signature;  // headers that together name this layout, as written there
    std::map<Field, std::vector<std::string>> aliases;  // header names per field, first match wins
    std::vector<Field> required;                        // fields without which the file is refused
    AmountPer amount_per = AmountPer::Line;
    RowUnit row_unit = RowUnit::Item;
    StateFrom state_from = StateFrom::Status;
    GiftGroups gift_groups;
    std::optional<PurposePairs> purpose_pairs;
    std::optional<SubscriptionRule> subscription;
    std::string gift_text;                  // "[{code}] {name}": both in the cell of the name
    bool lists_first_gift_only = false;     // of an order's gifts; the donation's amount is that of all
    bool donor_may_be_missing = false;      // the layout may have no column of a name: nobody is named
    std::vector<Field> order_number_from;   // without a column of numbers: the fields that make one
    std::vector<std::string> undetermined;  // stand in amount columns where nothing is fixed yet (-9999)
    std::vector<std::string> amount_ends;   // may stand behind a whole number of yen (.00)
    std::map<std::string, bool> deletions;  // of a column that marks what was deleted
    std::vector<DatedPaymentMethods> dated_payment_methods;  // latest day first
    std::map<std::string, ToldState> states;
    std::map<std::string, bool>
        payment_states;  // of a column of its own for the payment: whether it was made
    std::map<std::string, domain::PaymentMethod> payment_methods;
    std::map<std::string, bool> one_stop;
    std::map<std::string, bool> name_publication;
    std::map<std::string, domain::GiftWish> gift_wishes;
    std::map<std::string, domain::DonorKind> donor_kinds;
    std::map<std::string, std::string> purposes;  // purpose as written → master code
    std::map<std::string, bool> recipient_is_donor;
    std::map<std::string, std::string> portals;  // of a former system's list: name as written → portal id
    std::map<std::string, domain::ShippingState> shipping_states;
    std::map<std::string, bool>
        former_receipts;                         // words in the place of a number: "no" where none was issued
    std::vector<std::string> option_separators;  // rakuten: "項目名:選択値" lines inside one cell
    std::vector<std::string> option_purpose;     // names or patterns of the option that holds the purpose …
    std::vector<std::string> option_one_stop;    // … of the one that holds the one-stop wish
    std::vector<std::string> option_name_publication;  // … and of the one that allows to name the donor
    bool has_options_in_remark = false;                // the same lines may stand in the remark
    std::optional<char> delimiter;                     // else told from the file
    std::optional<int> title_lines;                    // above the header; else it is searched for
};

}  // namespace furusato::portal_import
