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
    void add_ticket(domain::DonorId donor, const std::string& text)
    {
        ledger.manage_tickets().add(
            {.donor = donor, .fields = {{"kind", "contact"}}, .text = text, .caller = ledger.caller()});
    }
    void add_ticket(const std::string& donation, const std::string& text)
    {
        ledger.manage_tickets().add(
            {.donation = donation, .fields = {{"kind", "contact"}}, .text = text, .caller = ledger.caller()});
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

TEST_P(RetentionOfPeople, WhatClerksKeptOfADonorGoesWithHisLastDonation)
{
    ledger.import(choice_csv({{.order = "C1", .name = "徳山　花子", .phone = "080-1234-5678"}}));
    ledger.issue();
    const auto donor = ledger.donation("C1").donor;
    edit(donor, {{"name", "光　花子"}, {"kana", "ヒカリ　ハナコ"}, {"phone", "090-5555-0000"},
                    {"mail", "hikari@mail.example.jp"}, {"registered.postal_code", "1000001"},
                    {"registered.street", "秋月9-9"}, {"remark", "夜間に電話"}});
    edit(donor, {{"name", "下松　花子"}, {"kana", "クダマツ　ハナコ"}, {"phone", "090-6666-0000"},
                    {"address_protected", "はい"}, {"delivery.addressee", "櫛浜　母"}});
    ledger.business_date = ledger.clock.day = {2024, 3, 1};
    add_ticket(donor, "夜市の叔母から電話");
    add_ticket("C1", "箱がつぶれた");
    on(kDue);
    run();
    for (const auto& word : {"花子", "ヒカリ", "クダマツ", "5555", "6666", "hikari", "1000001", "秋月9-9",
             "夜間", "櫛浜", "夜市", "つぶれた"}) {
        EXPECT_EQ(traces_of(word), 0) << word;
        EXPECT_EQ(found_by(word), 0) << word;
    }
    const auto changes = ledger.list_donors().history(donor, application::Disclosure::Guarded);
    EXPECT_EQ(changes.size(), 3U);
    EXPECT_EQ(refusal_of([&] { edit(donor, {{"phone", "0834-33-4444"}}); }), "donor.erased");
}

TEST_P(RetentionOfPeople, ADonorWhoGaveAgainKeepsNothingThatOnlyTheErasedDonationTold)
{
    PortalRow first{.order = "C1", .name = "徳山　花子", .postal_code = "100-0001", .phone = "080-1234-5678"};
    first.mail = "hanako@mail.example.jp";
    first.street = "秋月9-9";
    ledger.import(choice_csv({first}));
    ledger.issue();
    ledger.business_date = {2030, 5, 1};
    PortalRow second = first;
    second.order = "C2";
    second.applied_on = second.paid_on = "2030/05/01";
    second.phone = "090-0000-1111";
    second.postal_code = "745-0045";
    second.street = "岐山通1-1";
    ledger.import(choice_csv({second}));
    const auto donor = ledger.donation("C1").donor;
    ASSERT_EQ(ledger.donation("C2").donor, donor);
    ledger.edit_donor().execute({.donor = donor,
        .fields = {{"registered.street", "若宮町2-2"}, {"registered.postal_code", "7450036"},
            {"phone", "0834-22-0000"}},
        .valid_from = domain::Date{2023, 1, 1},
        .reason = "届出",
        .caller = ledger.caller()});
    ASSERT_GT(traces_of("秋月9-9"), 1) << "in the donor's history too";
    on(kDue);
    run();
    ASSERT_TRUE(ledger.donation("C1").masked_on);
    ASSERT_FALSE(ledger.donation("C2").masked_on);
    for (const auto& word : {"秋月9-9", "1000001", "100-0001", "08012345678"}) {
        EXPECT_EQ(traces_of(word), 0) << word;
        EXPECT_EQ(found_by(word), 0) << word;
    }
    for (const auto& word : {"徳山", "090-0000-1111", "0834-22-0000", "7450036"})
        EXPECT_EQ(found_by(word), 2) << word;
    PortalRow third = second;
    third.order = "C3";
    third.applied_on = third.paid_on = "2034/03/30";
    ledger.import(choice_csv({third}));
    EXPECT_EQ(ledger.donation("C3").donor, donor) << "he is recognised as before";
}

TEST_P(RetentionOfPeople, AnOpenTicketKeepsItsDonation)
{
    ledger.import(choice_csv({{.order = "C1"}, {.order = "C2", .name = "下松　次郎"}}));
    ledger.issue();
    const auto inquiry =
        ledger.manage_tickets().add({.donation = "C1", .text = "届かない", .caller = ledger.caller()});
    on(kDue);
    const auto found = due(domain::RetentionSubject::DonationContact);
    EXPECT_EQ(found.due.size(), 1U);
    EXPECT_EQ(found.held_back.at("ticket_open"), 1);
    run();
    EXPECT_FALSE(ledger.donation("C1").masked_on);
    ledger.manage_tickets().change(
        {.id = inquiry.ticket.id, .fields = {{"state", "closed"}}, .caller = ledger.caller()});
    EXPECT_TRUE(run().empty()) << "its end of today is the end of the matter";
    EXPECT_EQ(ledger.manage_tickets().show(inquiry.ticket.id).ticket.subject, "届かない");
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
