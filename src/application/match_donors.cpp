#include "application/match_donors.hpp"

#include <algorithm>

#include "application/donation_digest.hpp"

namespace furusato::application {

using portal_import::DonationDraft;

std::vector<std::int64_t> DonorMatcher::Keys::all() const
{
    std::vector<std::int64_t> keys;
    for (const std::int64_t key : {mail, phone, name_postal, kana_birth}) {
        if (key != 0) keys.push_back(key);
    }
    return keys;
}

std::int64_t DonorMatcher::hashed(const char* kind, const std::string& text) const
{
    return text.empty() ? 0 : digests_.keyed_number(kind + text);
}

DonorMatcher::Keys DonorMatcher::keys_of(const DonationDraft& draft) const
{
    // The kind of donor is part of each key: nothing is ever matched across individuals and corporations.
    const std::string kind = std::string{domain::key_of(draft.donation.donor_kind)} + '\x1f';
    const auto& keys = draft.keys;
    Keys found;
    found.mail = keys.mail.empty() ? 0 : hashed("mail:", kind + keys.mail);
    found.phone = keys.phone.empty() ? 0 : hashed("phone:", kind + keys.phone);
    if (!keys.name.empty() && !keys.postal_code.empty())
        found.name_postal = hashed("postal:", kind + keys.name + '\x1f' + keys.postal_code);
    if (!keys.kana.empty() && !keys.birth_date.empty())
        found.kana_birth = hashed("birth:", kind + keys.kana + '\x1f' + keys.birth_date);
    return found;
}

DonorFacts DonorMatcher::facts_of(const DonationDraft& draft) const
{
    const auto& keys = draft.keys;
    return {.id = {},
        .kind = draft.donation.donor_kind,
        .name_hash = hashed("name:", keys.name),
        .kana_hash = hashed("kana:", keys.kana),
        .address_hash = hashed("address:", keys.address),
        .birth_date = keys.birth_date,
        .postal_code = keys.postal_code,
        .contact = {},
        .contact_hash = digests_.keyed_number(record_text(draft.donation.contact))};
}

void DonorMatcher::remember(DonorFacts* donor, const std::vector<std::int64_t>& keys)
{
    for (const std::int64_t key : keys) {
        auto& block = by_key_[key];
        if (std::find(block.begin(), block.end(), donor) == block.end()) block.push_back(donor);
    }
}

void DonorMatcher::load(Records& records, const std::vector<const DonationDraft*>& drafts)
{
    if (!ledger_has_donors_) return;
    std::vector<std::int64_t> wanted;
    for (const DonationDraft* draft : drafts) {
        for (const std::int64_t key : keys_of(*draft).all()) wanted.push_back(key);
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    for (const auto& candidate : records.donors.find_candidates(wanted)) {
        DonorFacts*& known = stored_[candidate.facts.id.value];
        if (known == nullptr) known = &donors_.emplace_back(candidate.facts);
        remember(known, {candidate.key_hash});
    }
}

DonorFacts* DonorMatcher::find(const Keys& keys, const DonorFacts& wanted)
{
    if (wanted.name_hash == 0) return nullptr;
    const auto search = [&](std::int64_t key, bool needs_birth_date) -> DonorFacts* {
        const auto block = by_key_.find(key);
        if (key == 0 || block == by_key_.end()) return nullptr;
        for (DonorFacts* donor : block->second) {
            if (donor->kind != wanted.kind || donor->name_hash != wanted.name_hash) continue;
            if (needs_birth_date && (wanted.birth_date.empty() || donor->birth_date != wanted.birth_date))
                continue;
            return donor;
        }
        return nullptr;
    };
    if (DonorFacts* donor = search(keys.mail, false)) return donor;
    if (DonorFacts* donor = search(keys.phone, false)) return donor;
    return search(keys.name_postal, true);
}

MatchedDonor DonorMatcher::match(const DonationDraft& draft)
{
    const Keys keys = keys_of(draft);
    const DonorFacts wanted = facts_of(draft);
    const bool anonymous = draft.donation.donor_kind == domain::DonorKind::Anonymous;
    MatchedDonor matched;
    matched.facts = anonymous ? nullptr : find(keys, wanted);
    if (matched.facts == nullptr) {
        matched.is_new = true;
        matched.facts = &donors_.emplace_back(wanted);
        matched.new_keys = anonymous ? std::vector<std::int64_t>{} : keys.all();
        matched.new_terms = draft.terms;
        remember(matched.facts, matched.new_keys);
        return matched;
    }
    for (const std::int64_t key : keys.all()) {
        const auto block = by_key_.find(key);
        const bool known = block != by_key_.end() && std::find(block->second.begin(), block->second.end(),
                                                         matched.facts) != block->second.end();
        if (!known) matched.new_keys.push_back(key);
    }
    remember(matched.facts, matched.new_keys);
    // A donor who writes from a new address or telephone is to be found by it; the name alone was known before.
    if (!matched.new_keys.empty()) matched.new_terms = draft.terms;
    return matched;
}

}  // namespace furusato::application
