#include "furusato/application/revenue_report.hpp"

#include <algorithm>
#include <set>

#include "furusato/application/catalogue.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/manage_targets.hpp"
#include "furusato/application/masters.hpp"
#include "furusato/application/revenue.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/domain/payment_method.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {
namespace {

using domain::Campaign;
using domain::Date;
using domain::Month;
using domain::Yen;

// Counts up whenever the meaning of a figure changes, so that two reports are compared under the same rules.
constexpr auto kRuleVersion = "revenue-1";
constexpr int kMonths = 12;

using Sums = std::map<std::string, RevenueSum>;  // by key

Month first_month(Calendar calendar, int year)
{
    return {year, calendar == Calendar::Fiscal ? 4 : calendar == Calendar::Tax ? 1 : 10};
}

std::vector<ReportLine> lines_of(const Sums& sums, const std::map<std::string, std::string>& labels)
{
    std::vector<ReportLine> lines;
    for (const auto& [key, sum] : sums) {
        if (sum.donations == 0 && sum.yen == 0) continue;
        const auto label = labels.find(key);
        lines.push_back({key, label == labels.end() ? "" : label->second, sum.donations, Yen{sum.yen}});
    }
    std::stable_sort(
        lines.begin(), lines.end(), [](const auto& left, const auto& right) { return left.yen > right.yen; });
    return lines;
}

/// Which campaign each gift counts for on each day, and donations with gifts of several campaigns once per campaign.
class CampaignSums {
public:
    CampaignSums(
        const std::vector<Campaign>& campaigns, const std::map<std::string, std::vector<std::string>>& sets)
        : campaigns_{campaigns}, sets_{sets}
    {}

    using Daily = std::map<RevenueDayKey, RevenueSum>;

    /// Counts the gifts of each day for the campaign that has them on that day; a donation with several gifts once per campaign.
    void add(const Daily& gifts, const Daily& gift_sets)
    {
        std::map<std::pair<std::string, std::string>, std::int64_t>
            with_others;  // (day, code) → donations with other gifts too
        for (const auto& [key, sum] : gift_sets) add_set(key, sum, with_others);
        for (const auto& [key, sum] : gifts) {
            RevenueSum& total = sums_[campaign_key(key.dimension_key, key.entered_on)];
            total.yen += sum.yen;
            total.donations += sum.donations - with_others[{key.entered_on, key.dimension_key}];
        }
    }

    /// Moves refunds from the campaign of their own day to that of the day of receipt.
    void move_refunds(const Daily& gifts, const Daily& gift_sets)
    {
        add(moved(gifts, false), moved(gift_sets, false));
        add(moved(gifts, true), moved(gift_sets, true));
    }

    const Sums& sums() const { return sums_; }

private:
    /// Rows "2023-12-10 SN011" as rows of the day of receipt, or taken away from the day they were entered on.
    static Daily moved(const Daily& refunds, bool to_day_of_receipt)
    {
        constexpr std::size_t kDayLength = 10;
        Daily days;
        for (const auto& [key, sum] : refunds) {
            const std::string code = key.dimension_key.substr(kDayLength + 1);
            const std::string day =
                to_day_of_receipt ? key.dimension_key.substr(0, kDayLength) : key.entered_on;
            const int sign = to_day_of_receipt ? 1 : -1;
            days[{day, key.dimension, code}] += {sign * sum.donations, sign * sum.yen, sign * sum.refunds};
        }
        return days;
    }

    std::string campaign_key(const std::string& code, const std::string& day) const
    {
        const Campaign* campaign = domain::campaign_for(campaigns_, code, *Date::parse_iso(day));
        return campaign == nullptr ? "none" : campaign->code;
    }

    void add_set(const RevenueDayKey& key, const RevenueSum& sum,
        std::map<std::pair<std::string, std::string>, std::int64_t>& with_others)
    {
        const auto codes = sets_.find(key.dimension_key);
        if (codes == sets_.end()) return;
        std::set<std::string> found;
        for (const auto& code : codes->second) {
            found.insert(campaign_key(code, key.entered_on));
            with_others[{key.entered_on, code}] += sum.donations;
        }
        for (const auto& campaign : found) sums_[campaign].donations += sum.donations;
    }

