#include "furusato/application/enter_donation.hpp"
#include "furusato/application/refuse_individual_number.hpp"

#include <algorithm>
#include <cstring>

#include "application/closed_books.hpp"
#include "application/corporate_scheme_check.hpp"
#include "application/donation_writer.hpp"
#include "application/edit_gifts.hpp"
#include "application/plan_orders.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/domain/prefecture.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "furusato/portal_import/pipeline.hpp"
#include "furusato/portal_import/search_terms.hpp"

namespace furusato::application {
namespace {

using domain::Donation;
using domain::PaymentMethod;
using domain::Refusal;
using domain::RefusalKind;
using portal_import::Field;
using portal_import::PortalProfile;
using portal_import::ToldState;
using Facts = std::map<Field, std::string>;

constexpr auto kOwnLayout = "generic";
constexpr int kSimilarDays = 31;
constexpr auto kToBeNumbered = "M";

const PortalProfile& own_layout(const std::vector<PortalProfile>& profiles)
{
    const auto found = std::find_if(profiles.begin(), profiles.end(),
        [](const PortalProfile& profile) { return profile.id == kOwnLayout; });
    if (found == profiles.end())
        throw Refusal{RefusalKind::Invalid, "profile.invalid", {{"file", kOwnLayout}}};
    return *found;
}

/// The text of a file with one record.
class OneRecord final : public portal_import::ByteSource {
public:
    OneRecord(const Facts& facts, const PortalProfile& profile)
    {
        std::string headers;
        std::string cells;
        // All columns, so that the layout is known for what it is.
        for (const auto& [field, names] : profile.aliases) {
            const auto fact = facts.find(field);
            add(headers, names.front());
            add(cells, fact == facts.end() ? "" : fact->second);
        }
        text_ = headers + "\r\n" + cells + "\r\n";
    }

    std::size_t read(char* buffer, std::size_t size) override
    {
        const std::size_t count = std::min(size, text_.size() - at_);
        std::memcpy(buffer, text_.data() + at_, count);
        at_ += count;
        return count;
    }
    void rewind() override { at_ = 0; }

private:
    static void add(std::string& line, const std::string& cell)
    {
        line += line.empty() ? "\"" : ",\"";
        for (const char letter : cell) line += letter == '"' ? std::string{"\"\""} : std::string{letter};
        line += '"';
    }

