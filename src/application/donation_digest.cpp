#include "application/donation_digest.hpp"

#include <algorithm>

namespace furusato::application {
namespace {

constexpr char kSeparator = '\x1f';

std::string text_of(const std::optional<domain::Date>& day)
{
    return day ? day->iso() : std::string{};
}

std::string purposes_text(const domain::Donation& donation)
{
    std::string text;
    for (const auto& share : donation.purposes) {
        text += share.code + kSeparator + share.written_code + kSeparator + share.written + kSeparator +
                std::to_string(share.amount.amount()) + "\n";
    }
    return text;
}

std::string gifts_text(const domain::Donation& donation)
{
    std::string text;
    for (const auto& line : donation.gifts) {
        text += std::to_string(line.line_number) + kSeparator + line.portal_line + kSeparator +
                line.gift_code + kSeparator + line.gift_name + kSeparator + std::to_string(line.quantity) +
                kSeparator + std::to_string(line.amount.amount()) + kSeparator + line.shipping_state +
                kSeparator + (line.recipient ? record_text(*line.recipient) : "") + "\n";
    }
    return text;
}

std::string former_text(const domain::Donation& donation)
{
    if (!donation.former) return {};
    const domain::FormerRecord& former = *donation.former;
    return former.number + kSeparator + former.receipt_number + kSeparator + text_of(former.receipt_on) +
           kSeparator + text_of(former.one_stop_accepted_on);
}

/// Which rows belong to it and where it came from: nobody changes these by hand, but neither may they be changed unseen.
std::string references_text(const domain::Donation& donation)
{
    std::string text;
    for (const std::int64_t number : {donation.contact_id.value, donation.documents_contact_id.value,
             donation.job.value, std::int64_t{donation.file_row}, std::int64_t{donation.file_line},
             donation.created_by.value, donation.changed_by.value}) {
        text += std::to_string(number) + kSeparator;
    }
    if (donation.documents_contact) text += record_text(*donation.documents_contact);
    for (const auto& share : donation.purposes) text += std::to_string(share.version) + kSeparator;
    for (const auto& line : donation.gifts) {
        for (const std::int64_t number :
            {line.id.value, line.gift_version, line.recipient_id.value, std::int64_t{line.file_line}}) {
            text += std::to_string(number) + kSeparator;
        }
    }
    return text;
}

}  // namespace

std::string record_text(const domain::Contact& contact)
{
    std::string text;
    for (const std::string* part : {&contact.name, &contact.kana, &contact.postal_code, &contact.prefecture,
             &contact.city, &contact.street, &contact.building, &contact.phone, &contact.mail,
             &contact.birth_date, &contact.sex}) {
        text += *part;
        text += kSeparator;
    }
    return text;
}

std::vector<std::pair<const char*, std::string>> stored_fields(const domain::Donation& donation)
{
    const domain::Contact& contact = donation.contact;
    return {{"state", std::string{domain::key_of(donation.state)}},
        {"amount_yen", std::to_string(donation.amount.amount())},
        {"points_yen", std::to_string(donation.points.amount())}, {"applied_on", donation.applied_on.iso()},
        {"paid_on", text_of(donation.paid_on)}, {"received_on", text_of(donation.received_on)},
        {"received_rule", donation.received_rule}, {"ended_on", text_of(donation.ended_on)},
        {"payment_method", std::string{domain::key_of(donation.payment_method)}},
        {"payment_written", donation.payment_written},
        {"donor_kind", std::string{domain::key_of(donation.donor_kind)}},
        {"one_stop_requested", std::to_string(donation.one_stop_requested)},
        {"name_publication", std::to_string(donation.name_publication)},
        {"name_damaged", std::to_string(donation.name_damaged)}, {"remark", donation.remark},
        {"name", contact.name}, {"kana", contact.kana}, {"postal_code", contact.postal_code},
        {"prefecture", contact.prefecture}, {"city", contact.city}, {"street", contact.street},
        {"building", contact.building}, {"phone", contact.phone}, {"mail", contact.mail},
        {"birth_date", contact.birth_date}, {"sex", contact.sex}, {"purposes", purposes_text(donation)},
        {"gifts", gifts_text(donation)}, {"former", former_text(donation)},
        {"documents", donation.documents_contact ? record_text(*donation.documents_contact) : ""}};
}

std::string digest_of(
    const Digests& digests, const domain::Donation& donation, std::vector<RevenueEntry> entries)
{
    // Numbers are drawn before the work: entries may be stored in another order than they are numbered.
    std::sort(entries.begin(), entries.end(),
        [](const RevenueEntry& left, const RevenueEntry& right) { return left.id < right.id; });
    std::string text = std::to_string(donation.id.value) + kSeparator + donation.number.text() + kSeparator +
                       donation.order.portal + kSeparator + donation.order.order_number + kSeparator +
                       std::to_string(donation.donor.value) + kSeparator + std::to_string(donation.version) +
                       kSeparator + std::to_string(donation.content_hash);
    for (const auto& [name, value] : stored_fields(donation)) {
        // Most donations have none: their digest is as it was before there were former systems.
        if (std::string_view{name} == "former" && value.empty()) continue;
        if (std::string_view{name} == "documents") continue;  // among the references
        text += kSeparator;
        text += value;
    }
    text += kSeparator + references_text(donation);
    if (donation.masked_on) text += kSeparator + std::string{"masked"} + donation.masked_on->iso();
    for (const auto& entry : entries) {
        text += kSeparator + std::to_string(entry.id) + kSeparator + std::to_string(entry.operation.value) +
                kSeparator + entry.basis + kSeparator + entry.kind + kSeparator + entry.entered_on.iso() +
                kSeparator + std::to_string(entry.amount.amount()) + kSeparator +
                std::to_string(entry.donations);
    }
    return digests.keyed_hex(text);
}

std::vector<FieldChange> changes_between(const domain::Donation& before, const domain::Donation& after)
{
    std::vector<FieldChange> changes;
    const auto old_fields = stored_fields(before);
    const auto new_fields = stored_fields(after);
    for (std::size_t i = 0; i < old_fields.size(); ++i) {
        if (old_fields[i].second == new_fields[i].second) continue;
        changes.push_back({old_fields[i].first, old_fields[i].second, new_fields[i].second});
    }
    return changes;
}

}  // namespace furusato::application
