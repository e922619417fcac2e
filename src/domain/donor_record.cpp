#include "furusato/domain/donor_record.hpp"

#include "domain/key_table.hpp"

namespace furusato::domain {

std::optional<AddressKind> address_kind_of(std::string_view key)
{
    return enumerator_of<AddressKind>(kAddressKindKeys, key);
}

Address address_of(const Contact& contact)
{
    return {"", contact.postal_code, contact.prefecture, contact.city, contact.street, contact.building};
}

Contact contact_on(const DonorRecord& record, const std::vector<StatedContact>& stated, const Date& day)
{
    Contact contact = stated.empty() ? Contact{} : stated.front().contact;
    std::string phone;
    std::string mail;
    for (const StatedContact& told : stated) {
        if (told.on <= day) contact = told.contact;
        if (!told.contact.phone.empty()) phone = told.contact.phone;
        if (!told.contact.mail.empty()) mail = told.contact.mail;
    }
    if (const auto* name = in_force(record.names, day)) {
        contact.name = name->value.name;
        contact.kana = name->value.kana;
    }
    if (const auto* dated = in_force(record.addresses_of(AddressKind::Registered), day)) {
        const Address& address = dated->value;
        contact.postal_code = address.postal_code;
        contact.prefecture = address.prefecture;
        contact.city = address.city;
        contact.street = address.street;
        contact.building = address.building;
    }
    contact.phone = record.phone.empty() ? phone : record.phone;
    contact.mail = record.mail.empty() ? mail : record.mail;
    return contact;
}

std::optional<Address> other_address_on(const DonorRecord& record, AddressKind kind, const Date& day)
{
    const auto* dated = in_force(record.addresses_of(kind), day);
    if (dated == nullptr || dated->value == Address{}) return std::nullopt;
    return dated->value;
}

}  // namespace furusato::domain
