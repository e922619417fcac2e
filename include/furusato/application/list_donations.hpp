#pragma once

#include <functional>
#include <optional>
#include <string>

#include "furusato/application/caller.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/payments.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/ticket.hpp"
#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

/// What the masters were called on the day of application; empty where no master has a name for it.
struct NamesThen {
    struct Purpose {
        std::string name;
        std::string fund;
    };
    std::vector<Purpose> purposes;  // as the donation's
    std::string portal;
    std::string payment_method;
};

/// A donation with everything the ledger knows of it.
struct DonationDetail {
    ListedDonation listed;
    std::vector<RevenueEntry> entries;
    std::optional<ImportJob> job;         // where it came from
    std::vector<domain::Ticket> tickets;  // that are not closed
    /// Lived in the city on the day of the application: no gift (rules.md 5.9). Not told with a hidden address.
    bool is_resident = false;
    NamesThen names{};
    bool has_resident_gift = false;  // a gift that is not cancelled goes to such a resident
    std::optional<DonorMatch>
        match{};  // why it was given to a donor known before; none where it made its donor or a clerk decided
    std::vector<FieldChange>
        portal_differences{};         // ポータル値と相違: old is the portal's value, new is ours
    std::vector<Payment> payments{};  // lines of statements that stand for its money
};

/// Looks donations up. What it hands out is guarded (application/disclosure.hpp) unless it is asked to reveal it.
class ListDonations {
public:
    ListDonations(Store& store, const domain::EraTable& eras, const portal_import::NameFolds& folds)
        : store_{store}, eras_{eras}, folds_{folds}
    {}

    /// Streams what the filter leaves, in its order, and then says how many there are without cursor and limit (an estimate beyond 100,000).
    /// The search word may be a donation, receipt or order number, the start of a name or reading (of the given name too, in any
    /// width, kana and old form), of a phone number or its last four digits or more, of a mail address, a postal code, or a gift code. Only when
    /// nothing begins like that, it is looked for in the middle of names, mails and phone numbers, in ledgers of up to 200,000 donations.
    DonationCount execute(const DonationFilter& filter,
        const std::function<void(const ListedDonation&)>& visit, Disclosure disclosure = Disclosure::Guarded);
    /// How many there are without cursor and limit, as execute() says it.
    DonationCount count(const DonationFilter& filter, Disclosure disclosure = Disclosure::Guarded);
    /// Whether donors under 支援措置 are left out, because the filter asks where people live.
    bool leaves_out_protected(const DonationFilter& filter, Disclosure disclosure = Disclosure::Guarded);

    /// The chosen columns as texts (Donations::for_each_record), in order of entry, `hidden` in cells that are not shown; `before_first`
    /// gets the exact total.
    void records(const DonationFilter& filter, const std::vector<DonationColumn>& columns,
        const std::function<void(std::int64_t total)>& before_first,
        const std::function<void(const std::vector<std::string_view>&)>& visit, std::string_view hidden,
        Disclosure disclosure = Disclosure::Guarded);

    /// By donation number, portal order number or receipt number. Throws Refusal{NotFound, "donation.unknown"}.
    DonationDetail show(const std::string& number, Disclosure disclosure = Disclosure::Guarded);
    /// Who changed what, when and why, oldest first. Throws as show().
    std::vector<RecordedChange> history(
        const std::string& number, Disclosure disclosure = Disclosure::Guarded);
    /// Turns the search word into numbers or terms, and names whom the filter must not find, as execute() reads it.
    void understand(Records& records, DonationFilter& filter, Disclosure disclosure) const;

private:
    enum class Asked { Number, Anything };
    void understand_search(Records& records, DonationFilter& filter, Asked asked) const;
    Store& store_;
    const domain::EraTable& eras_;
    const portal_import::NameFolds& folds_;
};

}  // namespace furusato::application
