#include "application/donation_fields.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "furusato/application/change_donation.hpp"
#include "furusato/application/refuse_individual_number.hpp"
#include "furusato/domain/prefecture.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"

namespace furusato::application {
namespace {

using domain::Contact;
using domain::Date;
using domain::Donation;
using portal_import::compose_kana;
using portal_import::trimmed;

/// Reads what was typed into the donation; false when it cannot be read.
using Set = std::function<bool(Donation&, const std::string&, const domain::EraTable&)>;
using Show = std::function<std::string(const Donation&)>;

struct Field {
    Set set;
    Show show;
};

/// One line, as an import stores a cell.
std::string line_of(const std::string& text)
{
    std::string line = compose_kana(trimmed(text));
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

/// Characters of a column of contacts (sql/migrations).
Field contact_text(std::string Contact::*part, std::size_t longest)
{
    return {[part, longest](Donation& donation, const std::string& text, const auto&) {
                donation.contact.*part = line_of(text);
                return portal_import::length_in_characters(donation.contact.*part) <= longest;
            },
        [part](const Donation& donation) { return donation.contact.*part; }};
}

Field flag(bool Donation::*part)
{
    return {[part](Donation& donation, const std::string& text, const auto&) {
                static const std::map<std::string, bool> kWords{{"1", true}, {"はい", true}, {"YES", true},
                    {"0", false}, {"いいえ", false}, {"NO", false}};
                const auto word = kWords.find(portal_import::fold_word(text));
                if (word == kWords.end()) return false;
                donation.*part = word->second;
                return true;
            },
        [part](const Donation& donation) { return std::string{donation.*part ? "1" : "0"}; }};
}

Field optional_day(std::optional<Date> Donation::*part)
{
    return {[part](Donation& donation, const std::string& text, const domain::EraTable& eras) {
                donation.*part = std::nullopt;
                if (trimmed(text).empty()) return true;
                donation.*part = portal_import::read_date(text, eras);
                return (donation.*part).has_value();
            },
        [part](const Donation& donation) { return donation.*part ? (donation.*part)->iso() : ""; }};
}

bool set_name(Donation& donation, const std::string& text, const domain::EraTable&)
{
    donation.contact.name = line_of(text);
    donation.name_damaged = portal_import::is_name_damaged(donation.contact.name);
    return !donation.contact.name.empty() &&
           portal_import::length_in_characters(donation.contact.name) <= 200;
}

bool set_postal_code(Donation& donation, const std::string& text, const domain::EraTable&)
{
    donation.contact.postal_code = portal_import::read_postal_code(text);
    return trimmed(text).empty() || !donation.contact.postal_code.empty();
}

bool set_phone(Donation& donation, const std::string& text, const domain::EraTable&)
{
    donation.contact.phone = portal_import::phone_digits(text);
    return trimmed(text).empty() || (!donation.contact.phone.empty() && donation.contact.phone.size() <= 50);
}

bool set_prefecture(Donation& donation, const std::string& text, const domain::EraTable&)
{
    donation.contact.prefecture = line_of(text);
    return donation.contact.prefecture.empty() || domain::is_prefecture(donation.contact.prefecture);
}

bool set_mail(Donation& donation, const std::string& text, const domain::EraTable&)
{
    donation.contact.mail = line_of(text);
    const std::string& mail = donation.contact.mail;
    return mail.empty() ||
           (mail.find('@') != std::string::npos && portal_import::length_in_characters(mail) <= 200);
}

/// A code or name without amounts takes everything; the masters are asked later.
void give_all(Donation& donation, const std::string& text)
{
    domain::PurposeShare share;
    share.written = share.written_code = line_of(text);
    share.amount = donation.amount;
    donation.purposes = {share};
}

/// "1=5000,2=3000": the amounts of the purposes that the donation has, by code or by the words written.
bool set_purposes(Donation& donation, const std::string& text, const domain::EraTable&)
{
    if (!trimmed(text).empty() && text.find('=') == std::string::npos) {
        give_all(donation, text);
        return true;
    }
    std::size_t named = 0;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(',', start), text.size());
        const std::string part = text.substr(start, end - start);
        const auto sign = part.rfind('=');
        const auto amount =
            sign == std::string::npos ? std::nullopt : portal_import::read_yen(part.substr(sign + 1));
        const std::string key = part.substr(0, std::min(sign, part.size()));
        const auto share = std::find_if(donation.purposes.begin(), donation.purposes.end(),
            [&](const domain::PurposeShare& known) { return known.key() == key || known.written == key; });
        if (!amount || share == donation.purposes.end()) return false;
        share->amount = *amount;
        ++named;
        start = end + 1;
    }
    return named == donation.purposes.size();
}

std::string purposes_text(const Donation& donation)
{
    std::string text;
    for (const auto& share : donation.purposes)
        text += (text.empty() ? "" : ",") + share.key() + "=" + std::to_string(share.amount.amount());
    return text;
}

bool set_birth_date(Donation& donation, const std::string& text, const domain::EraTable& eras)
{
    const auto day = portal_import::read_date(text, eras);
    donation.contact.birth_date = day ? day->iso() : "";
    return trimmed(text).empty() || day.has_value();
}

bool set_applied_on(Donation& donation, const std::string& text, const domain::EraTable& eras)
{
    const auto day = portal_import::read_date(text, eras);
    if (day) donation.applied_on = *day;
    return day.has_value();
}

bool set_donor_kind(Donation& donation, const std::string& text, const domain::EraTable&)
{
    const auto kind = domain::donor_kind_of(trimmed(text));
    if (kind) donation.donor_kind = *kind;
    return kind.has_value();
}

bool set_gift_wish(Donation& donation, const std::string& text, const domain::EraTable&)
{
    const auto wish = domain::gift_wish_of(trimmed(text));
    if (wish) donation.gift_wish = *wish;
    return wish.has_value();
}

bool set_on_behalf_of(Donation& donation, const std::string& text, const domain::EraTable&)
{
    donation.on_behalf_of = line_of(text);
    return portal_import::length_in_characters(donation.on_behalf_of) <= 200;
}

bool set_payment_method(Donation& donation, const std::string& text, const domain::EraTable&)
{
    const auto method = domain::payment_method_of(trimmed(text));
    if (method) donation.payment_method = *method;
    return method.has_value();
}

bool set_remark(Donation& donation, const std::string& text, const domain::EraTable&)
{
    donation.remark = compose_kana(text);
    return portal_import::length_in_characters(donation.remark) <= 2000;
}

/// One purpose takes the whole amount; several keep theirs, and the amount must fit them.
bool set_amount(Donation& donation, const std::string& text, const domain::EraTable&)
{
    const auto amount = portal_import::read_yen(text);
    if (!amount) return false;
    donation.amount = *amount;
    if (donation.purposes.size() == 1) donation.purposes.front().amount = *amount;
    return true;
}

bool set_points(Donation& donation, const std::string& text, const domain::EraTable&)
{
    const auto points = portal_import::read_yen(text);
    if (points) donation.points = *points;
    return points.has_value();
}

const std::map<std::string, Field>& fields()
{
    static const std::map<std::string, Field> kFields{
        {"name", {set_name, [](const Donation& donation) { return donation.contact.name; }}},
        {"kana", contact_text(&Contact::kana, 200)},
        {"postal_code",
            {set_postal_code, [](const Donation& donation) { return donation.contact.postal_code; }}},
        {"prefecture",
            {set_prefecture, [](const Donation& donation) { return donation.contact.prefecture; }}},
        {"city", contact_text(&Contact::city, 200)},
        {"street", contact_text(&Contact::street, 300)},
        {"building", contact_text(&Contact::building, 200)},
        {"phone", {set_phone, [](const Donation& donation) { return donation.contact.phone; }}},
        {"mail", {set_mail, [](const Donation& donation) { return donation.contact.mail; }}},
        {"purposes", {set_purposes, purposes_text}},
        {"birth_date",
            {set_birth_date, [](const Donation& donation) { return donation.contact.birth_date; }}},
        {"sex", contact_text(&Contact::sex, 10)},
        {"donor_kind",
            {set_donor_kind,
                [](const Donation& donation) { return std::string{domain::key_of(donation.donor_kind)}; }}},
        {"amount_yen",
            {set_amount, [](const Donation& donation) { return std::to_string(donation.amount.amount()); }}},
        {"points_yen",
            {set_points, [](const Donation& donation) { return std::to_string(donation.points.amount()); }}},
        {"applied_on", {set_applied_on, [](const Donation& donation) { return donation.applied_on.iso(); }}},
        {"paid_on", optional_day(&Donation::paid_on)},
        {"received_on", optional_day(&Donation::received_on)},
        {"payment_method", {set_payment_method,
                               [](const Donation& donation) {
                                   return std::string{domain::key_of(donation.payment_method)};
                               }}},
        {"one_stop_requested", flag(&Donation::one_stop_requested)},
        {"name_publication", flag(&Donation::name_publication)},
        {"gift_wish",
            {set_gift_wish,
                [](const Donation& donation) { return std::string{domain::key_of(donation.gift_wish)}; }}},
        {"on_behalf_of", {set_on_behalf_of, [](const Donation& donation) { return donation.on_behalf_of; }}},
        {"remark", {set_remark, [](const Donation& donation) { return donation.remark; }}},
    };
    return kFields;
}

const Field& field_of(const std::string& name)
{
    const auto found = fields().find(name);
    if (found == fields().end())
        throw domain::Refusal{domain::RefusalKind::Invalid, "field.unknown", {{"field", name}}};
    return found->second;
}

}  // namespace

const std::vector<std::string>& editable_fields()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const auto& [name, field] : fields()) names.push_back(name);
        return names;
    }();
    return kNames;
}

void set_field(
    Donation& donation, const std::string& field, const std::string& text, const domain::EraTable& eras)
{
    if (field != "phone") refuse_individual_number(field, text);
    if (!portal_import::is_plain_text(text) || !field_of(field).set(donation, text, eras))
        throw domain::Refusal{domain::RefusalKind::Invalid, "field.invalid", {{"field", field}}};
}

std::string field_text(const Donation& donation, const std::string& field)
{
    return field_of(field).show(donation);
}

}  // namespace furusato::application
