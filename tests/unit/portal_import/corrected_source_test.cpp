#include "furusato/portal_import/corrected_source.hpp"

#include <gtest/gtest.h>

#include "unit/portal_import/import_fixture.hpp"

namespace furusato::portal_import {
namespace {

using Corrections = std::map<long, RecordCorrection>;

const std::string kRows =
    "A1,1,2026/11/01,2026/11/01,済,カード,10000,1,\"周南\n太郎\",,X\r\n"
    "\r\n"
    "A2,1,2026/11/01,2026/11/01,済,カード,一万円,1,\"周南 \"\"次郎\"\"\",,X\r\n"
    "A3,1,2026/11/01,2026/11/01,済,カード,10000,1,三郎,,X\r\n";

class CorrectedFile : public testing::Test {
protected:
    ImportSettings settings() const
    {
        return {
            how_.profiles, eras_, rules_, folds_, how_.business_date, "sample", Encoding::Utf8, how_.limits};
    }

    /// The outcomes of the corrected file.
    std::vector<OrderOutcome> read(const Corrections& corrections, std::size_t step = 1'000'000)
    {
        tests::MemoryBytes bytes{"\xEF\xBB\xBF" + std::string{tests::kHeader} + kRows, step};
        const auto file = find_raw_records(bytes, settings(), {});
        CorrectedSource source{bytes, file, corrections, how_.limits.record_max_bytes};
        PortalFile corrected{source, settings()};
        std::vector<OrderOutcome> outcomes;
        while (auto outcome = corrected.next()) outcomes.push_back(*std::move(outcome));
        return outcomes;
    }

    tests::ImportCase how_;
    domain::EraTable eras_ = tests::some_eras();
    domain::ReceivedDateRules rules_ = tests::some_received_date_rules();
    NameFolds folds_ = tests::some_folds();
};

TEST_F(CorrectedFile, WithoutCorrectionsIsTheFileLineByLine)
{
    for (const std::size_t step : {1U, 7U, 1'000'000U}) {
        const auto outcomes = read({}, step);
        ASSERT_EQ(outcomes.size(), 3U);
        EXPECT_EQ(outcomes[0].draft->donation.file_line, 2);
        ASSERT_EQ(outcomes[1].issues.size(), 1U);
        EXPECT_EQ(outcomes[1].issues[0].line, 5);
        EXPECT_EQ(outcomes[1].issues[0].row, 2);
        EXPECT_EQ(outcomes[2].draft->donation.file_line, 6);
    }
}

TEST_F(CorrectedFile, HasTheCellsThatAClerkPutRight)
{
    constexpr std::size_t kAmount = 6;
    constexpr std::size_t kName = 8;
    const auto outcomes = read({{5, {false, {{kAmount, "12000"}, {kName, "山田, \"太郎\""}}}}});
    ASSERT_EQ(outcomes.size(), 3U);
    ASSERT_TRUE(outcomes[1].draft);
    EXPECT_EQ(outcomes[1].draft->donation.amount.amount(), 12'000);
    EXPECT_EQ(outcomes[1].draft->donation.contact.name, "山田, \"太郎\"");
    EXPECT_EQ(outcomes[2].draft->donation.file_line, 6);
}

TEST_F(CorrectedFile, LeavesOutWhatDoesNotCount)
{
    const auto outcomes = read({{5, {true, {}}}});
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(outcomes[1].order_number, "A3");
    EXPECT_EQ(outcomes[1].draft->donation.file_line, 6);
}

TEST_F(CorrectedFile, RefusesWhatItsEncodingCannotWrite)
{
    tests::MemoryBytes bytes{std::string{tests::kHeader}};
    auto file = find_raw_records(bytes, settings(), {});
    file.encoding = Encoding::Cp932;
    try {
        CorrectedSource source{bytes, file, {{5, {false, {{8, "𠮷野"}}}}}, 1'000'000};
        FAIL();
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "correction.not_in_encoding");
    }
}

TEST_F(CorrectedFile, GivesRecordsAsTheirBytesStand)
{
    tests::MemoryBytes bytes{std::string{tests::kHeader} + kRows};
    const auto file = find_raw_records(bytes, settings(), {5});
    ASSERT_EQ(file.records.size(), 1U);
    EXPECT_EQ(file.records[0].row, 2);
    EXPECT_EQ(file.records[0].cells, 11U);
    EXPECT_EQ(file.records[0].bytes.rfind("A2,1,", 0), 0U);
    EXPECT_EQ(file.headers[6], "金額");
}

}  // namespace
}  // namespace furusato::portal_import
