#include "contract/engine.hpp"
#include "furusato/application/catalogue.hpp"
#include "furusato/application/list_gifts.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::GiftImportSummary;
using application::ListGifts;
using domain::Date;
using domain::Yen;
using Findings = std::vector<std::string>;

class GiftImport : public OnEveryEngine {
protected:
    GiftImportSummary import(const std::vector<GiftRow>& rows)
    {
        return ledger.import_gift_file(gift_csv(rows));
    }
    std::vector<domain::Gift> show(const std::string& code) { return ListGifts{ledger.store()}.show(code); }
    static std::string text_of(const GiftImportSummary& summary)
    {
        std::string text = std::to_string(summary.read) + " read, " + std::to_string(summary.added) +
                           " added, " + std::to_string(summary.updated) + " updated, " +
                           std::to_string(summary.unchanged) + " unchanged, " +
                           std::to_string(summary.refused) + " refused";
        for (const auto& issue : summary.issues) text += "; " + std::to_string(issue.line) + " " + issue.code;
        return text;
    }
};

TEST_P(GiftImport, KeepsEveryColumn)
{
    const GiftRow row{.code = "ｓｎ００１",
        .name = "㈱の𠮷\n酒",
        .delivery_name = "地酒",
        .supplier_code = "s03",
        .supplier = "見本酒造\uFA10",
        .required = "１２，０００円",
        .cost = "¥3,600",
        .category = "酒類",
        .brand_mark = "しゅうなん",
        .valid_from = "2023-10-01",
        .valid_to = "2024-03-31"};
    EXPECT_EQ(text_of(import({row})), "1 read, 1 added, 0 updated, 0 unchanged, 0 refused");
    ASSERT_EQ(show("SN001").size(), 1U);
    const domain::Gift gift = show("sn001").front();
    EXPECT_EQ(gift.code, "SN001");
    EXPECT_EQ(gift.name, row.name);
    EXPECT_EQ(gift.delivery_name, "地酒");
    EXPECT_EQ(gift.supplier_code, "S03");
    EXPECT_EQ(gift.supplier_name, row.supplier);
    EXPECT_EQ(gift.required_donation, Yen{12'000});
    EXPECT_EQ(gift.procurement_cost, Yen{3'600});
    EXPECT_EQ(gift.category, "酒類");
    EXPECT_EQ(gift.brand_mark, "しゅうなん");
    EXPECT_EQ(gift.valid_from, (Date{2023, 10, 1}));
    EXPECT_EQ(gift.valid_to, (Date{2024, 3, 31}));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(GiftImport, RefusesAGiftWhoseCostIsOverThreeTenths)
{
    EXPECT_EQ(text_of(import({{.code = "OVER", .required = "10000", .cost = "3001"},
                  {.code = "EXACT", .cost = "3000"}})),
        "2 read, 1 added, 0 updated, 0 unchanged, 1 refused; 2 gift.too_costly");
    EXPECT_THROW(show("OVER"), domain::Refusal);
    EXPECT_EQ(show("EXACT").size(), 1U);
}

TEST_P(GiftImport, NamesEachRowAtFaultAndTakesTheOthers)
{
    EXPECT_EQ(text_of(import({{.code = ""}, {.name = ""}, {.required = "x"}, {.cost = "-1"},
                  {.valid_from = "2024-02-30"}, {.valid_from = "2024-03-01", .valid_to = "2024-02-29"},
                  {.code = "OK"}, {.code = "ok"}})),
        "8 read, 1 added, 0 updated, 0 unchanged, 7 refused; 2 gift.code_missing; 3 gift.name_missing; "
        "4 amount.not_a_number; 5 amount.not_a_number; 6 date.invalid; 7 date.invalid; 9 gift.code_repeated");
    EXPECT_EQ(show("OK").size(), 1U);
}

TEST_P(GiftImport, RefusesAFileThatIsNoTableOfGifts)
{
    EXPECT_THROW(ledger.import_gift_file("返礼品コード,返礼品名\nSN001,酒\n"), domain::Refusal);
    EXPECT_THROW(ledger.import_gift_file(""), domain::Refusal);
    EXPECT_TRUE(ListGifts{ledger.store()}.execute(ledger.business_date, "").empty());
}

TEST_P(GiftImport, LeavesTheSameFileUnchanged)
{
    const std::vector<GiftRow> rows{
        {.code = "A"}, {.code = "B", .valid_to = "2024-03-31"}, {.code = "C", .valid_from = ""}};
    import(rows);
    ledger.business_date = {2024, 3, 15};
    EXPECT_EQ(text_of(import(rows)), "3 read, 0 added, 0 updated, 3 unchanged, 0 refused");
    EXPECT_EQ(show("A").size(), 1U);
    EXPECT_EQ(show("C").front().valid_from, (Date{2024, 2, 29}));
}

TEST_P(GiftImport, MakesAChangeANewVersionFromItsDayOn)
{
    import({{.code = "A" }});
    EXPECT_EQ(text_of(import({{.code = "A", .required = "12000", .valid_from = "2024-04-01"}})),
        "1 read, 0 added, 1 updated, 0 unchanged, 0 refused");
    const auto versions = show("A");
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].valid_to, (Date{2024, 3, 31}));
    EXPECT_EQ(versions[1].valid_from, (Date{2024, 4, 1}));
    EXPECT_EQ(versions[1].valid_to, std::nullopt);
    ListGifts list{ledger.store()};
    EXPECT_EQ(list.execute({2024, 3, 31}, "").at(0).required_donation, Yen{10'000});
    EXPECT_EQ(list.execute({2024, 4, 1}, "").at(0).required_donation, Yen{12'000});
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(GiftImport, RefusesAVersionOlderThanTheNewest)
{
    import({{.code = "A", .valid_from = "2024-01-01" }});
    EXPECT_EQ(text_of(import({{.code = "A", .name = "前", .valid_from = "2023-12-31"}})),
        "1 read, 0 added, 0 updated, 0 unchanged, 1 refused; 2 gift.version_older");
    EXPECT_EQ(show("A").size(), 1U);
}

TEST_P(GiftImport, CorrectsAVersionOfTheSameDayAndKeepsTheOldOne)
{
    import({{.code = "A", .valid_from = "2024-01-01" }});
    import({{.code = "A", .name = "後", .valid_from = "2024-01-01" }});
    EXPECT_EQ(show("A").size(), 2U);
    EXPECT_EQ(show("A").back().name, "後");
    EXPECT_EQ(ListGifts{ledger.store()}.execute({2024, 1, 1}, "").at(0).name, "後");
    ledger.import(choice_csv({{.applied_on = "2024/01/01", .paid_on = "2024/01/01", .gift_code = "A"}}));
    const auto pointed = ledger.donation("C1").gifts.at(0).gift_version;
    ledger.store().read([&](application::Records& records) {
        EXPECT_EQ(records.catalogue.gift_versions().back().version, pointed);
    });
}

TEST_P(GiftImport, GoesByTheCostLimitOfTheDayFromWhichTheVersionHolds)
{
    EXPECT_EQ(text_of(import({{.code = "A", .cost = "1", .valid_from = "2019-05-31"},
                  {.code = "B", .valid_from = "2019-06-01"}})),
        "2 read, 1 added, 0 updated, 0 unchanged, 1 refused; 2 gift.too_costly");
}

TEST_P(GiftImport, FindsGiftsByCodeOrNameInAnyWidth)
{
    import({{.code = "SN001", .name = "徳山ふぐ"}, {.code = "SN002", .name = "周南たこ"},
        {.code = "SX003",
            .name = "ﾊﾓ" }});
    const auto codes = [&](const std::string& word) {
        std::string text;
        for (const auto& gift : ListGifts{ledger.store()}.execute(ledger.business_date, word))
            text += gift.code + " ";
        return text;
    };
    EXPECT_EQ(codes(""), "SN001 SN002 SX003 ");
    EXPECT_EQ(codes("ｓｎ"), "SN001 SN002 ");
    EXPECT_EQ(codes("たこ"), "SN002 ");
    EXPECT_EQ(codes("ハモ"), "SX003 ");
    EXPECT_EQ(codes("なし"), "");
}

TEST_P(GiftImport, TakesANewNameOfASupplierOver)
{
    import({{.code = "A", .supplier_code = "S03", .supplier = "見本酒造" }});
    import({{.code = "A", .supplier_code = "S03", .supplier = "新見本酒造" }});
    EXPECT_EQ(show("A").back().supplier_name, "新見本酒造");
}

TEST_P(GiftImport, RefusesTextsThatNoColumnHolds)
{
    EXPECT_EQ(text_of(import({{.code = repeated("A", 201)}, {.code = "N", .name = repeated("名", 301)},
                          {.code = "D", .delivery_name = repeated("名", 301)},
                          {.code = "C", .category = repeated("類", 101)},
                          {.code = "B", .brand_mark = repeated("印", 101)},
                          {.code = "S", .supplier_code = repeated("S", 41)},
                          {.code = "T", .supplier_code = "", .supplier = repeated("店", 201)}}))
                  .substr(0, 50),
        "7 read, 0 added, 0 updated, 0 unchanged, 7 refused")
        << "a server in strict mode would stop the whole file";
}

RUN_ON_EVERY_ENGINE(GiftImport);

}  // namespace
}  // namespace furusato::tests
