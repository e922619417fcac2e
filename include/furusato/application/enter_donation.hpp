#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/import_portal_csv.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/portal_import/portal_profile.hpp"

namespace furusato::application {

/// What a clerk typed from a letter, a slip or a telephone call; each fact as it would stand in a cell of the city's own layout.
struct DonationEntry {
    std::map<portal_import::Field, std::string> facts;
    bool is_another_one = false;  // the clerk has seen the similar donations
    Caller caller;
    std::string why_ordinary{};  // how the clerk knows that a corporation's donation is not one of 企業版
    bool accepts_less = false;   // the donation may be less than the gift requires (必要寄附金額)
};

struct EnteredDonation {
    domain::Donation donation;
    bool is_donor_new = false;
};

struct MatchedDonor;
class DonorMatcher;

/// Entry by hand (窓口・郵送・現金書留・電話): the typed facts go through the stages of an import, so that the same things are refused.
class EnterDonation {
public:
    EnterDonation(Store& store, const Digests& digests, const Clock& clock, const ImportRules& rules)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}, rules_{rules}
    {}

    /// Without a day of application it is the business date; without a number the next "M2026-000001"; cash is there on the day itself,
    /// everything else is awaited until a day of payment is given. Throws Refusal: Invalid with the code of an import's row issue and
    /// its column, "entry.word_unknown", "entry.individual_number", "entry.gift_unknown" or "entry.purpose_unknown", "entry.name_missing", "field.invalid",
    /// "entry.one_stop_not_individual", "entry.paid_before_applied"; Conflict "entry.number_taken",
    /// "entry.maybe_corporate_scheme" (rules.md 5.10; not with why_ordinary), "entry.similar" (same donor or name, same amount or day,
    /// within 31 days), "gift.exceeds_donation" (unless it is accepted), "books.closed".
    EnteredDonation execute(const DonationEntry& entry);

private:
    portal_import::DonationDraft read(
        const DonationEntry& entry, const portal_import::PortalProfile& profile);
    MatchedDonor check(Records& records, portal_import::DonationDraft& draft, const DonationEntry& entry,
        DonorMatcher& matcher) const;
    void check_against_ledger(const portal_import::DonationDraft& draft, const DonationEntry& entry);
    std::string next_number(const domain::Date& today);
    void refuse_known(Records& records, const domain::Donation& donation) const;
    std::vector<domain::Donation> donations_of(
        Records& records, std::optional<domain::DonorId> donor, const domain::Donation& donation) const;
    void refuse_similar(
        Records& records, std::optional<domain::DonorId> donor, const domain::Donation& donation) const;

    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
    ImportRules rules_;
};

}  // namespace furusato::application
