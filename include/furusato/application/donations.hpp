#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/application/donation_columns.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/domain/corporate_scheme.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/duty.hpp"
#include "furusato/domain/local_resident_rule.hpp"
#include "furusato/domain/search_term.hpp"
#include "furusato/domain/tax_year.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::application {

/// What an import needs to know of a donation that is there already.
struct KnownDonation {
    domain::DonationId id;
    std::string order_number;
    std::int64_t content_hash = 0;
    domain::DonorId donor;
    domain::OperationId created_by;
    domain::OperationId changed_by;
};

/// Where a donation stands at this moment: asked again inside the transaction that acts on it.
struct DonationStanding {
    domain::DonationId id;
    int version = 0;
    bool has_receipt = false;
};

/// What a list goes by.
enum class DonationOrder { Entry, ReceivedOn, AppliedOn, Amount, Number };

inline constexpr std::array<std::string_view, 5> kDonationOrderKeys{
    "entry", "received_on", "applied_on", "amount", "number"};

/// How many donations a filter leaves.
struct DonationCount {
    std::int64_t number = 0;
    bool is_exact = true;  // beyond 100,000 it is an estimate
};

/// 業務分担: donations for which this holder has the duty on their day (received, else applied for); telephone: on `today`.
struct DutyFilter {
    domain::Duty duty = domain::Duty::Receipts;
    domain::DutyHolder holder = domain::DutyHolder::City;
    domain::Date today{2000, 1, 1};
};

/// What a list shows; empty members do not filter.
struct DonationFilter {
    std::string
        search;  // donation or portal order number, or part of a name, kana, mail or phone; half-width
    std::string
        search_as_typed;  // the same without blanks only: names are stored as written, ㈱ and old forms too
    std::vector<domain::SearchTerm> terms;   // starts of what donors are found by: any of them,
    std::vector<std::string> order_numbers;  // or one of these; with either, `search` is not looked at
    std::optional<std::pair<int, std::int64_t>> receipt;  // tax year and running number
    std::optional<domain::DonorId> donor;
    std::vector<domain::DonorId>
        left_out;  // under 支援措置: that the filter finds them would tell where they live
    std::optional<std::string> portal;
    std::optional<domain::DonationState> state;
    std::optional<domain::PaymentMethod> payment_method;
    std::optional<domain::Date> received_from;
    std::optional<domain::Date> received_through;
    std::optional<domain::Date> applied_from;
    std::optional<domain::Date> applied_through;
    std::optional<int> tax_year;
    std::optional<domain::Yen> amount_from;
    std::optional<domain::Yen> amount_through;
    std::optional<std::string> purpose;     // code of the master; empty: none that the master knows
    std::optional<std::string> gift;        // code as written, upper case; empty: none with a code
    std::optional<std::string> prefecture;  // of the applicant
    std::optional<std::string> number;      // our own donation number
    std::optional<DutyFilter> done_by;
    bool only_damaged_names = false;
    bool only_unreceipted = false;
    bool only_one_stop = false;
    std::optional<domain::GiftWish> gift_wish;
    std::optional<std::string> on_behalf_of;  // 代理寄附 for this municipality; empty: for any
    bool only_unsettled = false;              // received, and no line of a statement stands for the money
    bool only_resident_gifts = false;         // a gift that is not cancelled goes to a resident of the city
    bool only_corporate_scheme = false;  // of corporations outside the city, maybe 企業版 (rules.md 5.10)
    std::vector<domain::CorporateSchemeRule> corporate_scheme;  // when and from which amount on
    std::vector<domain::CityName> city_names;                   // where the city lies, for these two
    std::optional<std::vector<DutySpan>> within;                // in one of these days of its portal, and
    std::vector<DutySpan> outside;                              // in none of these: what the duties say
    DonationOrder order = DonationOrder::Entry;                 // those without the day come last
    bool descending = false;
    bool may_come_by_word = false;  // nobody asked for an order: a very common word may give its own
    std::optional<domain::DonationId> after;     // key-set cursor: the last one seen
    std::string after_value;                     // and what the order goes by in it; empty in order of entry
    std::optional<domain::DonorId> after_donor;  // its donor, where it was listed by word
    std::optional<std::int64_t> limit;
};

