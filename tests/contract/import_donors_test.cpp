#include <set>

#include "contract/engine.hpp"
#include "support/portal_csv.hpp"

namespace furusato::tests {
namespace {

using Findings = std::vector<std::string>;

class DonorRecognition : public OnEveryEngine {
protected:
    /// How many donors these orders have, imported in one file and one by one.
    std::size_t donors_of(std::vector<PortalRow> rows)
    {
        int number = 0;
        for (auto& row : rows) row.order = "D" + std::to_string(++number);
        Ledger in_one_file{GetParam()->open_ledger()};
        in_one_file.import(choice_csv(rows));
        Ledger one_by_one{GetParam()->open_ledger()};
        std::int64_t added = 0, matched = 0;
        for (const auto& row : rows) {
            const auto summary = one_by_one.import(choice_csv({row}));
            added += summary.donors_new;
            matched += summary.donors_matched;
        }
        std::set<std::int64_t> together, alone;
        for (const auto& row : rows) {
            together.insert(in_one_file.donation(row.order).donor.value);
            alone.insert(one_by_one.donation(row.order).donor.value);
        }
        EXPECT_EQ(together.size(), alone.size()) << "in one file and one by one";
        EXPECT_EQ(static_cast<std::size_t>(added), alone.size());
        EXPECT_EQ(static_cast<std::size_t>(added + matched), rows.size());
        return together.size();
    }
};

TEST_P(DonorRecognition, NeedsMoreThanAName)
{
    EXPECT_EQ(donors_of({PortalRow{}, {.postal_code = "100-0001", .street = "千代田1-1"}}), 2U);
    EXPECT_EQ(donors_of({PortalRow{}, {.street = "徳山港町2番地"}}), 2U)
        << "the postal code alone is not enough";
}

TEST_P(DonorRecognition, GoesByNameAndAddressHoweverItIsWritten)
{
    EXPECT_EQ(donors_of({{.street = "岐山通1丁目2番3号"}, {.street = "岐山通一丁目2の3"}}), 1U);
    EXPECT_EQ(donors_of({{.street = "岐山通1-2-3", .building = "見本荘101号室"},
                  {.street = "岐山通1-2-3", .building = "見本荘102号室"}}),
        2U);
    EXPECT_EQ(donors_of({{.street = "字見本"}, {.street = "字見本"}}), 2U) << "no number, no address";
}

TEST_P(DonorRecognition, GoesByNameAndMail)
{
    EXPECT_EQ(
        donors_of({{.mail = "taro@example.jp"}, {.street = "引越先1-1", .mail = "Taro@Example.jp"}}), 1U);
    EXPECT_EQ(
        donors_of({{.mail = "taro@example.jp"}, {.street = "引越先1-1", .mail = "jiro@example.jp"}}), 2U);
}

TEST_P(DonorRecognition, GoesByNameAndPhone)
{
    EXPECT_EQ(donors_of({{.phone = "090-0000-0001"}, {.phone = "+81 90 0000 0001"},
                  {.phone = "０９０"
                            "００００"
                            "０００１"}}),
        1U);
    EXPECT_EQ(donors_of({{.phone = "090-0000-0001"}, {.street = "引越先1-1", .phone = "090-0000-0002"}}), 2U);
}

TEST_P(DonorRecognition, GoesByNamePostalCodeAndBirthDate)
{
    EXPECT_EQ(
        donors_of({{.birth_date = "1961/01/06"}, {.street = "別", .birth_date = "昭和36年1月6日"}}), 1U);
    EXPECT_EQ(donors_of({{.birth_date = "1961/01/06"}, {.birth_date = "1961/01/07"}}), 2U);
    EXPECT_EQ(
        donors_of({{.birth_date = "1961/01/06"}, {.postal_code = "745-0046", .birth_date = "1961/01/06"}}),
        2U);
    EXPECT_EQ(donors_of({{.birth_date = ""}, {.street = "別", .birth_date = ""}}), 2U);
}

TEST_P(DonorRecognition, FoldsNamesBeforeItCompares)
{
    EXPECT_EQ(donors_of({{.name = "髙橋　一郎", .phone = "090-0000-0001"},
                  {.name = "高橋一郎", .phone = "090-0000-0001"},
                  {.name = "高 橋 一 郎", .phone = "090-0000-0001"}}),
        1U);
    EXPECT_EQ(donors_of({{.name = "𠮷田　花子", .mail = "h@example.jp"},
                  {.name = "吉田　花子", .mail = "h@example.jp"}}),
        1U);
}

TEST_P(DonorRecognition, KeepsAFamilyApartThatSharesAPhone)
{
    EXPECT_EQ(donors_of({{.name = "周南　太郎", .phone = "0834-00-0001", .mail = "home@example.jp"},
                  {.name = "周南　花子", .phone = "0834-00-0001", .mail = "home@example.jp"},
                  {.name = "周南　太郎", .phone = "0834-00-0001"}}),
        2U);
}

TEST_P(DonorRecognition, NeverJoinsKinds)
{
    EXPECT_EQ(donors_of({{.donor_kind = "個人", .name = "見本商店", .phone = "0834-00-0001"},
                  {.donor_kind = "法人", .name = "見本商店", .phone = "0834-00-0001"},
                  {.donor_kind = "団体", .name = "見本商店", .phone = "0834-00-0001"}}),
        3U);
}

TEST_P(DonorRecognition, TakesADamagedNameForUnknown)
{
    EXPECT_EQ(donors_of({{.name = "〓野　太郎", .kana = "", .phone = "090-0000-0001"},
                  {.name = "〓野　太郎", .kana = "", .phone = "090-0000-0001"}}),
        2U)
        << "nothing says who it is";
    EXPECT_EQ(donors_of({{.name = "?", .kana = "", .mail = "a@example.jp"},
                  {.name = "周南　花子", .kana = "シュウナン　ハナコ", .mail = "a@example.jp"}}),
        2U);
    EXPECT_EQ(donors_of({{.phone = "090-0000-0001"}, {.name = "〓南　太郎", .phone = "090-0000-0001"}}), 1U)
        << "the reading says it";
    EXPECT_EQ(donors_of({{.phone = "090-0000-0001"},
                  {.name = "〓南　花子", .kana = "シュウナン　ハナコ", .phone = "090-0000-0001"}}),
        2U);
}

TEST_P(DonorRecognition, NeverJoinsAnonymousDonors)
{
    const PortalRow anonymous{.donor_kind = "匿名", .name = "匿名", .phone = "090-0000-0001"};
    EXPECT_EQ(donors_of({anonymous, anonymous}), 2U);
}

TEST_P(DonorRecognition, FollowsADonorFromOneKeyToTheNext)
{
    EXPECT_EQ(donors_of({{.phone = "090-0000-0001"}, {.phone = "090-0000-0001", .mail = "taro@example.jp"},
                  {.phone = "090-9999-9999", .mail = "taro@example.jp"}, {.phone = "090-9999-9999"}}),
        1U);
}

TEST_P(DonorRecognition, WorksAcrossPortalsAndBatches)
{
    ledger.import(generic_csv({{.order = "G1", .phone = "090-0000-0001"}}));
    auto rows = many_rows(120);
    rows.front().name = rows.back().name = "周南　太郎";
    rows.front().phone = rows.back().phone = "090-0000-0001";
    rows.back().order = "LAST";
    rows.back().line = "1";
    const auto summary = ledger.import(choice_csv(rows));
    const auto donor = ledger.donation("G1", "generic").donor;
    EXPECT_EQ(ledger.donation("M1").donor, donor);
    EXPECT_EQ(ledger.donation("LAST").donor, donor);
    EXPECT_EQ(summary.donors_new + summary.donors_matched, summary.orders.added);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(DonorRecognition, KeepsTheSnapshotOfEachDonation)
{
    ledger.import(choice_csv({{.order = "A", .street = "旧1-1", .phone = "090-0000-0001"}}));
    ledger.import(choice_csv({{.order = "B", .street = "新2-2", .phone = "090-0000-0001"},
        {.order = "C", .street = "旧1-1", .phone = "090-0000-0001"}}));
    EXPECT_EQ(ledger.donation("A").contact.street, "旧1-1");
    EXPECT_EQ(ledger.donation("B").contact.street, "新2-2");
    EXPECT_EQ(ledger.donation("A").donor, ledger.donation("B").donor);
    EXPECT_EQ(ledger.donation("A").contact_id, ledger.donation("C").contact_id) << "shared while identical";
    EXPECT_NE(ledger.donation("A").contact_id, ledger.donation("B").contact_id);
}

RUN_ON_EVERY_ENGINE(DonorRecognition);

}  // namespace
}  // namespace furusato::tests