    const std::vector<Campaign>& campaigns_;
    const std::map<std::string, std::vector<std::string>>& sets_;
    Sums sums_;
};

void fill_months(RevenueReport& report, const std::map<RevenueDayKey, RevenueSum>& monthly,
    const std::vector<Target>& targets)
{
    const Month first = first_month(report.calendar, report.year);
    std::optional<std::vector<Yen>> plan;
    if (report.calendar == Calendar::Fiscal) plan = monthly_targets(targets, domain::FiscalYear{report.year});
    Yen cumulative;
    Yen cumulative_target;
    Yen whole_target;
    for (int i = 0; i < kMonths; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (plan) whole_target += (*plan)[at];
        const Month month = first.plus_months(i);
        if (month > report.through) continue;
        const auto found = monthly.find({month.iso(), "all", ""});
        const RevenueSum sum = found == monthly.end() ? RevenueSum{} : found->second;
        cumulative += Yen{sum.yen};
        if (plan) cumulative_target += (*plan)[at];
        report.months.push_back(
            {month, plan ? std::optional{(*plan)[at]} : std::nullopt, Yen{sum.yen}, Yen{sum.refunds},
                sum.donations, cumulative, plan ? std::optional{cumulative_target} : std::nullopt});
        report.refunds += Yen{sum.refunds};
        report.donations += sum.donations;
    }
    report.received = cumulative;
    if (!plan) return;
    report.target = whole_target;
    if (whole_target > Yen{})
        report.achievement_permille = report.received.amount() * 1000 / whole_target.amount();
}

/// What each master was called in the period; a later name never gets into the report of an earlier one.
std::map<std::string, std::string> names_between(const std::vector<domain::MasterVersion>& versions,
    const Date& from, const Date& through, std::map<std::string, std::string> standard = {})
{
    std::map<std::string, std::vector<domain::MasterVersion>> by_code;
    for (const auto& version : versions) by_code[version.code].push_back(version);
    std::map<std::string, std::string> names = std::move(standard);
    for (const auto& [code, of_code] : by_code) {
        const auto known = names.find(code);
        names[code] = domain::name_between(
            of_code, code, from, through, known == names.end() ? std::nullopt : std::optional{known->second});
    }
    return names;
}

/// The words for payment methods are the edge's (messages).
std::map<std::string, std::string> standard_methods()
{
    std::map<std::string, std::string> names;
    for (const auto key : domain::kPaymentMethodKeys) names[std::string{key}] = "";
    return names;
}

std::vector<domain::MasterVersion> gift_names(Catalogue& catalogue)
{
    std::vector<domain::MasterVersion> names;
    for (const auto& [version, gift] : catalogue.gift_versions()) {
        names.push_back(
            {version, gift.id.value, gift.code, gift.name, "", false, gift.valid_from, gift.valid_to});
    }
    return names;
}

/// A JSON string as RFC 8785 writes it, so that anybody can compute the digest again.
std::string quoted(const std::string& text)
{
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char letter : text) {
        switch (letter) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(letter) >= 0x20) {
                    out += letter;
                } else {
                    out += std::string{"\\u00"} + (letter >= 0x10 ? '1' : '0') + kDigits[letter & 0x0f];
                }
        }
    }
    return out + "\"";
}

void append_lines(std::string& json, const std::vector<ReportLine>& lines)
{
    std::vector<ReportLine> sorted = lines;
    std::sort(sorted.begin(), sorted.end(),
        [](const auto& left, const auto& right) { return left.key < right.key; });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        json += (i == 0 ? "" : ",") + std::string{"{\"donations\":"} + std::to_string(sorted[i].donations) +
                ",\"key\":" + quoted(sorted[i].key) + ",\"yen\":" + std::to_string(sorted[i].yen.amount()) +
                "}";
    }
}

std::string number_or_null(const std::optional<Yen>& amount)
{
    return amount ? std::to_string(amount->amount()) : "null";
}

}  // namespace

std::string canonical_json(const RevenueReport& report)
{
    std::string json = "{\"basis\":\"" + report.basis + "\",\"by\":{";
    bool first = true;
    for (const auto& [dimension, lines] : report.by) {
        json += (first ? "\"" : ",\"") + dimension + "\":[";
        append_lines(json, lines);
        json += "]";
        first = false;
    }
    json += std::string{"},\"calendar\":\""} + key_of(report.calendar) +
            "\",\"donations\":" + std::to_string(report.donations) + ",\"months\":[";
    for (std::size_t i = 0; i < report.months.size(); ++i) {
        const ReportMonth& month = report.months[i];
        json += (i == 0 ? "" : ",") + std::string{"{\"cumulative_target_yen\":"} +
                number_or_null(month.cumulative_target) +
                ",\"cumulative_yen\":" + std::to_string(month.cumulative.amount()) +
                ",\"donations\":" + std::to_string(month.donations) + ",\"month\":\"" + month.month.iso() +
                "\",\"received_yen\":" + std::to_string(month.received.amount()) +
                ",\"refunds_yen\":" + std::to_string(month.refunds.amount()) +
                ",\"target_yen\":" + number_or_null(month.target) + "}";
    }
    json += "],\"received_yen\":" + std::to_string(report.received.amount()) + ",\"rule_version\":\"" +
            report.rule_version + "\",\"target_yen\":" + number_or_null(report.target) + ",\"through\":\"" +
            report.through.iso() + "\",\"year\":" + std::to_string(report.year) + "}";
    return json;
}

