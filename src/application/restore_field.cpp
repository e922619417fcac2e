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
        {"on_behalf_of", &Donation::on_behalf_of}, {"remark", &Donation::remark}};
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

/// Takes the parts of a stored text one after the other; each ends with a separator, so that a line break inside one is part of it.
class StoredParts {
public:
    explicit StoredParts(const std::string& text) : text_{text} {}

    bool is_at_end() const { return at_ == text_.size(); }
    bool is_well() const { return is_well_; }
    bool take_line_end()
    {
        const bool is_there = at_ < text_.size() && text_[at_] == '\n';
        at_ += is_there;
        return is_there;
    }
    std::string next()
    {
        const auto end = text_.find(kSeparator, at_);
        is_well_ = is_well_ && end != std::string::npos;
        if (!is_well_) return {};
        std::string part = text_.substr(at_, end - at_);
        at_ = end + 1;
        return part;
    }

private:
    const std::string& text_;
    std::size_t at_ = 0;
    bool is_well_ = true;
};

/// The line of this text, as the row that it was where it is there still.
std::optional<domain::GiftLine> restored_line(StoredParts& parts, const Donation& donation)
{
    domain::GiftLine line;
    const auto number = yen_of(parts.next());
    line.portal_line = parts.next();
    line.gift_code = parts.next();
    line.gift_name = parts.next();
    const auto quantity = yen_of(parts.next());
    const auto amount = yen_of(parts.next());
    line.shipping_state = parts.next();
    if (!parts.is_well() || !number || !quantity || !amount) return std::nullopt;
    line.line_number = static_cast<int>(number->amount());
    line.quantity = static_cast<int>(quantity->amount());
    line.amount = *amount;
    line.file_line = donation.file_line;
    if (!parts.take_line_end()) {
        Contact recipient;
        for (std::string* part : {&recipient.name, &recipient.kana, &recipient.postal_code,
                 &recipient.prefecture, &recipient.city, &recipient.street, &recipient.building,
                 &recipient.phone, &recipient.mail, &recipient.birth_date, &recipient.sex})
            *part = parts.next();
        if (!parts.take_line_end()) return std::nullopt;
        line.recipient = std::move(recipient);
    }
    for (const auto& known : donation.gifts) {
        if (known.line_number != line.line_number) continue;
        line.id = known.id;
        if (known.gift_code == line.gift_code) line.gift_version = known.gift_version;
        line.file_line = known.file_line;
        if (known.recipient == line.recipient) line.recipient_id = known.recipient_id;
    }
    return line;
}

/// All lines as they were: other gifts too, which then look for their master again.
bool restore_gifts(Donation& donation, const std::string& stored)
{
    std::vector<domain::GiftLine> lines;
    StoredParts parts{stored};
    while (!parts.is_at_end()) {
        auto line = restored_line(parts, donation);
        if (!line) return false;
        lines.push_back(std::move(*line));
    }
    donation.gifts = std::move(lines);
    return stored_text(donation, "gifts") == stored;
}

bool restore_former(Donation& donation, const std::string& stored)
{
    donation.former = std::nullopt;
    if (stored.empty()) return true;
    const auto parts = split(stored, kSeparator);
    if (parts.size() != 4) return false;
    donation.former =
        domain::FormerRecord{parts[0], parts[1], Date::parse_iso(parts[2]), Date::parse_iso(parts[3])};
    return stored_text(donation, "former") == stored;
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
    if (field == "donor") return std::to_string(donation.donor.value);
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
    if (field == "former") return restore_former(donation, stored);
    if (field == "purposes") return restore_purposes(donation, stored);
    if (field == "documents") return restore_documents(donation, stored);
    if (field == "applied_on") return put(donation.applied_on, Date::parse_iso(stored));
    if (field == "amount_yen") return put(donation.amount, yen_of(stored));
    if (field == "points_yen") return put(donation.points, yen_of(stored));
    if (field == "state") return put(donation.state, domain::donation_state_of(stored));
    if (field == "donor_kind") return put(donation.donor_kind, domain::donor_kind_of(stored));
    if (field == "gift_wish") return put(donation.gift_wish, domain::gift_wish_of(stored));
    if (field == "payment_method") return put(donation.payment_method, domain::payment_method_of(stored));
    return false;
}

}  // namespace furusato::application