/// A donation as listed, with the text of its valid receipt's number.
struct ListedDonation {
    domain::Donation donation;
    std::optional<domain::TaxYear> receipt_year;
    std::int64_t receipt_running = 0;
    domain::DutyHolder receipts_by = domain::DutyHolder::City;  // 業務分担 on the day of receipt
    bool is_unfinished = false;      // last changed by an import that has not ended: receipts leave it alone
    bool is_address_hidden = false;  // 支援措置: addresses, phones and mails are left out (ListDonations)
    bool is_by_word = false;         // donors come in the order of the search word, not in that of entry
};

/// Received donations that were moved in from a former system, of one portal and tax year.
struct FormerTotal {
    std::string portal;
    int tax_year = 0;
    std::int64_t donations = 0;
    domain::Yen amount;
    std::int64_t receipts = 0;  // issued there
};

/// Repository: donations with their purposes and gift lines. Lists leave out what belongs to an open operation.
class Donations {
public:
    virtual ~Donations() = default;
    /// By (portal, order number), in any order; unknown ones are missing from the answer.
    virtual std::vector<KnownDonation> find_known(
        const std::string& portal, const std::vector<std::string>& order_numbers) = 0;
    /// Donations of a portal applied for between two days (both inclusive) that are neither ended nor brought by this operation, in order of
    /// day and entry.
    virtual void for_each_standing(const std::string& portal, const domain::Date& from,
        const domain::Date& through, domain::OperationId except,
        const std::function<void(const std::string& number, const std::string& order_number)>& visit) = 0;
    virtual void add(const std::vector<domain::Donation>& donations) = 0;
    /// Writes every field of the donation and its purposes; gift lines keep their ids, gone ones are removed.
    virtual void replace(const domain::Donation& donation) = 0;
    /// In no order; unknown ids are missing from the answer.
    virtual std::vector<DonationStanding> find_standings(const std::vector<domain::DonationId>& ids) = 0;
    virtual std::optional<domain::Donation> find(domain::DonationId id) = 0;
    /// Several donations by id, in order of id.
    virtual std::vector<domain::Donation> find_all(const std::vector<domain::DonationId>& ids) = 0;
    /// Returns how many the filter leaves in all, where the way there told it.
    virtual std::optional<std::int64_t> for_each(
        const DonationFilter& filter, const std::function<void(const ListedDonation&)>& visit) = 0;
    virtual std::int64_t count(const DonationFilter& filter) = 0;
    /// As many as count() says up to some 100,000; beyond that an estimate, which costs no more.
    virtual DonationCount count_about(const DonationFilter& filter) = 0;
    /// The chosen columns of what the filter leaves as texts, in order of entry, in flat memory whatever their number; the receipt as
    /// "tax year-running number". The texts live until the next call of `visit`.
    virtual void for_each_record(const DonationFilter& filter, const std::vector<DonationColumn>& columns,
        const std::function<void(const std::vector<std::string_view>& cells)>& visit) = 0;
    /// Every donation including those of open operations, in order of id, and whether its row is what this program writes for it
    /// (derived years and key words included).
    virtual void for_each_stored(
        const std::function<void(const domain::Donation&, bool is_as_written)>& visit) = 0;
    /// Which donations hold these receipt numbers of a former system.
    virtual std::vector<std::pair<std::string, domain::DonationId>> find_former_receipts(
        const std::vector<std::string>& numbers) = 0;
    /// In order of portal and year.
    virtual std::vector<FormerTotal> former_totals() = 0;
    /// Whether the ledger holds no donation at all.
    virtual bool is_empty() = 0;
};

}  // namespace furusato::application
