#include "contract/retention_office.hpp"

namespace furusato::tests {
namespace {

using application::RevenueReport;
using domain::RetentionSubject;
using Findings = std::vector<std::string>;

/// Every figure and label of a report, the digest included.
std::string text_of(const RevenueReport& report)
{
    std::string text = canonical_json(report) + report.digest;
    for (const auto& [dimension, lines] : report.by) {
        for (const auto& line : lines) text += dimension + line.key + line.label + "\n";
    }
    for (const auto& number : report.lines_differ) text += number.text();
    return text + std::to_string(report.refunded_after_close) + std::to_string(report.unfinished_imports);
}

class Retention : public RetentionOffice {};

TEST_P(Retention, AfterItsTimeThePersonIsGoneAndEveryFigureStays)
{
    ledger.import(choice_csv(many_rows(24)));
    PortalRow hanako{.order = "H1", .name = "徳山　花子", .kana = "トクヤマ　ハナコ"};
    hanako.phone = "080-1234-5678";
    hanako.mail = "hanako@mail.example.jp";
    hanako.recipient_name = "徳山　母子";
    hanako.recipient_street = "秋月9-9";
    hanako.remark = "花子より";
    ledger.import(choice_csv({hanako}));
    ledger.change_donation().edit({"H1", "電話で確認", {}, ledger.caller()}, {{"name", "徳山　華子"}});
    ledger.issue();
    const auto report = text_of(ledger.report(2023));
    const auto by_tax_year = text_of(ledger.report(2023, application::Calendar::Tax));
    const auto receipts = ledger.issue_receipts().list(std::nullopt);
    ASSERT_EQ(found_by("徳山"), 1);
    ASSERT_GT(traces_of("花子"), 3);

    on(kLastDayKept);
    EXPECT_TRUE(run().empty());
    EXPECT_EQ(found_by("徳山"), 1);
    on(kDue);
    const auto deleted = run();
    ASSERT_FALSE(deleted.empty());
    for (const auto& word : {"徳山", "華子", "トクヤマ", "080-1234-5678", "5678", "hanako@mail.example.jp"})
        EXPECT_EQ(found_by(word), 0) << word;
    for (const auto& word : {"花子", "華子", "ハナコ", "母子", "hanako", "8765"})
        EXPECT_EQ(traces_of(word), 0) << word;
    EXPECT_EQ(
        number(
            "SELECT COUNT(*) AS n FROM donor_keys k JOIN donors d ON d.id = k.donor_id WHERE d.name_hash = 0"),
        0);
    const auto donation = ledger.donation("H1");
    EXPECT_EQ(donation.masked_on, kDue);
    EXPECT_TRUE(domain::is_masked(donation.contact));
    EXPECT_EQ(donation.contact.prefecture, "山口県");
    EXPECT_EQ(text_of(ledger.report(2023)), report);
    EXPECT_EQ(text_of(ledger.report(2023, application::Calendar::Tax)), by_tax_year);
    const auto receipts_after = ledger.issue_receipts().list(std::nullopt);
    ASSERT_EQ(receipts_after.size(), receipts.size());
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        EXPECT_EQ(receipts_after[i].number, receipts[i].number);
        EXPECT_EQ(receipts_after[i].receipt.amount, receipts[i].receipt.amount);
        EXPECT_TRUE(domain::is_masked(receipts_after[i].receipt.contact));
    }
    EXPECT_EQ(ledger.findings(), Findings{});
    EXPECT_TRUE(run().empty()) << "a second run has nothing to do";
    EXPECT_EQ(retention().list().size(), deleted.size());
}

TEST_P(Retention, WhoWasErasedDoesNotComeBackAndCannotBeChanged)
{
    const PortalRow row{.order = "C1", .name = "徳山　花子"};
    ledger.import(choice_csv({row}));
    PortalRow corrected = row;
    corrected.name = "徳山　華子";
    ledger.issue();
    on(kDue);
    run();
    EXPECT_EQ(refusal_of([&] { ledger.import(choice_csv({row})); }), "file.retention_over");
    EXPECT_EQ(refusal_of([&] { ledger.try_import(choice_csv({row})); }), "file.retention_over");
    const auto same = ledger.import(
        choice_csv({row, {.order = "C2", .applied_on = "2034/03/01", .paid_on = "2034/03/01"}}));
    EXPECT_EQ(same.orders.unchanged, 1);
    const auto other = ledger.import(choice_csv({corrected}));
    EXPECT_EQ(other.orders.held, 1);
    EXPECT_EQ(other.issues.at(0).code, "donation.masked");
    EXPECT_EQ(found_by("徳山"), 0);
    EXPECT_EQ(refusal_of([&] {
        ledger.change_donation().edit({"C1", "x", {}, ledger.caller()}, {{"name", "誰か"}});
    }),
        "donation.masked");
    EXPECT_EQ(refusal_of([&] {
        ledger.issue_receipts().print_again(ledger.issue_receipts().runs().back().id, "again.pdf");
    }),
        "receipt.masked");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Retention, WhatIsNotFinishedStays)
{
    ledger.import(choice_csv({{.order = "W1", .status = "入金待ち", .paid_on = ""}, {.order = "R1"}}));
    on(kDue);
    const auto donations = due(RetentionSubject::DonationContact);
    EXPECT_TRUE(donations.due.empty());
    EXPECT_EQ(
        donations.held_back, (std::map<std::string, std::int64_t>{{"payment_open", 1}, {"receipt_open", 1}}));
    EXPECT_EQ(due(RetentionSubject::ImportArchive).held_back.at("donations_kept"), 1);
    EXPECT_TRUE(run().empty());
    EXPECT_FALSE(domain::is_masked(ledger.donation("R1").contact));
    ledger.issue();
    EXPECT_EQ(due(RetentionSubject::DonationContact).held_back.count("receipt_open"), 0U);
    EXPECT_TRUE(run().empty()) << "the paper of today is the end of the matter";
}

TEST_P(Retention, ADonorStaysFoundByWhatHeGaveLater)
{
    PortalRow first{
        .order = "C1", .name = "徳山　花子", .phone = "080-1234-5678", .mail = "old@mail.example.jp"};
    ledger.import(choice_csv({first}));
    ledger.issue();
    ledger.business_date = {2030, 5, 1};
    PortalRow second = first;
    second.order = "C2";
    second.applied_on = second.paid_on = "2030/05/01";
    second.mail = "new@mail.example.jp";
    ledger.import(choice_csv({second}));
    ASSERT_EQ(ledger.donation("C1").donor, ledger.donation("C2").donor);
    on(kDue);
    run();
    EXPECT_EQ(ledger.donation("C1").masked_on, kDue);
    EXPECT_EQ(ledger.donation("C2").contact.name, "徳山　花子");
    EXPECT_EQ(found_by("徳山"), 2) << "one donor, with the donation that names nobody";
    EXPECT_EQ(found_by("new@mail.example.jp"), 2);
    EXPECT_EQ(found_by("old@mail.example.jp"), 0);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Retention, AKilledRunIsDoneByTheNextAndTellsNothingTwice)
{
    std::vector<PortalRow> rows;
    for (int i = 1; i <= 120; ++i)
        rows.push_back({.order = "K" + std::to_string(i), .name = "寄附　" + std::to_string(i)});
    ledger.import(choice_csv(rows));
    ledger.issue();
    on(kDue);
    int answers = 5;  // the start asks for the time once, each short transaction three times: the second dies
    ledger.clock.before_answer = [&answers] {
        if (--answers == 0) throw Killed{};
    };
    EXPECT_THROW(run(), Killed);
    ledger.clock.before_answer = nullptr;
    EXPECT_EQ(ledger.findings(), Findings{});
    const auto left = due(RetentionSubject::DonationContact).due.size();
    EXPECT_GT(left, 0U);
    EXPECT_LT(left, 120U);
    run();
    EXPECT_TRUE(due(RetentionSubject::DonationContact).due.empty());
    std::int64_t told = 0;
    for (const auto& line : retention().list()) {
        if (line.subject == RetentionSubject::DonationContact) told += line.records;
    }
    EXPECT_EQ(told, 120);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Retention, FilesRowsPayersAndLooksGoToo)
{
    const std::string file =
        choice_csv({{.order = "C1"}, {.order = "E1", .name = "徳山　花子", .amount = "なし"}});
    const auto imported = ledger.import(file);
    MemoryBytes statement{
        "取引日,お引出し,お預入れ,お取引内容,備考\r\n2024/1/15,,777,ﾄｸﾔﾏ ﾊﾅｺ,\r\n2024/1/15,,778,ﾘｿｸ,\r\n"};
    ledger.match_payments().import({"bank.csv", {}, false, ledger.caller()}, statement);
    const auto payments = ledger.match_payments().list(std::nullopt);
    ledger.match_payments().set_aside(payments.at(0).payment.id, "寄附ではない", ledger.caller());
    ledger.issue();
    looks->add({"2024-02-29T00:00:00Z", "周南", "donation.list", "", 3, ""});
    looks->add({"2024-04-01T00:00:00Z", "周南", "donation.list", "", 3, ""});
    on(kDue);
    EXPECT_EQ(due(RetentionSubject::AccessLog).due.size(), 1U);
    EXPECT_EQ(due(RetentionSubject::PaymentPayer).held_back.at("payment_open"), 1);
    EXPECT_GT(due(RetentionSubject::ParkedRows).due.at(0).count, 0);
    EXPECT_EQ(due(RetentionSubject::ImportArchive).due.size(), 1U) << "its donation goes before it";
    run();
    EXPECT_FALSE(ledger.archive().holds(imported.sha256 + ".gz"));
    EXPECT_EQ(number("SELECT COUNT(*) AS n FROM parked_rows WHERE record_base64 <> ''"), 0);
    EXPECT_EQ(traces_of("花子"), 0);
    EXPECT_EQ(ledger.match_payments().list(std::nullopt).at(0).payment.payer, domain::kMaskedText);
    EXPECT_EQ(looks->list({}, {}, 10).size(), 1U);
    EXPECT_EQ(ledger.findings(), Findings{});
    EXPECT_TRUE(run().empty());
}

TEST_P(Retention, OneRuleMayRunAloneAndNothingRunsAhead)
{
    PortalRow row{.order = "C1", .recipient_name = "徳山　母子", .recipient_street = "秋月9-9"};
    ledger.import(choice_csv({row}));
    ledger.issue();
    EXPECT_EQ(due(RetentionSubject::GiftRecipient).due.size(), 0U);
    on(kDue);
    const auto deleted = run("gift_recipient");
    ASSERT_EQ(deleted.size(), 1U);
    EXPECT_EQ(deleted[0].records, 1);
    EXPECT_EQ(traces_of("母子"), 0);
    EXPECT_EQ(ledger.donation("C1").contact.name, row.name);
    EXPECT_EQ(ledger.findings(), Findings{});
    EXPECT_EQ(refusal_of([&] { run("nothing"); }), "retention.rule_unknown");
    ledger.business_date = {2035, 4, 1};
    EXPECT_EQ(refusal_of([&] { run(); }), "retention.ahead");
    EXPECT_EQ(
        refusal_of([&] { retention().run({}, " ", ledger.caller(), [](auto, auto) {}); }), "reason.missing");
}

TEST_P(Retention, VerifyFindsAChangedLedgerOfDeletionsAndAHiddenValue)
{
    ledger.import(
        choice_csv({{.order = "C1"}, {.order = "C2", .applied_on = "2023/12/11", .paid_on = "2023/12/11"}}));
    ledger.change_donation().edit({"C1", "電話で確認", {}, ledger.caller()}, {{"remark", "抽選"}});
    ledger.issue();
    on(kDue);
    run();
    ASSERT_EQ(ledger.findings(), Findings{});
    tamper("UPDATE deletions SET records = records + 1 WHERE subject = 'donation_contact'");
    EXPECT_TRUE(finds("verify.deletion_changed"));
    tamper("UPDATE deletions SET records = records - 1 WHERE subject = 'donation_contact'");
    ASSERT_EQ(ledger.findings(), Findings{});
    tamper("UPDATE history_fields SET new_value = 'x' WHERE field = 'remark'");
    EXPECT_TRUE(finds("verify.entries_changed"));
}

RUN_ON_EVERY_ENGINE(Retention);

}  // namespace
}  // namespace furusato::tests
