#pragma once

#include <functional>
#include <optional>
#include <string>

#include "furusato/application/caller.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/application/store.hpp"
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
    std::optional<ImportJob> job;  // where it came from
    NamesThen names{};
};

/// Looks donations up.
class ListDonations {
public:
    ListDonations(Store& store, const domain::EraTable& eras, const portal_import::NameFolds& folds)
        : store_{store}, eras_{eras}, folds_{folds}
    {}

    /// Streams what the filter leaves, in order of entry; `before_first` gets the exact total of the filter without cursor and limit.
    /// The search word may be a donation, receipt or order number, the start of a name or reading (of the given name too, in any
    /// width, kana and old form), of a phone number or its last four digits or more, of a mail address, or a postal code. Only when
    /// nothing begins like that, it is looked for in the middle of names, mails and phone numbers.
    void execute(DonationFilter filter, const std::function<void(std::int64_t total)>& before_first,
        const std::function<void(const ListedDonation&)>& visit);

    /// The chosen columns as texts (Donations::for_each_record), otherwise as execute().
    void records(const DonationFilter& filter, const std::vector<DonationColumn>& columns,
        const std::function<void(std::int64_t total)>& before_first,
        const std::function<void(const std::vector<std::string_view>&)>& visit);

    /// By donation number, portal order number or receipt number. Throws Refusal{NotFound, "donation.unknown"}.
    DonationDetail show(const std::string& number);
    /// Who changed what, when and why, oldest first. Throws as show().
    std::vector<RecordedChange> history(const std::string& number);

private:
    void understand_search(Records& records, DonationFilter& filter) const;
    Store& store_;
    const domain::EraTable& eras_;
    const portal_import::NameFolds& folds_;
};

}  // namespace furusato::application
