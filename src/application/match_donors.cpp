#include "application/match_donors.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "application/donation_digest.hpp"
#include "furusato/application/donor_matching.hpp"

namespace furusato::application {

using domain::DonorLikeness;
using domain::Likeness;
using domain::MatchField;
using domain::MatchVerdict;
using portal_import::DonationDraft;

namespace {

std::int64_t hashed(const Digests& digests, const char* kind, const std::string& text)
{
    return text.empty() ? 0 : digests.keyed_number(kind + text);
}

/// Of two facts, where 0 is not known.
Likeness compared(std::int64_t told, std::int64_t known)
{
    if (told == 0 || known == 0) return Likeness::Unknown;
    return told == known ? Likeness::Agrees : Likeness::Differs;
}

/// A day (1961-01-06) or a postal code (7450045) as the number of its digits; 0 for "".
std::int32_t number_of(const std::string& text)
{
    std::uint32_t number = 0;
    for (const char letter : text) {
        if (letter >= '0' && letter <= '9') number = number * 10 + static_cast<std::uint32_t>(letter - '0');
    }
    return static_cast<std::int32_t>(number & 0x7FFFFFFF);
}

KnownDonor known_by(const DonorFacts& facts, bool is_stored)
{
    return {.id = facts.id,
        .contact = facts.contact,
        .contact_hash = facts.contact_hash,
        .name_hash = facts.name_hash,
        .kana_hash = facts.kana_hash,
        .address_hash = facts.address_hash,
        .birth_date = number_of(facts.birth_date),
        .postal_code = number_of(facts.postal_code),
        .is_stored = is_stored};
}

}  // namespace

std::vector<std::int64_t> DonorKeyHashes::all() const
{
    std::vector<std::int64_t> keys;
    for (const std::int64_t key : {mail, phone, name_postal, kana_birth}) {
        if (key != 0) keys.push_back(key);
    }
    return keys;
}

DonorKeyHashes key_hashes_of(const Digests& digests, const DonationDraft& draft)
{
    // The kind of donor is part of each key: nothing is ever matched across individuals and corporations.
    const std::string kind = std::string{domain::key_of(draft.donation.donor_kind)} + '\x1f';
    const auto& keys = draft.keys;
    DonorKeyHashes found;
    if (!keys.mail.empty()) found.mail = hashed(digests, "mail:", kind + keys.mail);
    if (!keys.phone.empty()) found.phone = hashed(digests, "phone:", kind + keys.phone);
    if (!keys.name.empty() && !keys.postal_code.empty())
        found.name_postal = hashed(digests, "postal:", kind + keys.name + '\x1f' + keys.postal_code);
    if (!keys.kana.empty() && !keys.birth_date.empty())
        found.kana_birth = hashed(digests, "birth:", kind + keys.kana + '\x1f' + keys.birth_date);
    return found;
}

DonorFacts donor_facts_of(const Digests& digests, const DonationDraft& draft)
{
    const auto& keys = draft.keys;
    // A postal code without the numbers of the house is no address, nor are they without it.
    const bool is_whole_address = !keys.postal_code.empty() && keys.address != keys.postal_code;
    return {.id = {},
        .kind = draft.donation.donor_kind,
        .name_hash = hashed(digests, "name:", keys.name),
        .kana_hash = hashed(digests, "kana:", keys.kana),
        .address_hash = is_whole_address ? hashed(digests, "address:", keys.address) : 0,
        .birth_date = keys.birth_date,
        .postal_code = keys.postal_code,
        .contact = {},
        .contact_hash = digests.keyed_number(record_text(draft.donation.contact))};
}

void DonorMatcher::load(Records& records, const std::vector<const DonationDraft*>& drafts)
{
    keys_.clear();
    if (!ledger_has_donors_) return;
    load_pairs(records);
    std::vector<std::int64_t> wanted;
    for (const DonationDraft* draft : drafts) {
        const DonorKeyHashes keys = key_hashes_of(digests_, *draft);
        keys_.emplace(draft, keys);
        for (const std::int64_t key : keys.all()) wanted.push_back(key);
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    for (const auto& candidate : records.donors.find_candidates(wanted)) {
        const std::int64_t id = candidate.facts.id.value;
        const auto [known, is_new] = stored_.emplace(id, static_cast<Number>(donors_.size()));
        if (is_new) add_donor(known_by(candidate.facts, true));
        blocks_.add(candidate.key_hash, known->second);
    }
}

/// What was decided of a donor holds for whom he was made one with.
void DonorMatcher::load_pairs(Records& records)
{
    if (has_pairs_) return;
    has_pairs_ = true;
    std::map<std::int64_t, std::int64_t> survivors;
    for (const auto& [merged, survivor] : records.donor_matching.merged_donors())
        survivors.emplace(merged.value, survivor.value);
    const auto survivor_of = [&](std::int64_t donor) {
        for (auto next = survivors.find(donor); next != survivors.end(); next = survivors.find(donor))
            donor = next->second;
        return donor;
    };
    records.donor_matching.for_each_pair([&](const DonorPair& pair) {
        known_pairs_.insert(std::minmax(survivor_of(pair.donor.value), survivor_of(pair.other.value)));
    });
}

/// Whoever shares a key with the donation, with what the key itself says: it may be of another mail, telephone or address than the first.
void DonorMatcher::gather(const DonorKeyHashes& keys)
{
    found_.clear();
    const auto add = [this](std::int64_t key, std::initializer_list<std::pair<MatchField, Likeness>> says) {
        blocks_.for_each(key, [&](Number donor) {
            auto known = std::find_if(
                found_.begin(), found_.end(), [&](const Found& other) { return other.donor == donor; });
            if (known == found_.end()) known = found_.insert(found_.end(), {donor, {}});
            for (const auto& [field, likeness] : says) known->likeness.set(field, likeness);
        });
    };
    add(keys.mail, {{MatchField::Mail, Likeness::Agrees}});
    add(keys.phone, {{MatchField::Phone, Likeness::Agrees}});
    add(keys.name_postal, {{MatchField::Name, Likeness::Agrees}, {MatchField::Address, Likeness::Partly}});
    add(keys.kana_birth, {{MatchField::Kana, Likeness::Agrees}, {MatchField::BirthDate, Likeness::Agrees}});
}

/// Compares with each donor's own facts what his keys leave open.
void DonorMatcher::compare(const KnownDonor& wanted)
{
    for (auto& [donor, likeness] : found_) {
        const KnownDonor& facts = donors_[donor];
        const auto complete = [&likeness = likeness](MatchField field, Likeness says) {
            if (likeness.of(field) == Likeness::Unknown) likeness.set(field, says);
        };
        complete(MatchField::Name, compared(wanted.name_hash, facts.name_hash));
        complete(MatchField::Kana, compared(wanted.kana_hash, facts.kana_hash));
        complete(MatchField::BirthDate, compared(wanted.birth_date, facts.birth_date));
        if (compared(wanted.address_hash, facts.address_hash) == Likeness::Agrees) {
            likeness.set(MatchField::Address, Likeness::Agrees);
        } else if (compared(wanted.postal_code, facts.postal_code) == Likeness::Agrees) {
            likeness.set(MatchField::Address, Likeness::Partly);
        }
    }
}

/// In the order in which they became donors: of two who are as much alike the older one is taken, however they were looked up, so that
/// an import that was interrupted ends as one that was not.
void DonorMatcher::put_in_order()
{
    const auto is_older = [this](const Found& left, const Found& right) {
        const KnownDonor& one = donors_[left.donor];
        const KnownDonor& other = donors_[right.donor];
        if (one.is_stored && other.is_stored) return one.id.value < other.id.value;
        if (!one.is_stored && !other.is_stored) return left.donor < right.donor;
        return one.is_stored;
    };
    if (found_.size() > 1) std::sort(found_.begin(), found_.end(), is_older);
}

/// The most alike is the donor; others that would do as well, or nearly, are for a clerk to look at.
std::optional<DonorMatcher::Number> DonorMatcher::choose(MatchedDonor& matched)
{
    const Found* best = nullptr;
    const Found* second = nullptr;
    int best_score = 0;
    int second_score = 0;
    bool is_sure = false;
    for (const Found& found : found_) {
        const MatchVerdict verdict = rule_.judge(found.likeness);
        if (verdict == MatchVerdict::Separate) continue;
        const bool found_is_sure = verdict == MatchVerdict::Automatic;
        const int score = rule_.score(found.likeness);
        const bool is_better =
            best == nullptr || std::pair{found_is_sure, score} > std::pair{is_sure, best_score};
        if (is_better) {
            if (is_sure) std::tie(second, second_score) = std::pair{best, best_score};
            best = &found;
            best_score = score;
            is_sure = found_is_sure;
        } else if (found_is_sure && (second == nullptr || score > second_score)) {
            second = &found;
            second_score = score;
        }
    }
    if (best == nullptr) return std::nullopt;
    const auto add = [&](const Found& found, int score) {
        matched.to_review.push_back({&donors_[found.donor], found.likeness, score});
    };
    if (!is_sure) {
        add(*best, best_score);
        return std::nullopt;
    }
    matched.likeness = best->likeness;
    matched.score = best_score;
    if (second != nullptr && is_new_pair(best->donor, second->donor)) add(*second, second_score);
    return best->donor;
}

bool DonorMatcher::is_new_pair(Number one, Number other)
{
    const KnownDonor& left = donors_[one];
    const KnownDonor& right = donors_[other];
    const bool is_known = left.is_stored && right.is_stored &&
                          known_pairs_.count(std::minmax({left.id.value, right.id.value})) != 0;
    if (is_known) return false;
    return proposed_.insert(std::minmax(one, other)).second;
}

DonorMatcher::Number DonorMatcher::add_donor(const KnownDonor& donor)
{
    donors_.push_back(donor);
    return static_cast<Number>(donors_.size() - 1);
}

MatchedDonor DonorMatcher::match(const DonationDraft& draft)
{
    const auto loaded = keys_.find(&draft);
    DonorKeyHashes keys = loaded == keys_.end() ? key_hashes_of(digests_, draft) : loaded->second;
    DonorFacts facts = donor_facts_of(digests_, draft);
    const KnownDonor wanted = known_by(facts, false);
    if (draft.donation.donor_kind == domain::DonorKind::Anonymous) keys = {};
    gather(keys);
    put_in_order();
    compare(wanted);
    MatchedDonor matched;
    const std::optional<Number> best = choose(matched);
    matched.is_new = !best;
    const Number number = best ? *best : add_donor(wanted);
    matched.donor = &donors_[number];
    if (matched.is_new) matched.facts = std::move(facts);
    for (const std::int64_t key : keys.all()) {
        if (blocks_.add(key, number)) matched.new_keys.push_back(key);
    }
    // A donor who writes from a new address or telephone is to be found by it; the name alone was known before.
    if (matched.is_new || !matched.new_keys.empty()) matched.new_terms = draft.terms;
    return matched;
}

}  // namespace furusato::application
