#include "application/erase_person.hpp"

#include "application/donation_digest.hpp"
#include "application/donor_traces.hpp"
#include "application/erase_donor.hpp"
#include "application/erase_tickets.hpp"
#include "application/mask_history.hpp"
#include "application/payment_digest.hpp"
#include "application/receipt_digest.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/revenue.hpp"

namespace furusato::application {
namespace {

using domain::Contact;
using domain::Donation;

constexpr auto kMasked = "masked";

}  // namespace

domain::ContactId PersonEraser::nobody_in(const std::string& prefecture)
{
    auto& contact = nobody_[prefecture];
    if (contact.value == 0) {
        contact = {next_contact_++};
        Contact somebody;
        somebody.prefecture = prefecture;
        records_.donors.add_contacts({{contact, domain::masked(somebody)}});
    }
    return contact;
}

void PersonEraser::mask_fields(
    const std::string& entity, std::int64_t id, const std::set<std::string>& fields)
{
    mask_history(records_, digests_, entity, id,
        [&](const FieldChange& field) { return fields.count(field.field) != 0; });
}

void PersonEraser::erase_gift_recipients(Donation& donation)
{
    for (auto& line : donation.gifts) {
        if (!line.recipient) continue;
        line.recipient = domain::masked({});
        line.recipient_id = nobody_in("");
    }
}

void PersonEraser::store(
    const Donation& after, const std::set<std::string>& fields, std::vector<HistoryEntry>& touched)
{
    records_.donations.replace(after);
    mask_fields("donation", after.id.value, fields);
    touched.push_back({"donation", after.id.value, kMasked,
        digest_of(digests_, after, records_.revenue.entries_of(after.id)), {}});
}

void PersonEraser::erase_receipts(domain::DonationId donation, std::vector<HistoryEntry>& touched)
{
    for (domain::Receipt& receipt : records_.receipts.of_donation(donation)) {
        receipt.contact_id = nobody_in(receipt.contact.prefecture);
        receipt.contact = domain::masked(receipt.contact);
        records_.receipts.set_contact(receipt.id, receipt.contact_id);
        touched.push_back(
            {"receipt", receipt.id.value, kMasked, digest_of(digests_, receipt, rules_.eras), {}});
    }
}

bool PersonEraser::erase_donation(const DueRecord& due, std::vector<HistoryEntry>& touched)
{
    const auto before = records_.donations.find({due.id});
    if (!before || before->masked_on || before->version != due.version) return false;
    const auto past =
        donation_and_past(*before, records_.operations.history_of("donation", before->id.value));
    Donation after = *before;
    after.contact = domain::masked(before->contact);
    after.contact_id = nobody_in(before->contact.prefecture);
    after.documents_contact = std::nullopt;
    after.documents_contact_id = {};
    after.remark = masked_text(before->remark);
    after.name_damaged = false;
    after.masked_on = today_;
    ++after.version;
    after.changed_by = operation_;
    erase_gift_recipients(after);
    auto fields = contact_fields();
    fields.insert({"remark", "gifts", "documents"});
    store(after, fields, touched);
    erase_receipts(after.id, touched);
    TicketEraser{records_, digests_, operation_, touched}.erase_of(after.id);
    DonorEraser{records_, digests_, rules_, operation_}.erase(before->donor, past, after, touched);
    return true;
}

bool PersonEraser::erase_recipients(const DueRecord& due, std::vector<HistoryEntry>& touched)
{
    const auto before = records_.donations.find({due.id});
    if (!before || before->version != due.version) return false;
    Donation after = *before;
    erase_gift_recipients(after);
    ++after.version;
    after.changed_by = operation_;
    store(after, {"gifts"}, touched);
    return true;
}

bool PersonEraser::erase_payer(const DueRecord& due, std::vector<HistoryEntry>& touched)
{
    auto payment = records_.payments.find(due.id);
    if (!payment || payment->version != due.version) return false;
    payment->payer = domain::kMaskedText;
    payment->reference = masked_text(payment->reference);
    // A code says nothing of a person; a clerk's words may.
    if (payment->state == PaymentState::SetAside) payment->note = masked_text(payment->note);
    ++payment->version;
    if (!records_.payments.mask(*payment)) return false;
    mask_fields("payment", payment->id, {"payer", "reference", "note"});
    touched.push_back({"payment", payment->id, kMasked, digest_of(digests_, *payment), {}});
    return true;
}

}  // namespace furusato::application
