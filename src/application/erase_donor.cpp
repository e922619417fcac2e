#include "application/erase_donor.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "application/donation_digest.hpp"
#include "application/donor_digest.hpp"
#include "application/donor_timelines.hpp"
#include "application/donor_traces.hpp"
#include "application/erase_tickets.hpp"
#include "application/mask_history.hpp"
#include "application/match_donors.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/portal_import/search_terms.hpp"

namespace furusato::application {
namespace {

using domain::Contact;
using domain::Donation;
using domain::DonorRecord;

using Terms = std::set<domain::SearchTerm>;

/// What clerks recorded of a donor, one contact for each name and address.
std::vector<Contact> recorded_contacts(const DonorRecord& record)
{
    Contact reached;
    reached.phone = record.phone;
    reached.mail = record.mail;
    std::vector<Contact> contacts{reached};
    for (const auto& dated : record.names) {
        Contact& named = contacts.emplace_back();
        named.name = dated.value.name;
        named.kana = dated.value.kana;
    }
    for (const std::string_view kind : domain::kAddressKindKeys) {
        for (const auto& dated : record.addresses_of(*domain::address_kind_of(kind))) {
            const domain::Address& address = dated.value;
            Contact& living = contacts.emplace_back();
            // By his registered address alone a donor is found.
            if (kind == domain::key_of(domain::AddressKind::Registered))
                living.postal_code = address.postal_code;
            living.city = address.city;
            living.street = address.street;
            living.building = address.building;
        }
    }
    return contacts;
}

Terms terms_of(const std::vector<Contact>& contacts, const portal_import::NameFolds& folds)
{
    Terms terms;
    for (const Contact& contact : contacts) {
        for (auto& term : portal_import::search_terms(contact, folds)) terms.insert(std::move(term));
    }
    return terms;
}

/// "2023-01-01～2023-12-31 徳山　花子（トクヤマ　ハナコ）" per line: name and reading without their days.
void add_names(std::vector<Contact>& contacts, const std::string& text)
{
    static const std::string kOpening = "（";
    static const std::string kClosing = "）";
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        const std::string line = text.substr(start, end - start);
        const std::string said = line.substr(std::min(line.find(' ') + 1, line.size()));
        Contact& named = contacts.emplace_back();
        const auto reading = said.find(kOpening);
        named.name = said.substr(0, reading);
        if (reading != std::string::npos && said.size() >= reading + kOpening.size() + kClosing.size())
            named.kana = said.substr(
                reading + kOpening.size(), said.size() - reading - kOpening.size() - kClosing.size());
        start = end + 1;
    }
}

void add_postal_codes(std::vector<Contact>& contacts, const std::string& text)
{
    static const std::string kSign = "〒";
    for (auto at = text.find(kSign); at != std::string::npos; at = text.find(kSign, at + 1)) {
        const auto start = at + kSign.size();
        contacts.emplace_back().postal_code = text.substr(start, text.find(' ', start) - start);
    }
}

/// What clerks once recorded and replaced: he is found by it still.
std::vector<Contact> contacts_in_history(const std::vector<RecordedChange>& history)
{
    std::vector<Contact> contacts;
    for (const RecordedChange& change : history) {
        for (const FieldChange& field : change.fields) {
            if (!field.value_digest.empty()) continue;
            for (const std::string& value : {field.old_value, field.new_value}) {
                if (field.field == kDatedName) add_names(contacts, value);
                if (field.field == dated_field(domain::AddressKind::Registered))
                    add_postal_codes(contacts, value);
                if (field.field == "phone") contacts.emplace_back().phone = value;
                if (field.field == "mail") contacts.emplace_back().mail = value;
            }
        }
    }
    return contacts;
}

/// The words that name or find a person.
void add_words(std::set<std::string>& words, const Contact& contact)
{
    for (const std::string* word : {&contact.name, &contact.kana, &contact.postal_code, &contact.city,
             &contact.street, &contact.building, &contact.phone, &contact.mail}) {
        if (!word->empty()) words.insert(*word);
    }
}

bool is_flag(const std::string& field)
{
    return field == "mail_opt_out" || field == "address_protected";
}

}  // namespace

