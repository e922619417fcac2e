#include "application/donor_fields.hpp"

#include <algorithm>
#include <optional>

#include "application/donation_fields.hpp"
#include "furusato/application/edit_donor.hpp"
#include "furusato/application/refuse_individual_number.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {
namespace {

using domain::Refusal;
using domain::RefusalKind;

constexpr std::size_t kLongestRemark = 2000;  // characters
constexpr std::size_t kLongestAddressee = 200;

std::map<std::string, std::string> parts_of(const domain::Address& address)
{
    return {{"addressee", address.addressee}, {"postal_code", address.postal_code},
        {"prefecture", address.prefecture}, {"city", address.city}, {"street", address.street},
        {"building", address.building}};
}

std::string flag_value(const std::string& field, const std::string& text)
{
    static const std::map<std::string, std::string> kWords{
        {"1", "1"}, {"はい", "1"}, {"YES", "1"}, {"0", "0"}, {"いいえ", "0"}, {"NO", "0"}};
    const auto word = kWords.find(portal_import::fold_word(text));
    if (word == kWords.end()) throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", field}}};
    return word->second;
}

std::string plain_text(const std::string& field, const std::string& text, std::size_t longest)
{
    std::string stored = portal_import::compose_kana(portal_import::trimmed(text));
    if (!portal_import::is_plain_text(stored) || portal_import::length_in_characters(stored) > longest)
        throw Refusal{RefusalKind::Invalid, "field.invalid", {{"field", field}}};
    refuse_individual_number(field, stored);
    return stored;
}

/// Read and stored as the field of the same name of a donation.
std::string donation_value(
    const std::string& field, const std::string& part, const std::string& text, const domain::EraTable& eras)
{
    domain::Donation scratch;
    try {
        set_field(scratch, part, text, eras);
    } catch (const Refusal& refusal) {
        throw Refusal{refusal.kind(), refusal.code(), {{"field", field}}};
    }
    return field_text(scratch, part);
}

}  // namespace

const std::vector<std::string>& editable_donor_fields()
{
    static const std::vector<std::string> kFields = [] {
        std::vector<std::string> fields{
            "name", "kana", "phone", "mail", "mail_opt_out", "address_protected", "remark"};
        for (const std::string_view kind : domain::kAddressKindKeys) {
            for (const auto& [part, value] : parts_of({})) {
                // At his registered address nobody but the donor himself is registered.
                if (part == "addressee" && kind == domain::key_of(domain::AddressKind::Registered)) continue;
                fields.push_back(std::string{kind} + "." + part);
            }
        }
        return fields;
    }();
    return kFields;
}

std::string flag_text(bool flag)
{
    return flag ? "1" : "0";
}

std::map<std::string, std::string> donor_fields_on(const domain::DonorRecord& record,
    const std::vector<domain::StatedContact>& stated, const domain::Date& day)
{
    const domain::Contact contact = domain::contact_on(record, stated, day);
    std::map<std::string, std::string> fields{{"name", contact.name}, {"kana", contact.kana},
        {"phone", contact.phone}, {"mail", contact.mail}, {"mail_opt_out", flag_text(record.mail_opt_out)},
        {"address_protected", flag_text(record.address_protected)}, {"remark", record.remark}};
    const auto add = [&](domain::AddressKind kind, const domain::Address& address) {
        for (const auto& [part, value] : parts_of(address))
            fields[std::string{domain::key_of(kind)} + "." + part] = value;
    };
    add(domain::AddressKind::Registered, domain::address_of(contact));
    for (const auto kind : {domain::AddressKind::Delivery, domain::AddressKind::Documents})
        add(kind, domain::other_address_on(record, kind, day).value_or(domain::Address{}));
    fields.erase("registered.addressee");
    return fields;
}

std::string donor_field_value(const std::string& field, const std::string& text, const domain::EraTable& eras)
{
    const auto& known = editable_donor_fields();
    if (std::find(known.begin(), known.end(), field) == known.end())
        throw Refusal{RefusalKind::Invalid, "field.unknown", {{"field", field}}};
    if (field == "mail_opt_out" || field == "address_protected") return flag_value(field, text);
    if (field == "remark") return plain_text(field, text, kLongestRemark);
    const std::string part = field.substr(field.find('.') + 1);
    if (part == "addressee") return plain_text(field, text, kLongestAddressee);
    return donation_value(field, part, text, eras);
}

}  // namespace furusato::application