namespace {

std::vector<ReportLine> campaign_lines(Records& records, const std::vector<domain::Campaign>& campaigns,
    const std::string& basis, const Date& from, const Date& to)
{
    std::map<std::string, std::string> labels;
    for (const auto& campaign : campaigns) labels[campaign.code] = campaign.name;
    const auto daily = [&](const char* dimension) {
        return records.revenue.daily(basis, dimension, from, to);
    };
    const auto sets = records.revenue.gift_sets();
    CampaignSums by_campaign{campaigns, sets};
    by_campaign.add(daily("gift"), daily("gift_set"));
    by_campaign.move_refunds(daily("refund_gift"), daily("refund_gift_set"));
    return lines_of(by_campaign.sums(), labels);
}

}  // namespace

RevenueReport MakeRevenueReport::execute(const RevenueReportRequest& request)
{
    if (request.year < 2000 || request.year > 2999)
        throw domain::Refusal{domain::RefusalKind::Invalid, "report.year_invalid"};
    if (request.basis != "received")
        throw domain::Refusal{domain::RefusalKind::Invalid, "report.basis_not_recorded"};
    const Month first = first_month(request.calendar, request.year);
    const Month last = first.plus_months(kMonths - 1);
    RevenueReport report;
    report.calendar = request.calendar;
    report.year = request.year;
    report.basis = request.basis;
    report.as_of = request.caller.business_date;
    report.through = request.through.value_or(last);
    report.rule_version = kRuleVersion;
    if (report.through < first || report.through > last)
        throw domain::Refusal{domain::RefusalKind::Invalid, "report.through_outside"};

    const RevenueReport empty = report;
    store_.read([&](Records& records) {
        report = empty;
        const Date from = first.first_day();
        const Date to = report.through.last_day();
        const auto monthly = records.revenue.monthly(request.basis, from, to);
        const auto targets = records.targets.list(domain::FiscalYear{request.year});
        fill_months(report, monthly, targets);
        std::map<std::string, Sums> sums;
        for (const auto& [key, sum] : monthly) sums[key.dimension][key.dimension_key] += sum;
        for (const char* dimension : {"prefecture", "donor_kind"})
            report.by[dimension] = lines_of(sums[dimension], {});
        const auto names = [&](domain::MasterKind kind) { return records.masters.versions(kind); };
        using domain::MasterKind;
        report.by["portal"] =
            lines_of(sums["portal"], names_between(names(MasterKind::Portal), from, to, portal_labels_));
        report.by["payment_method"] = lines_of(sums["payment_method"],
            names_between(names(MasterKind::PaymentMethod), from, to, standard_methods()));
        report.by["gift"] = lines_of(sums["gift"], names_between(gift_names(records.catalogue), from, to));
        report.by["purpose"] = lines_of(sums["purpose"], names_between(names(MasterKind::Purpose), from, to));
        const auto campaigns = records.catalogue.campaigns();
        // Without campaigns everything is without a campaign: no need to look at each day and gift.
        Sums without_campaign;
        if (sums.count("all") != 0) without_campaign["none"] = sums["all"][""];
        report.by["campaign"] = campaigns.empty()
                                    ? lines_of(without_campaign, {})
                                    : campaign_lines(records, campaigns, request.basis, from, to);
        if (sums.count("lines_differ") != 0)
            report.lines_differ = records.revenue.with_differing_lines(from, to);
        if (sums.count("after_close") != 0) {
            for (const auto& entry : records.revenue.refunds_after_close(from, to)) {
                ++report.refunded_after_close;
                report.refunded_after_close_yen += entry.amount;
            }
        }
        report.unfinished_imports = static_cast<std::int64_t>(records.import_jobs.unfinished().size());
        const auto settings = records.settings.all();
        report.is_sample = setting_on(settings, "sample", request.caller.business_date) == "1";
        const auto rounding = setting_on(settings, "thousand_yen_rounding", request.caller.business_date);
        report.thousand_rounding =
            domain::thousand_rounding_of(rounding).value_or(domain::ThousandRounding::Down);
    });
    report.digest = "sha256:" + digests_.sha256_hex(canonical_json(report));
    return report;
}

std::vector<OnBehalfLine> MakeRevenueReport::on_behalf(const Date& from, const Date& through)
{
    std::map<std::string, RevenueSum> sums;
    store_.read([&](Records& records) {
        sums.clear();
        for (const auto& [key, sum] : records.revenue.daily("received", "on_behalf_of", from, through))
            sums[key.dimension_key] += sum;
    });
    std::vector<OnBehalfLine> lines;
    lines.reserve(sums.size());
    for (const auto& [municipality, sum] : sums) {
        if (!(sum == RevenueSum{}))
            lines.push_back({municipality, sum.donations, domain::Yen{sum.yen}, domain::Yen{sum.refunds}});
    }
    return lines;
}

}  // namespace furusato::application
