#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "furusato/application/revenue_report.hpp"

namespace furusato::application {
namespace {

using domain::Date;
using domain::Month;
using domain::Yen;
using nlohmann::json;

RevenueReport a_report()
{
    RevenueReport report;
    report.year = 2023;
    report.basis = "received";
    report.as_of = {2024, 2, 29};
    report.through = Month{2023, 4};
    report.rule_version = "revenue-1";
    report.target = Yen{12'000};
    report.received = Yen{9'000};
    report.donations = 2;
    report.months = {{Month{2023, 4}, Yen{1'000}, Yen{9'000}, Yen{500}, 2, Yen{9'000}, Yen{1'000}}};
    report.by["gift"] = {{"SN002", "酒", 1, Yen{6'000}}, {"SN001", "米", 1, Yen{3'000}}};
    report.by["campaign"] = {};
    return report;
}

TEST(CanonicalJson, IsStable)
{
    EXPECT_EQ(canonical_json(a_report()),
        R"({"basis":"received","by":{"campaign":[],"gift":[{"donations":1,"key":"SN001","yen":3000},)"
        R"({"donations":1,"key":"SN002","yen":6000}]},"calendar":"fiscal","donations":2,"months":[)"
        R"({"cumulative_target_yen":1000,"cumulative_yen":9000,"donations":2,"month":"2023-04","received_yen":9000,)"
        R"("refunds_yen":500,"target_yen":1000}],"received_yen":9000,"rule_version":"revenue-1","target_yen":12000,)"
        R"("through":"2023-04","year":2023})");
}

TEST(CanonicalJson, HasSortedKeysAndNoBlanks)
{
    const std::string text = canonical_json(a_report());
    EXPECT_EQ(json::parse(text).dump(), text);
}

TEST(CanonicalJson, WritesNoTargetAsNull)
{
    RevenueReport report = a_report();
    report.target.reset();
    report.months[0].target.reset();
    report.months[0].cumulative_target.reset();
    const json document = json::parse(canonical_json(report));
    EXPECT_TRUE(document.at("target_yen").is_null());
    EXPECT_TRUE(document.at("months").at(0).at("target_yen").is_null());
    EXPECT_TRUE(document.at("months").at(0).at("cumulative_target_yen").is_null());
}

TEST(CanonicalJson, LeavesOutWhatIsNoFigure)
{
    const std::string text = canonical_json(a_report());
    RevenueReport report = a_report();
    report.as_of = {2030, 1, 1};
    report.is_sample = true;
    report.unfinished_imports = 3;
    report.by["gift"][0].label = "別の名";
    std::reverse(report.by["gift"].begin(), report.by["gift"].end());
    EXPECT_EQ(canonical_json(report), text);
}

TEST(CanonicalJson, KeepsKeysAsTheyAre)
{
    for (const std::string key :
        {"\"quoted\"", "back\\slash", "葛\U000E0100城", "tab\there", "two\nlines", "\x1f"}) {
        RevenueReport report = a_report();
        report.by["purpose"] = {{key, "", 1, Yen{1}}};
        const json document = json::parse(canonical_json(report));
        EXPECT_EQ(document.at("by").at("purpose").at(0).at("key").get<std::string>(), key);
    }
}

}  // namespace
}  // namespace furusato::application
