#include "application/restore_field.hpp"

#include <array>
#include <charconv>
#include <map>
#include <vector>

#include "application/donation_digest.hpp"

namespace furusato::application {
namespace {

using domain::Contact;
using domain::Date;
using domain::Donation;

constexpr char kSeparator = '\x1f';

const std::map<std::string, std::string Contact::*>& contact_fields()
{
    static const std::map<std::string, std::string Contact::*> kFields{{"name", &Contact::name},
        {"kana", &Contact::kana}, {"postal_code", &Contact::postal_code},
        {"prefecture", &Contact::prefecture}, {"city", &Contact::city}, {"street", &Contact::street},
        {"building", &Contact::building}, {"phone", &Contact::phone}, {"mail", &Contact::mail},
        {"birth_date", &Contact::birth_date}, {"sex", &Contact::sex}};
    return kFields;
}

const std::map<std::string, std::string Donation::*>& text_fields()
{
    static const std::map<std::string, std::string Donation::*> kFields{
        {"received_rule", &Donation::received_rule}, {"payment_written", &Donation::payment_written},
        {"remark", &Donation::remark}};
    return kFields;
}

const std::map<std::string, std::optional<Date> Donation::*>& day_fields()
{
    static const std::map<std::string, std::optional<Date> Donation::*> kFields{
        {"paid_on", &Donation::paid_on}, {"received_on", &Donation::received_on},
        {"ended_on", &Donation::ended_on}};
    return kFields;
}

const std::map<std::string, bool Donation::*>& flag_fields()
{
    static const std::map<std::string, bool Donation::*> kFields{
        {"one_stop_requested", &Donation::one_stop_requested},
        {"name_publication", &Donation::name_publication}, {"name_damaged", &Donation::name_damaged}};
    return kFields;
}

std::optional<domain::Yen> yen_of(const std::string& digits)
{
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return domain::Yen{amount};
}

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(separator, start), text.size());
        parts.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

/// "code, written code, words, yen" per line. The version of the master comes back where the code was kept; else it is looked up.
bool restore_purposes(Donation& donation, const std::string& stored)
{
    std::vector<domain::PurposeShare> shares;
    for (const std::string& line : split(stored, '\n')) {
        if (line.empty()) continue;
        const auto parts = split(line, kSeparator);
        const auto amount = parts.size() == 4 ? yen_of(parts[3]) : std::nullopt;
        if (!amount) return false;
        domain::PurposeShare share{parts[0], parts[2], *amount, parts[1], 0};
        for (const auto& known : donation.purposes) {
            if (known.code == share.code) share.version = known.version;
        }
        shares.push_back(std::move(share));
    }
    donation.purposes = std::move(shares);
    return true;
}

/// The addressee of papers in the order of record_text(); nobody where nothing stands.
bool restore_documents(Donation& donation, const std::string& stored)
{
    constexpr std::array<std::string Contact::*, 11> kParts{&Contact::name, &Contact::kana,
        &Contact::postal_code, &Contact::prefecture, &Contact::city, &Contact::street, &Contact::building,
        &Contact::phone, &Contact::mail, &Contact::birth_date, &Contact::sex};
    donation.documents_contact_id = {};
    donation.documents_contact = std::nullopt;
    if (stored.empty()) return true;
    const auto parts = split(stored, kSeparator);
    if (parts.size() < kParts.size()) return false;
    Contact contact;
    for (std::size_t at = 0; at < kParts.size(); ++at) contact.*kParts[at] = parts[at];
    donation.documents_contact = std::move(contact);
    return true;
}

/// Only shipping states are put back: a line of another gift is another gift.
bool restore_shipping_states(Donation& donation, const std::string& stored)
{
    constexpr std::size_t kShippingState = 6;  // after number, portal's line, code, name, quantity and yen
    std::vector<std::string> lines = split(stored, '\n');
    if (lines.size() != donation.gifts.size() + 1) return false;
    for (std::size_t i = 0; i < donation.gifts.size(); ++i) {
        const auto parts = split(lines[i], kSeparator);
        domain::GiftLine& line = donation.gifts[i];
        if (parts.size() <= kShippingState || parts[2] != line.gift_code || parts[3] != line.gift_name ||
            parts[4] != std::to_string(line.quantity))
            return false;
        line.shipping_state = parts[kShippingState];
    }
    return stored_text(donation, "gifts") == stored;
}

template <class Value>
bool put(Value& target, const std::optional<Value>& value)
{
    if (value) target = *value;
    return value.has_value();
}

}  // namespace

std::string stored_text(const Donation& donation, const std::string& field)
{
    for (const auto& [name, value] : stored_fields(donation)) {
        if (field == name) return value;
    }
    return {};
}

bool restore_field(Donation& donation, const std::string& field, const std::string& stored)
{
    if (const auto part = contact_fields().find(field); part != contact_fields().end()) {
        donation.contact.*part->second = stored;
        return true;
    }
    if (const auto part = text_fields().find(field); part != text_fields().end()) {
        donation.*part->second = stored;
        return true;
    }
    if (const auto part = day_fields().find(field); part != day_fields().end()) {
        donation.*part->second = Date::parse_iso(stored);
        return stored.empty() || (donation.*part->second).has_value();
    }
    if (const auto part = flag_fields().find(field); part != flag_fields().end()) {
        donation.*part->second = stored == "1";
        return true;
    }
    if (field == "gifts") return restore_shipping_states(donation, stored);
    if (field == "purposes") return restore_purposes(donation, stored);
    if (field == "documents") return restore_documents(donation, stored);
    if (field == "applied_on") return put(donation.applied_on, Date::parse_iso(stored));
    if (field == "amount_yen") return put(donation.amount, yen_of(stored));
    if (field == "points_yen") return put(donation.points, yen_of(stored));
    if (field == "state") return put(donation.state, domain::donation_state_of(stored));
    if (field == "donor_kind") return put(donation.donor_kind, domain::donor_kind_of(stored));
    if (field == "payment_method") return put(donation.payment_method, domain::payment_method_of(stored));
    return false;
}

}  // namespace furusato::application
