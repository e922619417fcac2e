#include "application/erase_person.hpp"

#include <algorithm>

#include "application/donation_digest.hpp"
#include "application/donor_traces.hpp"
#include "application/payment_digest.hpp"
#include "application/receipt_digest.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/donors.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/revenue.hpp"

namespace furusato::application {
namespace {

using domain::Contact;
using domain::Donation;

constexpr auto kMasked = "masked";

std::string masked_text(const std::string& text)
{
    return text.empty() ? text : domain::kMaskedText;
}

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

void PersonEraser::mask_history(
    const std::string& entity, std::int64_t id, const std::set<std::string>& fields)
{
    for (const auto& change : records_.operations.history_of(entity, id)) {
        for (const FieldChange& field : change.fields) {
            if (fields.count(field.field) == 0 || !field.value_digest.empty()) continue;
            records_.operations.mask_field(change.operation.id, entity, id,
                {field.field, masked_text(field.old_value), masked_text(field.new_value),
                    digest_of(digests_, field)});
        }
    }
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
    mask_history("donation", after.id.value, fields);
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

/// The donor stays found by what his other donations and the clerks' record of him say, and by nothing when there are none. Who was made
/// one with him goes the same way.
void PersonEraser::erase_donor(
    const Donation& before, const std::vector<Donation>& past, const Donation& erased)
{
    std::vector<Donation> others = records_.donations.find_all(records_.retention.donations_of(before.donor));
    std::erase_if(others, [](const Donation& donation) { return donation.masked_on.has_value(); });
    const DonorTraces own{past, digests_, rules_.folds};
    const DonorTraces left{donations_and_past(records_, others), digests_, rules_.folds};
    for (const domain::DonorId number : records_.donor_matching.group_of(before.donor)) {
        const Contact& told = others.empty() ? erased.contact : others.back().contact;
        const domain::ContactId contact = others.empty() ? erased.contact_id : others.back().contact_id;
        const std::int64_t hash = digests_.keyed_number(record_text(told));
        if (others.empty()) {
            records_.retention.mask_donor(number, contact, hash, operation_);
        } else {
            records_.retention.set_donor_contact(number, contact, hash);
        }
        DonorTraces kept = left;
        kept.add(records_.donor_records.find(number), rules_.folds);
        records_.retention.remove_terms(number, without(own.terms, kept.terms));
        records_.retention.remove_keys(number, without(own.keys, kept.keys));
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
    fields.insert({"remark", "gifts"});
    store(after, fields, touched);
    erase_receipts(after.id, touched);
    erase_donor(*before, past, after);
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
    mask_history("payment", payment->id, {"payer", "reference", "note"});
    touched.push_back({"payment", payment->id, kMasked, digest_of(digests_, *payment), {}});
    return true;
}

}  // namespace furusato::application
