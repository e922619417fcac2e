#include "application/donor_traces.hpp"

#include "application/match_donors.hpp"
#include "application/restore_field.hpp"
#include "furusato/portal_import/search_terms.hpp"

namespace furusato::application {

using domain::Contact;
using domain::Donation;

const std::set<std::string>& contact_fields()
{
    static const std::set<std::string> kFields{
        "name", "kana", "postal_code", "city", "street", "building", "phone", "mail", "birth_date", "sex"};
    return kFields;
}

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

std::vector<Donation> donations_and_past(Records& records, const std::vector<Donation>& donations)
{
    std::vector<Donation> found;
    for (const Donation& donation : donations) {
        const auto with_past =
            donation_and_past(donation, records.operations.history_of("donation", donation.id.value));
        found.insert(found.end(), with_past.begin(), with_past.end());
    }
    return found;
}

portal_import::DonationDraft draft_of(Donation donation, const portal_import::NameFolds& folds)
{
    donation.name_damaged = portal_import::is_name_damaged(donation.contact.name);
    const auto keys = portal_import::donor_keys(donation, folds);
    auto terms = portal_import::search_terms(donation.contact, folds);
    return {std::move(donation), keys, std::move(terms)};
}

DonorTraces::DonorTraces(
    const std::vector<Donation>& donations, const Digests& digests, const portal_import::NameFolds& folds)
{
    for (const Donation& donation : donations) {
        const auto draft = draft_of(donation, folds);
        terms.insert(draft.terms.begin(), draft.terms.end());
        if (donation.donor_kind == domain::DonorKind::Anonymous) continue;
        for (const std::int64_t key : key_hashes_of(digests, draft).all()) keys.insert(key);
    }
}

void DonorTraces::add(const std::optional<domain::DonorRecord>& record, const portal_import::NameFolds& folds)
{
    if (!record) return;
    const auto add_terms = [&](const Contact& contact) {
        for (auto& term : portal_import::search_terms(contact, folds)) terms.insert(std::move(term));
    };
    Contact reached;
    reached.phone = record->phone;
    reached.mail = record->mail;
    add_terms(reached);
    for (const auto& dated : record->names) {
        Contact named;
        named.name = dated.value.name;
        named.kana = dated.value.kana;
        add_terms(named);
    }
    for (const auto& dated : record->addresses_of(domain::AddressKind::Registered)) {
        Contact living;
        living.postal_code = dated.value.postal_code;
        add_terms(living);
    }
}

}  // namespace furusato::application
