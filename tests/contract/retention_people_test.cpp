#include "contract/retention_office.hpp"
#include "furusato/application/donor_records.hpp"

namespace furusato::tests {
namespace {

using Findings = std::vector<std::string>;

/// What is left of people after their donations were erased, and what later work may do with it.
class RetentionOfPeople : public RetentionOffice {
protected:
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }

    void edit(domain::DonorId donor, const std::vector<std::pair<std::string, std::string>>& fields)
    {
        ledger.edit_donor().execute(
            {.donor = donor, .fields = fields, .reason = "届出", .caller = ledger.caller()});
    }
    std::string name_of(domain::DonorId donor)
    {
        return ledger.list_donors()
            .show(donor, ledger.business_date, application::Disclosure::Guarded)
            .donor.contact.name;
    }
};

TEST_P(RetentionOfPeople, ARecipientDoesNotComeBackWithALaterFile)
{
    PortalRow row{.order = "C1", .name = "周南　一郎"};
    row.recipient_name = "徳山　母子";
    row.recipient_street = "秋月9-9";
    const PortalRow ended{
        .order = "C2", .status = "キャンセル", .recipient_name = "徳山　母子", .recipient_street = "秋月9-9"};
    ledger.import(choice_csv({row, ended}));
    ledger.issue();
    on(kDue);
    run("gift_recipient");
    ASSERT_EQ(traces_of("母子"), 0);
    row.remark = "のし希望";
    PortalRow changed = ended;
    changed.gift_code = "SN002";
    EXPECT_EQ(ledger.import(choice_csv({row, changed})).orders.updated, 2);
    EXPECT_EQ(ledger.donation("C1").remark, "のし希望");
    EXPECT_EQ(ledger.donation("C2").gifts.at(0).gift_code, "SN002");
    EXPECT_EQ(traces_of("母子"), 0);
    EXPECT_EQ(traces_of("秋月9-9"), 0);
    for (const std::string order : {"C1", "C2"})
        EXPECT_TRUE(domain::is_masked(*ledger.donation(order).gifts.at(0).recipient));
    EXPECT_EQ(ledger.donation("C1").contact.name, "周南　一郎");
}

TEST_P(RetentionOfPeople, ADonorStaysFoundByWhatAClerkRecorded)
{
    PortalRow first{.order = "C1", .name = "徳山　花子", .postal_code = "100-0001", .phone = "080-1234-5678"};
    first.mail = "hanako@mail.example.jp";
    ledger.import(choice_csv({first}));
    ledger.issue();
    ledger.business_date = {2030, 5, 1};
    PortalRow second = first;
    second.order = "C2";
    second.applied_on = second.paid_on = "2030/05/01";
    second.phone = "090-0000-1111";
    second.postal_code = "745-0045";
    ledger.import(choice_csv({second}));
    const auto donor = ledger.donation("C1").donor;
    ASSERT_EQ(ledger.donation("C2").donor, donor);
    edit(donor, {{"phone", "080-1234-5678"}, {"name", "光　花子"}, {"kana", "ヒカリ　ハナコ"},
                    {"registered.postal_code", "1000001"}});
    on(kDue);
    run();
    for (const auto& word : {"080-1234-5678", "5678", "光", "ヒカリ", "1000001", "徳山", "1111"})
        EXPECT_EQ(found_by(word), 2) << word;
}

TEST_P(RetentionOfPeople, ADonorIsCalledAsHisOtherDonationsCallHim)
{
    PortalRow waiting{.order = "W1",
        .applied_on = "2023/12/01",
        .status = "入金待ち",
        .paid_on = "",
        .name = "徳山　花子",
        .phone = "080-1234-5678"};
    waiting.payment = "銀行振込";
    PortalRow paid{.order = "C1", .name = "徳山　花子", .phone = "080-1234-5678"};
    ledger.import(
        choice_csv({waiting, paid, {.order = "C2", .name = "周南　一郎", .phone = "0834-11-2222"}}));
    ledger.issue();
    const auto donor = ledger.donation("W1").donor;
    ASSERT_EQ(ledger.donation("C1").donor, donor);
    on(kDue);
    run();
    ASSERT_TRUE(ledger.donation("C1").masked_on);
    ASSERT_FALSE(ledger.donation("W1").masked_on);
    EXPECT_EQ(name_of(donor), "徳山　花子");
    edit(donor, {{"kana", "トクヤマ　ハナ"}});
    EXPECT_EQ(name_of(donor), "徳山　花子");
    EXPECT_EQ(
        number("SELECT COUNT(*) AS n FROM donor_names WHERE name = ?", {std::string{domain::kMaskedText}}),
        0);
    const auto nobody = ledger.donation("C2").donor;
    EXPECT_EQ(name_of(nobody), domain::kMaskedText);
    EXPECT_EQ(refusal_of([&] { edit(nobody, {{"phone", "0834-33-4444"}}); }), "donor.erased");
}

RUN_ON_EVERY_ENGINE(RetentionOfPeople);

/// What becomes of the archived originals.
class RetentionOfFiles : public RetentionOffice {
protected:
    RetentionOfFiles()
    {
        file = ledger.import(choice_csv({{.order = "C1"}})).sha256 + ".gz";
        ledger.issue();
    }
    std::string file;
};

TEST_P(RetentionOfFiles, AMarkInTheTableAloneRemovesNothingAndIsFound)
{
    tamper("UPDATE import_jobs SET archive_disposed_on = '2024-02-01'");
    run("import_archive");
    EXPECT_TRUE(ledger.archive().holds(file));
    EXPECT_TRUE(finds("verify.archive_flag_differs"));
    EXPECT_EQ(ledger.gather_evidence().execute("C1").source, application::SourceState::AsItCame);
    ledger.archive().lose_everything();
    EXPECT_EQ(ledger.gather_evidence().execute("C1").source, application::SourceState::Missing);
    EXPECT_FALSE(ledger.gather_evidence().execute("C1").is_sound());
}

TEST_P(RetentionOfFiles, OneThatIsStillThereOrNotMarkedAnyMoreIsFound)
{
    on(kDue);
    run();
    ASSERT_EQ(ledger.findings(), Findings{});
    MemoryBytes bytes{"back again"};
    ledger.archive().keep(bytes, file);
    EXPECT_EQ(ledger.findings(), (Findings{"verify.archive_not_removed 1"}));
    run();
    EXPECT_FALSE(ledger.archive().holds(file)) << "the next run removes it";
    tamper("UPDATE import_jobs SET archive_disposed_on = NULL");
    EXPECT_EQ(ledger.findings(), (Findings{"verify.archive_flag_differs 1"}));
}

TEST_P(RetentionOfFiles, TheEvidenceOfADonationSaysThatItsFileIsDisposedOf)
{
    on(kDue);
    const auto deleted = run();
    const auto evidence = ledger.gather_evidence().execute("C1");
    EXPECT_EQ(evidence.source, application::SourceState::Disposed);
    ASSERT_TRUE(evidence.disposal);
    EXPECT_EQ(evidence.disposal->as_of, kDue);
    EXPECT_EQ(evidence.disposal->run, deleted.at(0).run);
    EXPECT_TRUE(evidence.is_sound());
    EXPECT_TRUE(evidence.records.empty());
}

RUN_ON_EVERY_ENGINE(RetentionOfFiles);

}  // namespace
}  // namespace furusato::tests
