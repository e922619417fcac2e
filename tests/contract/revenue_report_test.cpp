#include "furusato/application/revenue_report.hpp"

#include "contract/engine.hpp"
#include "furusato/application/manage_settings.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Calendar;
using application::MakeRevenueReport;
using application::RevenueReport;
using application::RevenueReportRequest;
using domain::Date;
using domain::Month;
using domain::Yen;

class RevenueReports : public OnEveryEngine {
protected:
    void receive(const Date& day, std::int64_t yen)
    {
        domain::Donation donation = a_donation(yen);
        donation.received_on = day;
        ledger.enter(donation);
    }
    RevenueReport make(const RevenueReportRequest& request)
    {
        return MakeRevenueReport{ledger.store(), ledger.digests(), {{"choice", "ふるさとチョイス"}}}.execute(
            request);
    }
    std::string refusal_of(const RevenueReportRequest& request)
    {
        return tests::refusal_of([&] { make(request); });
    }
    /// "key donations yen label" of each line.
    static std::vector<std::string> lines(const RevenueReport& report, const std::string& dimension)
    {
        std::vector<std::string> texts;
        for (const auto& line : report.by.at(dimension)) {
            texts.push_back(line.key + " " + std::to_string(line.donations) + " " +
                            std::to_string(line.yen.amount()) + (line.label.empty() ? "" : " " + line.label));
        }
        return texts;
    }
};

using Lines = std::vector<std::string>;

TEST_P(RevenueReports, OfAnEmptyLedgerHaveTwelveMonthsOfNothing)
{
    const auto report = ledger.report(2023);
    ASSERT_EQ(report.months.size(), 12U);
    EXPECT_EQ(report.months.front().month, (Month{2023, 4}));
    EXPECT_EQ(report.months.back().month, (Month{2024, 3}));
    EXPECT_EQ(report.received, Yen{});
    EXPECT_EQ(report.target, std::nullopt);
    EXPECT_EQ(report.achievement_permille, std::nullopt);
    for (const char* dimension :
        {"portal", "gift", "purpose", "campaign", "payment_method", "prefecture", "donor_kind"}) {
        EXPECT_TRUE(report.by.at(dimension).empty()) << dimension;
    }
    EXPECT_EQ(report.digest.substr(0, 7), "sha256:");
    EXPECT_EQ(report.digest.size(), 7U + 64U);
}

