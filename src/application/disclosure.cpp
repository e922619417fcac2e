#include "furusato/application/disclosure.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "furusato/application/donor_records.hpp"

namespace furusato::application {
namespace {

void clear(domain::Contact& contact)
{
    for (std::string* part : {&contact.postal_code, &contact.prefecture, &contact.city, &contact.street,
             &contact.building, &contact.phone, &contact.mail})
        part->clear();
}

/// That there is a text may be known.
void hide(std::string& text)
{
    if (!text.empty()) text = kHidden;
}

}  // namespace

AddressGuard::AddressGuard(Records& records, Disclosure disclosure)
{
    if (disclosure == Disclosure::Guarded) protected_ = records.donor_records.protected_donors();
}

bool AddressGuard::guard(domain::Donation& donation) const
{
    if (!hides(donation.donor)) return false;
    clear(donation.contact);
    if (donation.documents_contact) clear(*donation.documents_contact);
    for (auto& line : donation.gifts) {
        if (line.recipient) clear(*line.recipient);
    }
    hide(donation.remark);
    return true;
}

bool AddressGuard::guard(domain::DonorRecord& record, domain::Contact& contact) const
{
    if (!hides(record.donor)) return false;
    clear(contact);
    record.phone.clear();
    record.mail.clear();
    for (auto& timeline : record.addresses) timeline.clear();
    hide(record.remark);
    return true;
}

bool AddressGuard::guard(domain::Ticket& ticket) const
{
    if (!hides(ticket.donor)) return false;
    hide(ticket.subject);
    hide(ticket.action);
    for (auto& entry : ticket.entries) hide(entry.text);
    return true;
}

bool AddressGuard::is_guarded(const std::string& field)
{
    constexpr std::array<std::string_view, 13> kFields{"postal_code", "prefecture", "city", "street",
        "building", "phone", "mail", "gifts", "documents", "remark", "subject", "action", "entry"};
    // "delivery.city": a field of one of the donor's addresses.
    return field.find('.') != std::string::npos ||
           std::find(kFields.begin(), kFields.end(), field) != kFields.end();
}

void AddressGuard::guard(domain::DonorId donor, std::vector<FieldChange>& changes) const
{
    if (!hides(donor)) return;
    for (FieldChange& change : changes) {
        if (is_guarded(change.field)) change.old_value = change.new_value = kHidden;
    }
}

}  // namespace furusato::application
