#include "portal_import/read_contact.hpp"

#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/legal_forms.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {
namespace {

constexpr std::string_view kFullWidthBlank = "\u3000";

// One cell, or family and given name joined by the one full-width blank that separates them in every paper.
std::string read_name(const MappedRow& row, Field whole, Field family, Field given)
{
    if (!row[whole].empty()) return stored_line(row[whole]);
    const std::string last = stored_line(row[family]);
    const std::string first = stored_line(row[given]);
    const bool has_both = !last.empty() && !first.empty();
    return last + std::string{has_both ? kFullWidthBlank : ""} + first;
}

std::string postal_code_of(const MappedRow& row, Field whole, Field last_four)
{
    return row[last_four].empty() ? read_postal_code(row[whole])
                                  : read_postal_code(row[whole], row[last_four]);
}

std::string phone_of(const MappedRow& row, Field first, Field second, Field third)
{
    return join_phone_parts(row[first], row[second], row[third]);
}

// No prefecture, no Japanese postal code, and a phone number that starts with another country's code.
bool lives_abroad(const MappedRow& row, const domain::Contact& contact)
{
    constexpr std::size_t full_postal_code = 7;  // five figures are another country's code as well
    const std::size_t written = row[Field::PostalCode].size() + row[Field::PostalCode2].size();
    const bool has_postal_code = !contact.postal_code.empty() && written >= full_postal_code;
    return contact.prefecture.empty() && !has_postal_code && contact.phone.starts_with('+');
}

/// Whether an addressee is the applicant where the file says anything at all.
bool says_nothing_else(const domain::Contact& told, const domain::Contact& applicant)
{
    const auto is_same = [](const std::string& part, const std::string& own) {
        return part.empty() || part == own;
    };
    return is_same(told.name, applicant.name) && is_same(told.kana, applicant.kana) &&
           is_same(told.postal_code, applicant.postal_code) &&
           is_same(told.prefecture, applicant.prefecture) && is_same(told.city, applicant.city) &&
           is_same(told.street, applicant.street) && is_same(told.building, applicant.building) &&
           is_same(told.phone, applicant.phone);
}

}  // namespace

std::string stored_line(std::string_view text)
{
    if (text.find('\n') == std::string_view::npos) return compose_kana(text);
    std::string line;
    for (const char byte : text) {
        const bool is_break = byte == '\n';
        if (is_break && line.ends_with(' ')) continue;
        line += is_break ? ' ' : byte;
    }
    return compose_kana(line);
}

domain::Contact read_applicant(const MappedRow& row, const domain::EraTable& eras)
{
    domain::Contact contact;
    contact.name = read_name(row, Field::Name, Field::FamilyName, Field::GivenName);
    contact.kana = read_name(row, Field::Kana, Field::FamilyKana, Field::GivenKana);
    contact.postal_code = postal_code_of(row, Field::PostalCode, Field::PostalCode2);
    contact.prefecture = stored_line(row[Field::Prefecture]);
    contact.city = stored_line(row[Field::City]);
    contact.street = stored_line(row[Field::Street]);
    contact.building = stored_line(row[Field::Building]);
    contact.phone = phone_of(row, Field::Phone, Field::Phone2, Field::Phone3);
    contact.mail = stored_line(row[Field::Mail]);
    contact.sex = stored_line(row[Field::Sex]);
    // A birth date that nobody can read costs no donation; the file keeps what was written.
    if (const auto birth_date = read_date(row[Field::BirthDate], eras))
        contact.birth_date = birth_date->iso();
    if (lives_abroad(row, contact)) {
        contact.prefecture = "overseas";
        contact.postal_code.clear();
    }
    return contact;
}

std::optional<domain::Contact> read_recipient(
    const MappedRow& row, const PortalProfile& profile, const domain::Contact& applicant)
{
    const auto is_donor = look_up(profile.recipient_is_donor, row[Field::RecipientIsDonor]);
    if (is_donor.value_or(false)) return std::nullopt;
    domain::Contact recipient;
    recipient.name =
        read_name(row, Field::RecipientName, Field::RecipientFamilyName, Field::RecipientGivenName);
    recipient.kana =
        read_name(row, Field::RecipientKana, Field::RecipientFamilyKana, Field::RecipientGivenKana);
    recipient.postal_code = postal_code_of(row, Field::RecipientPostalCode, Field::RecipientPostalCode2);
    recipient.prefecture = stored_line(row[Field::RecipientPrefecture]);
    recipient.city = stored_line(row[Field::RecipientCity]);
    recipient.street = stored_line(row[Field::RecipientStreet]);
    recipient.building = stored_line(row[Field::RecipientBuilding]);
    recipient.phone = phone_of(row, Field::RecipientPhone, Field::RecipientPhone2, Field::RecipientPhone3);
    if (says_nothing_else(recipient, applicant)) return std::nullopt;
    return recipient;
}

std::optional<domain::Contact> read_documents_contact(
    const MappedRow& row, const ColumnMap& columns, const domain::Contact& applicant)
{
    if (!columns.has(Field::DocumentsStreet) && !columns.has(Field::DocumentsName)) return std::nullopt;
    domain::Contact papers;
    papers.name = stored_line(row[Field::DocumentsName]);
    papers.kana = stored_line(row[Field::DocumentsKana]);
    papers.postal_code = read_postal_code(row[Field::DocumentsPostalCode]);
    papers.prefecture = stored_line(row[Field::DocumentsPrefecture]);
    papers.city = stored_line(row[Field::DocumentsCity]);
    papers.street = stored_line(row[Field::DocumentsStreet]);
    papers.building = stored_line(row[Field::DocumentsBuilding]);
    papers.phone = phone_digits(row[Field::DocumentsPhone]);
    if (says_nothing_else(papers, applicant)) return std::nullopt;
    if (papers.name.empty()) papers.name = applicant.name;
    return papers;
}

domain::DonorKind read_donor_kind(const MappedRow& row, const PortalProfile& profile, std::string_view name)
{
    if (const auto told = look_up(profile.donor_kinds, row[Field::DonorKind])) return *told;
    return holds_legal_form(fold_word(name)) ? domain::DonorKind::Corporation : domain::DonorKind::Individual;
}

}  // namespace furusato::portal_import
