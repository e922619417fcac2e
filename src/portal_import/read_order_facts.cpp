#include "portal_import/read_order_facts.hpp"

#include <string>

#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/read_values.hpp"
#include "portal_import/read_contact.hpp"
#include "portal_import/read_options.hpp"
#include "portal_import/value_table.hpp"

namespace furusato::portal_import {
std::string former_receipt_number(const MappedRow& row, const PortalProfile& profile)
{
    const std::string_view written = row[Field::FormerReceipt];
    return look_up(profile.former_receipts, written).value_or(true) ? stored_line(written) : std::string{};
}

namespace {

/// What a former system says it did; nothing in the layout of a portal.
std::optional<domain::FormerRecord> read_former(
    const MappedRow& row, const PortalProfile& profile, const domain::EraTable& eras)
{
    if (profile.portals.empty()) return std::nullopt;
    return domain::FormerRecord{stored_line(row[Field::FormerNumber]), former_receipt_number(row, profile),
        read_date(row[Field::FormerReceiptOn], eras), read_date(row[Field::OneStopAcceptedOn], eras)};
}

bool names_nobody(const PortalProfile& profile, const ColumnMap& columns)
{
    return profile.donor_may_be_missing && !columns.has(Field::Name) && !columns.has(Field::FamilyName);
}

domain::PaymentMethod payment_method_of_word(
    const PortalProfile& profile, const std::string& written, const domain::Date& applied_on)
{
    for (const DatedPaymentMethods& dated : profile.dated_payment_methods) {
        if (applied_on < dated.from) continue;
        if (const auto method = look_up(dated.words, written)) return *method;
    }
    return look_up(profile.payment_methods, written).value_or(domain::PaymentMethod::Other);
}

bool allows_publication(const MappedRow& row, const PortalProfile& profile)
{
    const std::string_view told = row[Field::NamePublication];
    const std::string_view word =
        told.empty() ? option_of(row, profile, profile.option_name_publication) : told;
    return look_up(profile.name_publication, word).value_or(false);
}

}  // namespace

void read_order_facts(domain::Donation& donation, const MappedRow& row, const PortalProfile& profile,
    const ColumnMap& columns, const domain::EraTable& eras)
{
    donation.contact = read_applicant(row, eras);
    donation.documents_contact = read_documents_contact(row, columns, donation.contact);
    donation.donor_kind = names_nobody(profile, columns)
                              ? domain::DonorKind::Anonymous
                              : read_donor_kind(row, profile, donation.contact.name);
    donation.payment_written = stored_line(row[Field::PaymentMethod]);
    donation.payment_method = payment_method_of_word(profile, donation.payment_written, donation.applied_on);
    // What is not fixed yet (-9999) is no number of points.
    donation.points = read_yen(row[Field::Points]).value_or(domain::Yen{});
    donation.name_publication = allows_publication(row, profile);
    donation.gift_wish =
        look_up(profile.gift_wishes, row[Field::GiftWish]).value_or(domain::GiftWish::Unsaid);
    donation.on_behalf_of = stored_line(row[Field::OnBehalfOf]);
    donation.remark = compose_kana(row[Field::Remark]);
    donation.former = read_former(row, profile, eras);
    donation.file_row = row.row();
    donation.file_line = row.line();
}

}  // namespace furusato::portal_import