    std::string text_;
    std::size_t at_ = 0;
};

/// The layout's word for a key such as "counter", or the word itself if the layout knows it.
template <class Value>
std::string word_for(const std::map<std::string, Value>& words, const std::string& typed,
    const std::optional<Value>& meant, const char* field)
{
    if (typed.empty() || words.count(portal_import::fold_word(typed)) != 0) return typed;
    for (const auto& [word, value] : words) {
        if (meant && value == *meant) return word;
    }
    throw Refusal{RefusalKind::Invalid, "entry.word_unknown", {{"field", field}, {"value", typed}}};
}

/// Any of the layout's words for a state.
std::string word_meaning(const std::map<std::string, ToldState>& words, ToldState state)
{
    for (const auto& [word, told] : words) {
        if (told == state) return word;
    }
    return {};
}

std::string fact_of(const Facts& facts, Field field)
{
    const auto found = facts.find(field);
    return found == facts.end() ? std::string{} : std::string{portal_import::trimmed(found->second)};
}

bool is_cash(const PortalProfile& profile, const std::string& word)
{
    const auto method = profile.payment_methods.find(portal_import::fold_word(word));
    return method != profile.payment_methods.end() &&
           (method->second == PaymentMethod::Counter || method->second == PaymentMethod::CashMail);
}

/// In none of the facts but those that are numbers themselves.
void refuse_individual_numbers(const Facts& facts, const PortalProfile& profile)
{
    for (const auto& [field, text] : facts) {
        if (field != Field::OrderNumber && field != Field::Phone)
            refuse_individual_number(profile.aliases.at(field).front(), text);
    }
}

[[noreturn]] void refuse_field(const char* code, const char* field)
{
    throw Refusal{RefusalKind::Invalid, code, {{"field", field}}};
}

/// An import keeps what it can of such cells; a clerk at the counter can still ask.
void refuse_unread(const Facts& facts, const Donation& donation, const domain::Date& today)
{
    struct Fact {
        Field field;
        const char* name;
        const std::string& read;
    };
    const domain::Contact& contact = donation.contact;
    for (const Fact& fact : {Fact{Field::PostalCode, "postal_code", contact.postal_code},
             Fact{Field::Phone, "phone", contact.phone},
             Fact{Field::BirthDate, "birth_date", contact.birth_date}}) {
        if (!fact_of(facts, fact.field).empty() && fact.read.empty())
            refuse_field("field.invalid", fact.name);
    }
    const bool is_anonymous = donation.donor_kind == domain::DonorKind::Anonymous;
    if (contact.name.empty() && !is_anonymous) refuse_field("entry.name_missing", "name");
    if (!contact.prefecture.empty() && !domain::is_prefecture(contact.prefecture))
        refuse_field("field.invalid", "prefecture");
    if (!contact.mail.empty() && contact.mail.find('@') == std::string::npos)
        refuse_field("field.invalid", "mail");
    if (contact.birth_date > today.iso()) refuse_field("field.invalid", "birth_date");
    if (donation.one_stop_requested && donation.donor_kind != domain::DonorKind::Individual)
        refuse_field("entry.one_stop_not_individual", "one_stop_requested");
    if (donation.paid_on && *donation.paid_on < donation.applied_on)
        refuse_field("entry.paid_before_applied", "paid_on");
}

/// What goes without saying, said.
Facts completed(Facts facts, const PortalProfile& profile, const domain::Date& today)
{
    const std::string method = fact_of(facts, Field::PaymentMethod);
    const std::string kind = fact_of(facts, Field::DonorKind);
    facts[Field::PaymentMethod] =
        word_for(profile.payment_methods, method, domain::payment_method_of(method), "payment_method");
    facts[Field::DonorKind] = word_for(profile.donor_kinds, kind, domain::donor_kind_of(kind), "donor_kind");
    facts[Field::OneStop] =
        word_for<bool>(profile.one_stop, fact_of(facts, Field::OneStop), std::nullopt, "one_stop_requested");
    facts[Field::LineId] = "1";
    const std::string gift = portal_import::fold_word(fact_of(facts, Field::GiftCode));
    if (gift == "NONE" || gift == "なし" || gift == "辞退") facts.erase(Field::GiftCode);
    if (fact_of(facts, Field::Quantity).empty()) facts[Field::Quantity] = "1";
    if (fact_of(facts, Field::AppliedOn).empty()) facts[Field::AppliedOn] = today.iso();
    if (fact_of(facts, Field::PaidOn).empty() && is_cash(profile, facts[Field::PaymentMethod]))
        facts[Field::PaidOn] = facts[Field::AppliedOn];
    const auto state =
        fact_of(facts, Field::PaidOn).empty() ? ToldState::AwaitingPayment : ToldState::Received;
    facts[Field::Status] = word_meaning(profile.states, state);
    return facts;
}

}  // namespace

portal_import::DonationDraft EnterDonation::read(const DonationEntry& entry, const PortalProfile& profile)
{
    refuse_individual_numbers(entry.facts, profile);
    refuse_individual_number("reason", entry.why_ordinary);
    OneRecord record{completed(entry.facts, profile, entry.caller.business_date), profile};
    portal_import::PortalFile file{
        record, {rules_.profiles, rules_.eras, rules_.received_date_rules, rules_.folds,
                    entry.caller.business_date, profile.id, portal_import::Encoding::Utf8, rules_.limits}};
    auto outcome = file.next();
    if (!outcome) throw Refusal{RefusalKind::Invalid, "file.empty"};
    if (outcome->issues.empty()) {
        refuse_unread(entry.facts, outcome->draft->donation, entry.caller.business_date);
        return *std::move(outcome->draft);
    }
    const auto& issue = outcome->issues.front();
    throw Refusal{RefusalKind::Invalid, issue.code, {{"column", issue.column}}};
}

void EnterDonation::refuse_known(Records& records, const Donation& donation) const
{
    const std::string& number = donation.order.order_number;
    if (!records.donations.find_known(donation.order.portal, {number}).empty())
        throw Refusal{RefusalKind::Conflict, "entry.number_taken", {{"number", number}}};
}

/// Donations of this donor or of this name.
std::vector<Donation> EnterDonation::donations_of(
    Records& records, std::optional<domain::DonorId> donor, const Donation& donation) const
{
    const std::string name = rules_.folds.name_key(donation.contact.name);
    DonationFilter filter;
    filter.applied_from = donation.applied_on.plus_days(-kSimilarDays);
    filter.applied_through = donation.applied_on.plus_days(kSimilarDays);
    std::vector<Donation> found;
    const auto keep = [&](const ListedDonation& listed) {
        const bool is_same = listed.donation.donor == donor.value_or(domain::DonorId{}) ||
                             rules_.folds.name_key(listed.donation.contact.name) == name;
        if (is_same) found.push_back(listed.donation);
    };
    filter.terms = portal_import::terms_of_word(donation.contact.name, rules_.folds);
    if (!filter.terms.empty()) records.donations.for_each(filter, keep);
    filter.terms.clear();
    filter.donor = donor;
    if (donor) records.donations.for_each(filter, keep);
    const auto by_id = [](const Donation& left, const Donation& right) { return left.id < right.id; };
    std::sort(found.begin(), found.end(), by_id);
    found.erase(std::unique(found.begin(), found.end(),
                    [](const Donation& left, const Donation& right) { return left.id == right.id; }),
        found.end());
    return found;
}

void EnterDonation::refuse_similar(
    Records& records, std::optional<domain::DonorId> donor, const Donation& donation) const
{
    std::string similar;
    for (const Donation& other : donations_of(records, donor, donation)) {
        if (other.amount != donation.amount && other.applied_on != donation.applied_on) continue;
        similar += (similar.empty() ? "" : "、") + other.number.text();
    }
    if (!similar.empty()) throw Refusal{RefusalKind::Conflict, "entry.similar", {{"numbers", similar}}};
}

/// Looks the masters and the donor up; refuses what must not be entered.
MatchedDonor EnterDonation::check(Records& records, portal_import::DonationDraft& draft,
    const DonationEntry& entry, DonorMatcher& matcher) const
{
    Donation& donation = draft.donation;
    refuse_known(records, donation);
    const CorporateSchemeCheck scheme{rules_.corporate_scheme, records.settings.all()};
    if (entry.why_ordinary.empty() && scheme.asks(donation))
        throw Refusal{RefusalKind::Conflict, "entry.maybe_corporate_scheme",
            {{"yen", domain::grouped(donation.amount)}}};
    std::set<std::string> gifts, purposes;
    MasterNames{records.catalogue.gift_versions(), records.catalogue.purpose_versions()}.resolve(
        donation, gifts, purposes);
    if (!gifts.empty())
        throw Refusal{RefusalKind::Invalid, "entry.gift_unknown", {{"value", *gifts.begin()}}};
    if (!purposes.empty())
        throw Refusal{RefusalKind::Invalid, "entry.purpose_unknown", {{"value", *purposes.begin()}}};
    if (!entry.accepts_less) check_required_donation(records, donation);
    matcher.load(records, {&draft});
    MatchedDonor matched = matcher.match(draft);
    if (!entry.is_another_one) {
        const auto donor = matched.is_new ? std::nullopt : std::optional{matched.donor->id};
        refuse_similar(records, donor, donation);
    }
    return matched;
}

void EnterDonation::check_against_ledger(
    const portal_import::DonationDraft& draft, const DonationEntry& entry)
{
    store_.read([&](Records& records) {
        DonorMatcher matcher{
            digests_, rules_.donor_matching.on(entry.caller.business_date), !records.donors.is_empty()};
        portal_import::DonationDraft copy = draft;
        check(records, copy, entry, matcher);
    });
}

std::string EnterDonation::next_number(const domain::Date& today)
{
    const std::string year = std::to_string(today.year());
    const std::string digits = std::to_string(1'000'000 + store_.draw_ids("entry_number:" + year, 1));
    return "M" + year + "-" + digits.substr(1);
}

EnteredDonation EnterDonation::execute(const DonationEntry& entry)
{
    const PortalProfile& profile = own_layout(rules_.profiles);
    DonationEntry asked = entry;
    const domain::Date today = entry.caller.business_date;
    const std::string typed = fact_of(entry.facts, Field::OrderNumber);
    if (typed.empty()) asked.facts[Field::OrderNumber] = kToBeNumbered;
    portal_import::DonationDraft draft = read(asked, profile);
    require_open_books(draft.donation.received_on, today);
    check_against_ledger(draft, entry);
    // Numbers are drawn when nothing stands against the donation any more: a refused entry leaves no gap.
    if (typed.empty()) draft.donation.order.order_number = next_number(today);
    const auto year = domain::FiscalYear::of(draft.donation.applied_on);
    const auto first =
        store_.draw_ids({{"donation", 1}, {"donation_number:" + std::to_string(year.value()), 1},
            {"donor", 1}, {"contact", 1}, {"gift_line", 1}, {"revenue_entry", 1}, {"donor_pair", 1}});
    EnteredDonation entered;
    const OperationStart start{"donation.add", entry.caller.actor, "clerk", "", entry.why_ordinary, today};
    trail_.perform(
        start, [&](Records& records, domain::OperationId operation, std::vector<HistoryEntry>& touched) {
            DonorMatcher matcher{
                digests_, rules_.donor_matching.on(entry.caller.business_date), !records.donors.is_empty()};
            portal_import::DonationDraft fresh = draft;
            Donation& donation = fresh.donation;
            MatchedDonor matched = check(records, fresh, entry, matcher);
            entered.is_donor_new = matched.is_new;
            donation.id = {first[0]};
            donation.number = {year, first[1]};
            donation.created_by = donation.changed_by = operation;
            DonationIds next{.donor = first[2],
                .contact = first[3],
                .gift_line = first[4],
                .entry = first[5],
                .pair = first[6]};
            DonationRows rows;
            const DonationWriter writer{digests_, operation, today};
            writer.add_with_donor(std::move(donation), matched, next, rows);
            entered.donation = rows.added.front();
            touched = std::move(rows.history);
            rows.history.clear();
            writer.write(records, rows);
        });
    return entered;
}

}  // namespace furusato::application
