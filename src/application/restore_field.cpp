#include "application/restore_field.hpp"

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

constexpr std::size_t kGiftParts =
    7;  // before the recipient: line number, portal's line, code, name, quantity, yen, shipping state

std::optional<Contact> contact_of(const std::vector<std::string>& parts, std::size_t first)
{
    Contact contact;
    for (std::string* part : {&contact.name, &contact.kana, &contact.postal_code, &contact.prefecture,
             &contact.city, &contact.street, &contact.building, &contact.phone, &contact.mail,
             &contact.birth_date, &contact.sex}) {
        if (first >= parts.size()) return std::nullopt;
        *part = parts[first++];
    }
    return contact;
}

/// One line as it was; where it still is, it keeps what history does not tell (its id, its place in the file).
std::optional<domain::GiftLine> gift_line_of(const std::string& stored, const Donation& donation)
{
    const auto parts = split(stored, kSeparator);
    if (parts.size() < kGiftParts) return std::nullopt;
    const auto number = yen_of(parts[0]);
    const auto quantity = yen_of(parts[4]);
    const auto amount = yen_of(parts[5]);
    if (!number || !quantity || !amount) return std::nullopt;
    domain::GiftLine line;
    line.line_number = static_cast<int>(number->amount());
    for (const auto& known : donation.gifts) {
        if (known.line_number == line.line_number) line = known;
    }
    line.portal_line = parts[1];
    if (line.gift_code != parts[2]) line.gift_version = 0;
    line.gift_code = parts[2];
    line.gift_name = parts[3];
    line.quantity = static_cast<int>(quantity->amount());
    line.amount = *amount;
    line.shipping_state = parts[6];
    const auto recipient = contact_of(parts, kGiftParts);
    if (line.recipient != recipient) line.recipient_id = {};
    line.recipient = recipient;
    return line;
}

bool restore_gifts(Donation& donation, const std::string& stored)
{
    std::vector<domain::GiftLine> lines;
    for (const std::string& text : split(stored, '\n')) {
        if (text.empty()) continue;
        auto line = gift_line_of(text, donation);
        if (!line) return false;
        lines.push_back(std::move(*line));
    }
    donation.gifts = std::move(lines);
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
    if (field == "gifts") return restore_gifts(donation, stored);
    if (field == "purposes") return restore_purposes(donation, stored);
    if (field == "applied_on") return put(donation.applied_on, Date::parse_iso(stored));
    if (field == "amount_yen") return put(donation.amount, yen_of(stored));
    if (field == "points_yen") return put(donation.points, yen_of(stored));
    if (field == "state") return put(donation.state, domain::donation_state_of(stored));
    if (field == "donor_kind") return put(donation.donor_kind, domain::donor_kind_of(stored));
    if (field == "payment_method") return put(donation.payment_method, domain::payment_method_of(stored));
    return false;
}

}  // namespace furusato::application
