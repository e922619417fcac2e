#include "application/erase_person.hpp"

#include <algorithm>

#include "application/donation_digest.hpp"
#include "application/match_donors.hpp"
#include "application/payment_digest.hpp"
#include "application/receipt_digest.hpp"
#include "application/restore_field.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/receipts.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/portal_import/search_terms.hpp"

namespace furusato::application {
namespace {

using domain::Contact;
using domain::Donation;

constexpr auto kMasked = "masked";

const std::set<std::string>& contact_fields()
{
    static const std::set<std::string> kFields{
        "name", "kana", "postal_code", "city", "street", "building", "phone", "mail", "birth_date", "sex"};
    return kFields;
}

std::string masked_text(const std::string& text)
{
    return text.empty() ? text : domain::kMaskedText;
}

/// The donation as it is and as it was before each change of its contact: a donor is found by everything ever written for him.
std::vector<Donation> donation_and_past(const Donation& donation, const std::vector<RecordedChange>& history)
{
    std::vector<Donation> found{donation};
    Donation past = donation;
    for (auto change = history.rbegin(); change != history.rend(); ++change) {
        bool is_other = false;
        for (const FieldChange& field : change->fields) {
            const bool counts = contact_fields().count(field.field) != 0 || field.field == "donor_kind";
            if (!counts || !field.value_digest.empty()) continue;
            is_other = restore_field(past, field.field, field.old_value) || is_other;
        }
        if (is_other) found.push_back(past);
    }
    return found;
}

/// What a donor is found and compared by, of these donations.
struct Traces {
    std::set<domain::SearchTerm> terms;
    std::set<std::int64_t> keys;

    Traces(
        const std::vector<Donation>& donations, const Digests& digests, const portal_import::NameFolds& folds)
    {
        const DonorMatcher matcher{digests, false};
        for (Donation donation : donations) {
            donation.name_damaged = portal_import::is_name_damaged(donation.contact.name);
            for (auto& term : portal_import::search_terms(donation.contact, folds))
                terms.insert(std::move(term));
            const auto own = portal_import::donor_keys(donation, folds);
            for (const std::int64_t key : matcher.key_hashes({std::move(donation), own, {}}))
                keys.insert(key);
        }
    }
};

/// What clerks recorded of the donor: he stays found by it as long as it is shown.
std::set<domain::SearchTerm> recorded_terms(
    const std::optional<domain::DonorRecord>& record, const portal_import::NameFolds& folds)
{
    std::set<domain::SearchTerm> terms;
    if (!record) return terms;
    const auto add = [&](const Contact& contact) {
        for (auto& term : portal_import::search_terms(contact, folds)) terms.insert(std::move(term));
    };
    Contact reached;
    reached.phone = record->phone;
    reached.mail = record->mail;
    add(reached);
    for (const auto& dated : record->names) {
        Contact named;
        named.name = dated.value.name;
        named.kana = dated.value.kana;
        add(named);
    }
    for (const auto& dated : record->addresses_of(domain::AddressKind::Registered)) {
        Contact living;
        living.postal_code = dated.value.postal_code;
        add(living);
    }
    return terms;
}

template <class Item>
std::vector<Item> without(const std::set<Item>& items, const std::set<Item>& kept)
{
    std::vector<Item> left;
    std::set_difference(items.begin(), items.end(), kept.begin(), kept.end(), std::back_inserter(left));
    return left;
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

/// The donor stays found by what his other donations and the clerks' record of him say, and by nothing when there are none.
void PersonEraser::erase_donor(
    const Donation& before, const std::vector<Donation>& past, const Donation& erased)
{
    std::vector<Donation> others = records_.donations.find_all(records_.retention.donations_of(before.donor));
    std::erase_if(others, [](const Donation& donation) { return donation.masked_on.has_value(); });
    if (others.empty()) {
        records_.retention.mask_donor(
            before.donor, erased.contact_id, digests_.keyed_number(record_text(erased.contact)), operation_);
    } else {
        const Donation& newest = others.back();
        records_.retention.set_donor_contact(
            before.donor, newest.contact_id, digests_.keyed_number(record_text(newest.contact)));
    }
    std::vector<Donation> kept;
    for (const Donation& other : others) {
        const auto with_past =
            donation_and_past(other, records_.operations.history_of("donation", other.id.value));
        kept.insert(kept.end(), with_past.begin(), with_past.end());
    }
    const Traces own{past, digests_, rules_.folds};
    Traces left{kept, digests_, rules_.folds};
    left.terms.merge(recorded_terms(records_.donor_records.find(before.donor), rules_.folds));
    records_.retention.remove_terms(before.donor, without(own.terms, left.terms));
    records_.retention.remove_keys(before.donor, without(own.keys, left.keys));
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