void DonorEraser::erase(domain::DonorId donor, const std::vector<Donation>& past, const Donation& nobody,
    std::vector<HistoryEntry>& touched)
{
    std::vector<Donation> others = records_.donations.find_all(records_.retention.donations_of(donor));
    std::erase_if(others, [](const Donation& donation) { return donation.masked_on.has_value(); });
    // Who was made one with him goes the same way.
    for (const domain::DonorId number : records_.donor_matching.group_of(donor)) {
        if (others.empty()) {
            erase_wholly(number, past, nobody, touched);
        } else {
            erase_in_part(number, past, others);
        }
    }
}

void DonorEraser::erase_wholly(domain::DonorId donor, const std::vector<Donation>& past,
    const Donation& nobody, std::vector<HistoryEntry>& touched)
{
    records_.retention.mask_donor(
        donor, nobody.contact_id, digests_.keyed_number(record_text(nobody.contact)), operation_);
    DonorTraces own{past, digests_, rules_.folds};
    if (const auto record = records_.donor_records.find(donor))
        own.terms.merge(terms_of(recorded_contacts(*record), rules_.folds));
    own.terms.merge(
        terms_of(contacts_in_history(records_.operations.history_of("donor", donor.value)), rules_.folds));
    records_.retention.remove_terms(donor, {own.terms.begin(), own.terms.end()});
    records_.retention.remove_keys(donor, {own.keys.begin(), own.keys.end()});
    erase_record(donor, touched);
    TicketEraser{records_, digests_, operation_, touched}.erase_of(donor);
}

/// What clerks kept of somebody who is nobody now: no name, no address, no flag.
void DonorEraser::erase_record(domain::DonorId donor, std::vector<HistoryEntry>& touched)
{
    const auto before = records_.donor_records.find(donor);
    if (!before || before->version == 1) return;
    DonorRecord after;
    after.donor = donor;
    after.kind = before->kind;
    after.remark = masked_text(before->remark);
    after.version = before->version + 1;
    after.changed_by = operation_;
    records_.donor_records.save(after);
    mask_history(records_, digests_, "donor", donor.value, [](const FieldChange&) { return true; });
    touched.push_back({"donor", donor.value, "masked", digest_of(digests_, after), {}});
}

/// The donor stays found by what his other donations and the clerks' record of him say.
void DonorEraser::erase_in_part(
    domain::DonorId donor, const std::vector<Donation>& past, const std::vector<Donation>& others)
{
    show_as(donor, others.back());
    const std::vector<Donation> kept = donations_and_past(records_, others);
    const DonorTraces own{past, digests_, rules_.folds};
    DonorTraces left{kept, digests_, rules_.folds};
    if (const auto record = records_.donor_records.find(donor))
        left.terms.merge(terms_of(recorded_contacts(*record), rules_.folds));
    records_.retention.remove_terms(donor, without(own.terms, left.terms));
    records_.retention.remove_keys(donor, without(own.keys, left.keys));
    mask_what_only_they_told(donor, past, kept);
}

/// Found, compared and called by this donation from now on.
void DonorEraser::show_as(domain::DonorId donor, const Donation& newest)
{
    DonorFacts facts = donor_facts_of(digests_, draft_of(newest, rules_.folds));
    facts.id = donor;
    facts.contact = newest.contact_id;
    records_.retention.set_donor_facts(facts, operation_);
}

void DonorEraser::mask_what_only_they_told(
    domain::DonorId donor, const std::vector<Donation>& past, const std::vector<Donation>& kept)
{
    std::set<std::string> told;
    std::set<std::string> known;
    for (const Donation& donation : past) add_words(told, donation.contact);
    for (const Donation& donation : kept) add_words(known, donation.contact);
    if (const auto record = records_.donor_records.find(donor)) {
        for (const Contact& contact : recorded_contacts(*record)) add_words(known, contact);
    }
    const auto gone = without(told, known);
    mask_history(records_, digests_, "donor", donor.value, [&](const FieldChange& field) {
        return !is_flag(field.field) && std::any_of(gone.begin(), gone.end(), [&](const std::string& word) {
            return field.old_value.find(word) != std::string::npos ||
                   field.new_value.find(word) != std::string::npos;
        });
    });
}

}  // namespace furusato::application
