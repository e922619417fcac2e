#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/caller.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/donation_number.hpp"
#include "furusato/domain/month.hpp"
#include "furusato/domain/thousand_yen.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::application {

/// Which twelve months a report covers: fiscal Apr–Mar, tax Jan–Dec, designation Oct–Sep.
enum class Calendar { Fiscal, Tax, Designation };
constexpr const char* key_of(Calendar calendar)
{
    return calendar == Calendar::Fiscal ? "fiscal" : calendar == Calendar::Tax ? "tax" : "designation";
}

struct RevenueReportRequest {
    Calendar calendar = Calendar::Fiscal;
    int year = 0;                          // in which the period starts
    std::optional<domain::Month> through;  // last month shown; default the whole period
    std::string basis = "received";
    Caller caller;
};

struct ReportMonth {
    domain::Month month;
    std::optional<domain::Yen> target;
    domain::Yen received;  // refunds already taken off
    domain::Yen refunds;
    std::int64_t donations = 0;
    domain::Yen cumulative;
    std::optional<domain::Yen> cumulative_target;
};

/// One key of a grouping; the label is empty where the edge knows it better (payment methods, donor kinds).
struct ReportLine {
    std::string key;
    std::string label;
    std::int64_t donations = 0;
    domain::Yen yen;
};

/// Revenue of a period against the target, to the yen (interfaces.md `report revenue`).
struct RevenueReport {
    Calendar calendar = Calendar::Fiscal;
    int year = 0;
    std::string basis;
    domain::Date as_of{2000, 1, 1};
    domain::Month through{2000, 1};
    std::string rule_version;
    std::optional<domain::Yen> target;
    domain::Yen received;
    domain::Yen refunds;
    std::int64_t donations = 0;
    std::optional<std::int64_t> achievement_permille;
    std::vector<ReportMonth> months;
    std::map<std::string, std::vector<ReportLine>> by;
    std::vector<domain::DonationNumber>
        lines_differ;  // donations whose gift lines do not add up to the amount
    std::int64_t refunded_after_close = 0;
    domain::Yen refunded_after_close_yen;
    std::int64_t unfinished_imports = 0;  // left out of every figure
    bool is_sample = false;
    domain::ThousandRounding thousand_rounding = domain::ThousandRounding::Down;  // the city's
    std::string digest;
};

/// What was accepted for one municipality (代理寄附) in a period; refunds are counted off, and told as a positive figure.
struct OnBehalfLine {
    std::string municipality;
    std::int64_t donations = 0;
    domain::Yen amount;
    domain::Yen refunds;
};

/// Sums the daily figures of a period. Names of portals come from the profiles.
class MakeRevenueReport {
public:
    MakeRevenueReport(Store& store, const Digests& digests, std::map<std::string, std::string> portal_labels)
        : store_{store}, digests_{digests}, portal_labels_{std::move(portal_labels)}
    {}

    /// Throws Refusal{Invalid, "report.year_invalid" | "report.through_outside" | "report.basis_not_recorded"}.
    RevenueReport execute(const RevenueReportRequest& request);
    /// 代理寄附 received between two days (JST, both inclusive), by municipality; they are in no other sum.
    std::vector<OnBehalfLine> on_behalf(const domain::Date& from, const domain::Date& through);

private:
    Store& store_;
    const Digests& digests_;
    std::map<std::string, std::string> portal_labels_;
};

/// The canonical JSON (sorted keys, no blanks, no labels) whose SHA-256 is the report's digest.
std::string canonical_json(const RevenueReport& report);

}  // namespace furusato::application
