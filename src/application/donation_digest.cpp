#include "application/donation_digest.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

namespace furusato::application {
namespace {

constexpr char kSeparator = '\x1f';

std::string text_of(const std::optional<domain::Date>& day)
{
    return day ? day->iso() : std::string{};
}

void append_number(std::string& text, std::int64_t number)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

void append_record(std::string& text, const domain::Contact& contact)
{
    for (const std::string* part : {&contact.name, &contact.kana, &contact.postal_code, &contact.prefecture,
             &contact.city, &contact.street, &contact.building, &contact.phone, &contact.mail,
             &contact.birth_date, &contact.sex}) {
        text += *part;
        text += kSeparator;
    }
}

std::string purposes_text(const domain::Donation& donation)
{
    std::string text;
    for (const auto& share : donation.purposes) {
        for (const std::string* part : {&share.code, &share.written_code, &share.written}) {
            text += *part;
            text += kSeparator;
        }
        append_number(text, share.amount.amount());
        text += '\n';
    }
    return text;
}

std::string gifts_text(const domain::Donation& donation)
{
    std::string text;
    for (const auto& line : donation.gifts) {
        append_number(text, line.line_number);
        for (const std::string* part : {&line.portal_line, &line.gift_code, &line.gift_name}) {
            text += kSeparator;
            text += *part;
        }
        for (const std::int64_t number : {std::int64_t{line.quantity}, line.amount.amount()}) {
            text += kSeparator;
            append_number(text, number);
        }
        text += kSeparator;
        text += line.shipping_state;
        text += kSeparator;
        if (line.recipient) append_record(text, *line.recipient);
        text += '\n';
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
void append_references(std::string& text, const domain::Donation& donation)
{
    const auto append_numbers = [&](std::initializer_list<std::int64_t> numbers) {
        for (const std::int64_t number : numbers) {
            append_number(text, number);
            text += kSeparator;
        }
    };
    append_numbers({donation.contact_id.value, donation.documents_contact_id.value, donation.job.value,
        donation.file_row, donation.file_line, donation.created_by.value, donation.changed_by.value});
    if (donation.documents_contact) append_record(text, *donation.documents_contact);
    for (const auto& share : donation.purposes) append_numbers({share.version});
    for (const auto& line : donation.gifts)
        append_numbers({line.id.value, line.gift_version, line.recipient_id.value, line.file_line});
}

void append_entry(std::string& text, const RevenueEntry& entry)
{
    for (const std::int64_t number : {entry.id, entry.operation.value}) {
        text += kSeparator;
        append_number(text, number);
    }
    for (const std::string_view part : {std::string_view{entry.basis}, std::string_view{entry.kind}}) {
        text += kSeparator;
        text += part;
    }
    text += kSeparator;
    text += entry.entered_on.iso();
    for (const std::int64_t number : {entry.amount.amount(), std::int64_t{entry.donations}}) {
        text += kSeparator;
        append_number(text, number);
    }
}

/// Fields that stand in a digest with their name, because few donations have them.
bool is_named(std::string_view field)
{
    return field == "gift_wish" || field == "on_behalf_of";
}

/// Calls `visit(name, value)` with each stored field in a fixed order; values live as long as the call.
template <class Visit>
void visit_fields(const domain::Donation& donation, const Visit& visit)
{
    const domain::Contact& contact = donation.contact;
    visit("state", domain::key_of(donation.state));
    visit("amount_yen", std::to_string(donation.amount.amount()));
    visit("points_yen", std::to_string(donation.points.amount()));
    visit("applied_on", donation.applied_on.iso());
    visit("paid_on", text_of(donation.paid_on));
    visit("received_on", text_of(donation.received_on));
    visit("received_rule", donation.received_rule);
    visit("ended_on", text_of(donation.ended_on));
    visit("payment_method", domain::key_of(donation.payment_method));
    visit("payment_written", donation.payment_written);
    visit("donor_kind", domain::key_of(donation.donor_kind));
    visit("one_stop_requested", donation.one_stop_requested ? "1" : "0");
    visit("name_publication", donation.name_publication ? "1" : "0");
    visit("name_damaged", donation.name_damaged ? "1" : "0");
    visit("gift_wish", domain::key_of(donation.gift_wish));
    visit("on_behalf_of", donation.on_behalf_of);
    visit("remark", donation.remark);
    visit("name", contact.name);
    visit("kana", contact.kana);
    visit("postal_code", contact.postal_code);
    visit("prefecture", contact.prefecture);
    visit("city", contact.city);
    visit("street", contact.street);
    visit("building", contact.building);
    visit("phone", contact.phone);
    visit("mail", contact.mail);
    visit("birth_date", contact.birth_date);
    visit("sex", contact.sex);
    visit("purposes", purposes_text(donation));
    visit("gifts", gifts_text(donation));
    visit("former", former_text(donation));
    visit("documents", donation.documents_contact ? record_text(*donation.documents_contact) : "");
}

}  // namespace

std::string record_text(const domain::Contact& contact)
{
    std::string text;
    append_record(text, contact);
    return text;
}

std::vector<std::pair<const char*, std::string>> stored_fields(const domain::Donation& donation)
{
    std::vector<std::pair<const char*, std::string>> fields;
    visit_fields(donation,
        [&](const char* name, std::string_view value) { fields.emplace_back(name, std::string{value}); });
    return fields;
}

std::string digest_of(
    const Digests& digests, const domain::Donation& donation, std::vector<RevenueEntry> entries)
{
    // Numbers are drawn before the work: entries may be stored in another order than they are numbered.
    std::sort(entries.begin(), entries.end(),
        [](const RevenueEntry& left, const RevenueEntry& right) { return left.id < right.id; });
    std::string text;
    text.reserve(1024);
    append_number(text, donation.id.value);
    for (const std::string& part :
        {donation.number.text(), donation.order.portal, donation.order.order_number}) {
        text += kSeparator;
        text += part;
    }
    for (const std::int64_t number :
        {donation.donor.value, std::int64_t{donation.version}, donation.content_hash}) {
        text += kSeparator;
        append_number(text, number);
    }
    visit_fields(donation, [&](std::string_view name, std::string_view value) {
        // Most donations have none: their digest is as it was before there were such fields.
        if ((name == "former" || is_named(name)) && value.empty()) return;
        if (name == "documents") return;  // among the references
        text += kSeparator;
        if (is_named(name)) text.append(name) += '=';
        text += value;
    });
    text += kSeparator;
    append_references(text, donation);
    if (donation.masked_on) text += kSeparator + std::string{"masked"} + donation.masked_on->iso();
    for (const auto& entry : entries) append_entry(text, entry);
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
