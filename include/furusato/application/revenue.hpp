#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/donation.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::application {

/// One dated, signed, append-only movement of revenue.
struct RevenueEntry {
    std::int64_t id = 0;
    domain::DonationId donation;
    std::string basis = "received";
    /// "received", "refund", "after_close" (a refund after the books closed: amount 0, listed apart); "unreceived", "unrefunded",
    /// "late_undone" undo one of them that was a mistake; "correction" is a changed amount.
    std::string kind;
    domain::Date entered_on;
    domain::Yen amount;  // signed
    int donations = 0;   // +1, −1 or 0
    domain::OperationId operation;
};

/// Key of a daily sum.
struct RevenueDayKey {
    std::string entered_on;
    std::string
        dimension;  // all, portal, gift, gift_set, purpose, payment_method, prefecture, donor_kind; on_behalf_of
    std::string dimension_key;
    friend auto operator<=>(const RevenueDayKey&, const RevenueDayKey&) = default;
};

/// A daily sum or a change of one; refunds is the part of yen that was paid back, as a positive figure.
struct RevenueSum {
    std::int64_t donations = 0;
    std::int64_t yen = 0;
    std::int64_t refunds = 0;
    RevenueSum& operator+=(const RevenueSum& other)
    {
        donations += other.donations;
        yen += other.yen;
        refunds += other.refunds;
        return *this;
    }
    friend bool operator==(const RevenueSum&, const RevenueSum&) = default;
};

using RevenueDays = std::map<RevenueDayKey, RevenueSum>;

/// Adds what an entry of this donation means to every dimension (times `sign`: −1 takes it away again).
void add_to_days(
    RevenueDays& days, const RevenueEntry& entry, const domain::Donation& donation, int sign = 1);

/// The kind of the entry that undoes one of this kind.
std::string kind_undoing(std::string_view kind);
/// How many entries of this kind stand, those undone taken away.
int net_count(const std::vector<RevenueEntry>& entries, std::string_view kind);

/// The distinct gift codes of a donation; more than one makes a gift set.
std::vector<std::string> gift_codes_of(const domain::Donation& donation);
/// Key of a set of gift codes, the same for the same codes: 16 hexadecimal digits.
std::string gift_set_key(const std::vector<std::string>& sorted_codes);

/// Repository: revenue entries and their daily sums.
class Revenue {
public:
    virtual ~Revenue() = default;
    virtual void add_entries(const std::vector<RevenueEntry>& entries) = 0;
    virtual std::vector<RevenueEntry> entries_of(domain::DonationId donation) = 0;
    /// Adds the changes to the operation's own slice of daily sums.
    virtual void add_days(domain::OperationId operation, const RevenueDays& changes) = 0;
    virtual void add_gift_sets(const std::map<std::string, std::vector<std::string>>& codes_by_set) = 0;
    virtual std::map<std::string, std::vector<std::string>> gift_sets() = 0;

    /// Sums per month and dimension key between two days (both inclusive), open operations left out.
    virtual std::map<RevenueDayKey, RevenueSum> monthly(
        const std::string& basis, const domain::Date& from, const domain::Date& through) = 0;
    /// Daily sums of one dimension between two days (both inclusive), open operations left out.
    virtual std::map<RevenueDayKey, RevenueSum> daily(const std::string& basis, const std::string& dimension,
        const domain::Date& from, const domain::Date& through) = 0;
    /// Everything stored, slices added up, open operations included: what verify compares with a recount.
    virtual RevenueDays all_days() = 0;
    /// Every entry in order of donation and id.
    virtual void for_each_entry(const std::function<void(const RevenueEntry&)>& visit) = 0;
    /// Donations between two days whose gift lines do not add up to the amount.
    virtual std::vector<domain::DonationNumber> with_differing_lines(
        const domain::Date& from, const domain::Date& through) = 0;
    /// Refunds after the books closed, entered between two days: donation, day and the donation's amount.
    virtual std::vector<RevenueEntry> refunds_after_close(
        const domain::Date& from, const domain::Date& through) = 0;
};

}  // namespace furusato::application
