#include "main/profile_values.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "furusato/portal_import/fold_text.hpp"

namespace furusato::composition {
namespace {

using portal_import::PortalProfile;
using portal_import::ToldState;

std::optional<ToldState> told_state_of(std::string_view key)
{
    if (key == "awaiting_payment") return ToldState::AwaitingPayment;
    if (key == "received") return ToldState::Received;
    if (key == "cancelled") return ToldState::Cancelled;
    if (key == "undecided") return ToldState::Undecided;
    return std::nullopt;
}

std::optional<bool> bool_of(std::string_view key)
{
    if (key == "yes") return true;
    if (key == "no") return false;
    return std::nullopt;
}

std::optional<std::string> text_of(std::string_view key)
{
    return std::string{key};
}

/// "chosen" says that a gift was chosen: nothing that the donation needs to keep.
std::optional<domain::GiftWish> gift_wish_of(std::string_view key)
{
    if (key.empty()) return std::nullopt;
    return key == "chosen" ? domain::GiftWish::Unsaid : domain::gift_wish_of(key);
}

/// {"received": ["300", "発送待ち"], …} turned round: word → what it means, which may not be two things.
template <class Value, class Parse>
std::map<std::string, Value> turned_round(const JsonPart& table, Parse parse)
{
    std::map<std::string, Value> words;
    for (const auto& [key, list] : table.json().items()) {
        const auto value = parse(key);
        if (!value) {
            table.add_fault(key, "profile.meaning_unknown");
            continue;
        }
        for (const std::string& word : table.texts(key)) {
            const auto entry = words.emplace(portal_import::fold_word(word), *value).first;
            if (entry->second != *value) table.add_fault(key, "profile.word_twice", word);
        }
    }
    return words;
}

template <class Value, class Parse>
std::map<std::string, Value> table_of(const JsonPart& values, const std::string& name, Parse parse)
{
    const auto table = values.part(name);
    return table ? turned_round<Value>(*table, parse) : std::map<std::string, Value>{};
}

/// {"2026-01-22": {"convenience_store": ["…"]}}: the latest day first.
std::vector<portal_import::DatedPaymentMethods> dated_methods(const JsonPart& values)
{
    std::vector<portal_import::DatedPaymentMethods> all;
    const auto dated = values.part("payment_method_from");
    if (!dated) return all;
    for (const auto& [day, words] : dated->json().items()) {
        const auto from = domain::Date::parse_iso(day);
        if (!from) dated->add_fault(day, "profile.not_date");
        const auto table = dated->part(day);
        if (from && table)
            all.push_back({*from, turned_round<domain::PaymentMethod>(*table, domain::payment_method_of)});
    }
    std::sort(
        all.begin(), all.end(), [](const auto& left, const auto& right) { return right.from < left.from; });
    return all;
}

}  // namespace

std::map<std::string, bool> read_yes_and_no(const JsonPart& table)
{
    return turned_round<bool>(table, bool_of);
}

void read_profile_values(const JsonPart& values, PortalProfile& profile)
{
    values.require_known({"status", "payment_status", "payment_method", "payment_method_from", "one_stop",
        "name_publication", "gift_wish", "donor_kind", "purpose", "recipient_is_donor", "portal",
        "shipping_state", "former_receipt", "deletion"});
    profile.states = table_of<ToldState>(values, "status", told_state_of);
    profile.payment_methods =
        table_of<domain::PaymentMethod>(values, "payment_method", domain::payment_method_of);
    profile.dated_payment_methods = dated_methods(values);
    profile.payment_states = table_of<bool>(values, "payment_status", bool_of);
    profile.one_stop = table_of<bool>(values, "one_stop", bool_of);
    profile.name_publication = table_of<bool>(values, "name_publication", bool_of);
    profile.gift_wishes = table_of<domain::GiftWish>(values, "gift_wish", gift_wish_of);
    profile.donor_kinds = table_of<domain::DonorKind>(values, "donor_kind", domain::donor_kind_of);
    profile.purposes = table_of<std::string>(values, "purpose", text_of);
    profile.recipient_is_donor = table_of<bool>(values, "recipient_is_donor", bool_of);
    profile.former_receipts = table_of<bool>(values, "former_receipt", bool_of);
    profile.portals = table_of<std::string>(values, "portal", text_of);
    profile.shipping_states =
        table_of<domain::ShippingState>(values, "shipping_state", domain::shipping_state_of);
    profile.deletions = table_of<bool>(values, "deletion", bool_of);
}

}  // namespace furusato::composition