TEST_P(RevenueReports, KnowThreeCalendars)
{
    receive({2023, 9, 30}, 1);
    receive({2023, 10, 1}, 20);
    receive({2023, 12, 31}, 300);
    receive({2024, 1, 1}, 4'000);
    receive({2024, 3, 31}, 50'000);
    receive({2024, 4, 1}, 600'000);
    receive({2024, 9, 30}, 7'000'000);
    receive({2024, 10, 1}, 80'000'000);
    EXPECT_EQ(ledger.report(2023).received, Yen{54'321});
    const auto tax = ledger.report(2024, Calendar::Tax);
    EXPECT_EQ(tax.received, Yen{87'654'000});
    EXPECT_EQ(tax.months.front().month, (Month{2024, 1}));
    EXPECT_EQ(tax.months.back().month, (Month{2024, 12}));
    const auto designation = ledger.report(2023, Calendar::Designation);
    EXPECT_EQ(designation.received, Yen{7'654'320});
    EXPECT_EQ(designation.months.front().month, (Month{2023, 10}));
    EXPECT_EQ(designation.months.back().month, (Month{2024, 9}));
}

TEST_P(RevenueReports, EndWithTheMonthAskedFor)
{
    receive({2023, 4, 30}, 1);
    receive({2023, 5, 31}, 20);
    receive({2023, 6, 1}, 300);
    application::Target target;
    target.fiscal_year = domain::FiscalYear{2023};
    target.amount = Yen{12'000};
    ledger.manage_targets().set(target, ledger.caller());
    const auto report = make({Calendar::Fiscal, 2023, Month{2023, 5}, "received", ledger.caller()});
    ASSERT_EQ(report.months.size(), 2U);
    EXPECT_EQ(report.received, Yen{21});
    EXPECT_EQ(report.donations, 2);
    EXPECT_EQ(report.months[1].cumulative, Yen{21});
    EXPECT_EQ(report.months[1].cumulative_target, Yen{2'000});
    EXPECT_EQ(report.target, Yen{12'000}) << "the target of the whole year";
    EXPECT_EQ(report.by.at("portal")[0].yen, Yen{21});
}

TEST_P(RevenueReports, RefuseWhatTheyCannotTell)
{
    const auto ask = [&](int year, std::optional<Month> through, const std::string& basis) {
        return refusal_of({Calendar::Fiscal, year, through, basis, ledger.caller()});
    };
    EXPECT_EQ(ask(1999, {}, "received"), "report.year_invalid");
    EXPECT_EQ(ask(3000, {}, "received"), "report.year_invalid");
    EXPECT_EQ(ask(2023, Month{2023, 3}, "received"), "report.through_outside");
    EXPECT_EQ(ask(2023, Month{2024, 4}, "received"), "report.through_outside");
    EXPECT_EQ(ask(2023, Month{2024, 3}, "received"), "none");
    EXPECT_EQ(ask(2023, {}, "settled"), "report.basis_not_recorded");
}

TEST_P(RevenueReports, GroupByEveryKeyLargestFirst)
{
    ledger.load_city().execute(a_city(), ledger.caller());
    ledger.import_gift_file(gift_csv({{.code = "SN001", .name = "地酒"}}));
    ledger.import(choice_csv({{.order = "A", .payment = "PayPay", .purpose = "子育て"},
        {.order = "B",
            .donor_kind = "法人",
            .name = "見本㈱",
            .prefecture = "東京都",
            .amount = "30000",
            .gift_code = "SN777"},
        {.order = "C", .prefecture = "", .purpose = "", .gift_code = ""}}));
    ledger.import(generic_csv({{.order = "A", .amount = "5000", .payment = "窓口"}}));
    const auto report = ledger.report(2023);
    EXPECT_EQ(lines(report, "portal"), (Lines{"choice 3 50000 ふるさとチョイス", "generic 1 5000 窓口"}));
    EXPECT_EQ(lines(report, "payment_method"), (Lines{"card 2 40000", "paypay 1 10000", "counter 1 5000"}));
    EXPECT_EQ(lines(report, "prefecture"), (Lines{"東京都 1 30000", "山口県 2 15000", "none 1 10000"}));
    EXPECT_EQ(lines(report, "donor_kind"), (Lines{"corporation 1 30000", "individual 3 25000"}));
    EXPECT_EQ(
        lines(report, "purpose"), (Lines{"1 2 35000 市長におまかせ", "2 1 10000 子育て", "none 1 10000"}));
    EXPECT_EQ(lines(report, "gift"), (Lines{"SN777 1 30000", "SN001 2 15000 地酒", "none 1 10000"}));
}

TEST_P(RevenueReports, PutWhatGiftLinesDoNotExplainUnderNone)
{
    domain::Donation less = a_donation(10'000);
    less.gifts = {a_gift_line("SN001", 9'000)};
    less = ledger.enter(less);
    domain::Donation more = a_donation(10'000);
    more.gifts = {a_gift_line("SN002", 12'500)};
    more = ledger.enter(more);
    const auto report = ledger.report(2023);
    EXPECT_EQ(lines(report, "gift"), (Lines{"SN002 1 12500", "SN001 1 9000", "none 2 -1500"}));
    EXPECT_EQ(report.lines_differ, (std::vector<domain::DonationNumber>{less.number, more.number}));
    EXPECT_EQ(report.received, Yen{20'000});
    EXPECT_TRUE(ledger.report(2022).lines_differ.empty());
}

TEST_P(RevenueReports, SayWhenTheCityIsASample)
{
    EXPECT_FALSE(ledger.report(2023).is_sample);
    auto city = a_city();
    city.settings.push_back({"sample", {2003, 4, 21}, "1"});
    ledger.load_city().execute(city, ledger.caller());
    EXPECT_TRUE(ledger.report(2023).is_sample);
}

TEST_P(RevenueReports, KnowTheCitysRoundingOfThousands)
{
    EXPECT_EQ(ledger.report(2023).thousand_rounding, domain::ThousandRounding::Down);
    const auto digest = ledger.report(2023).digest;
    const auto set = [&](const std::string& value) {
        application::ManageSettings{ledger.store(), ledger.digests(), ledger.clock}.set(
            {"thousand_yen_rounding", {2023, 4, 1}, value}, ledger.caller(), "財政課の様式");
    };
    EXPECT_THROW(set("切捨て"), domain::Refusal);
    set("half_up");
    EXPECT_EQ(ledger.report(2023).thousand_rounding, domain::ThousandRounding::HalfUp);
    EXPECT_EQ(ledger.report(2023).digest, digest) << "the yen are what they were";
}

TEST_P(RevenueReports, HaveTheSameDigestForTheSameFiguresOnly)
{
    receive({2023, 12, 10}, 10'000);
    const std::string digest = ledger.report(2023).digest;
    ledger.business_date = {2024, 12, 31};
    ledger.clock.instant = "2025-01-01T00:00:00Z";
    EXPECT_EQ(ledger.report(2023).digest, digest) << "whenever it is made";
    Ledger other{GetParam()->open_ledger()};
    other.enter(a_donation(10'000), OperationEnd::Open);
    other.enter(a_donation(10'000));
    EXPECT_EQ(other.report(2023).digest, digest) << "in another ledger, whatever its ids";
    EXPECT_NE(ledger.report(2023, Calendar::Tax).digest, digest);
    EXPECT_NE(ledger.report(2022).digest, ledger.report(2021).digest);
    EXPECT_NE(make({Calendar::Fiscal, 2023, Month{2024, 2}, "received", ledger.caller()}).digest, digest);
    domain::Donation elsewhere = a_donation(1);
    elsewhere.received_on = Date{2022, 12, 10};
    ledger.enter(elsewhere);
    EXPECT_EQ(ledger.report(2023).digest, digest);
    receive({2023, 12, 10}, 1);
    EXPECT_NE(ledger.report(2023).digest, digest);
}

TEST_P(RevenueReports, NameTheLinesOfNobodyWhoWasRefunded)
{
    domain::Donation donation = a_donation(10'000);
    donation.state = domain::DonationState::Refunded;
    donation.gifts = {a_gift_line("SN001", 9'000)};
    ledger.enter(donation);
    EXPECT_TRUE(ledger.report(2023).lines_differ.empty());
}

RUN_ON_EVERY_ENGINE(RevenueReports);

}  // namespace
}  // namespace furusato::tests
