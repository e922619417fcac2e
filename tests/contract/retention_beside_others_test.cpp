#include "contract/retention_office.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/import_jobs.hpp"

namespace furusato::tests {
namespace {

using application::Records;
using domain::RetentionSubject;
using Findings = std::vector<std::string>;

/// Old donations of donors who give again, and what works while they are erased.
class RetentionBesideOthers : public RetentionOffice {
protected:
    static std::vector<PortalRow> rows(const std::string& prefix, const std::string& day, int count)
    {
        std::vector<PortalRow> all;
        for (int i = 1; i <= count; ++i) {
            const std::string number = std::to_string(i);
            all.push_back({.order = prefix + number,
                .applied_on = day,
                .paid_on = day,
                .name = "寄附　" + number,
                .mail = "d" + number + "@mail.example.jp"});
        }
        return all;
    }
    /// Everybody gave ten years ago, and gives again today.
    void give(int count)
    {
        ledger.import(choice_csv(rows("K", "2023/12/10", count)));
        ledger.issue();
        on(kDue);
        again = choice_csv(rows("N", "2034/03/30", count));
    }
    void expect_names(const std::string& prefix, int count)
    {
        for (int i = 1; i <= count; ++i) {
            const auto donation = ledger.donation(prefix + std::to_string(i));
            EXPECT_EQ(donation.contact.name, "寄附　" + std::to_string(i));
        }
        EXPECT_EQ(found_by("d1@mail.example.jp"), 2);
    }
    void run_with(const application::ManageRetention::Progress& progress)
    {
        retention().run({}, "保存期間満了", ledger.caller(), progress);
    }
    /// As if this process had begun to erase and was killed.
    void begin_and_die()
    {
        ledger.store().write(application::Durability::Confirmed, [&](Records& records) {
            ASSERT_TRUE(records.retention.pass_turn("", ledger.processes.name, ledger.clock.instant));
        });
    }

    std::string again;
};

TEST_P(RetentionBesideOthers, NothingIsErasedWhileAnImportIsOpen)
{
    give(60);
    MemoryBytes bytes{again};
    std::vector<std::string> codes;
    ledger.import_portal_csv().execute({"again.csv", {}, {}, false, ledger.caller()}, bytes,
        [&](auto, auto) { codes.push_back(refusal_of([&] { run(); })); });
    ASSERT_FALSE(codes.empty());
    for (const auto& code : codes) EXPECT_EQ(code, "retention.import_open");
    run();
    expect_names("N", 60);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(RetentionBesideOthers, AStoppedImportIsFinishedFirst)
{
    give(120);
    ledger.import_until_killed(again, 60);
    EXPECT_EQ(refusal_of([&] { run(); }), "retention.import_open");
    ledger.import(again);
    run();
    expect_names("N", 120);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(RetentionBesideOthers, NothingIsImportedAndNobodyElseErasesWhileARunIsOpen)
{
    give(60);
    int asked = 0;
    run_with([&](auto, auto) {
        ++asked;
        EXPECT_EQ(refusal_of([&] { ledger.import(again); }), "import.retention_running");
        EXPECT_EQ(refusal_of([&] { run(); }), "retention.running");
    });
    EXPECT_GT(asked, 1);
    EXPECT_EQ(ledger.import(again).orders.added, 60);
    std::int64_t told = 0;
    for (const auto& line : retention().list()) told += line.subject == RetentionSubject::DonationContact;
    EXPECT_EQ(told, 1);
    EXPECT_EQ(ledger.donation("N1").contact.name, "寄附　1");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(RetentionBesideOthers, AKilledRunLocksNobodyOut)
{
    give(2);
    begin_and_die();
    EXPECT_EQ(refusal_of([&] { ledger.import(again); }), "import.retention_running");
    EXPECT_EQ(refusal_of([&] { run(); }), "retention.running");
    ledger.processes.restart();
    EXPECT_EQ(ledger.import(again).orders.added, 2);
    begin_and_die();
    ledger.processes.restart();
    run();
    expect_names("N", 2);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(RetentionBesideOthers, ARunThatWasTakenForDeadStopsBeforeItErasesMore)
{
    give(60);
    const std::string name = ledger.processes.name;
    const auto pause = [&](auto done, auto) {
        if (done != 50) return;
        ledger.processes.dead.insert(name);
        ledger.import(again);
        ledger.processes.dead.erase(name);
    };
    EXPECT_EQ(refusal_of([&] { run_with(pause); }), "retention.taken_over");
    run();
    for (int i = 1; i <= 60; ++i)
        EXPECT_EQ(ledger.donation("N" + std::to_string(i)).contact.name, "寄附　" + std::to_string(i));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(RetentionBesideOthers, ADonationEnteredByHandBetweenTwoStepsKeepsItsPerson)
{
    give(60);
    const auto enter = [&](auto done, auto) {
        if (done != 50) return;
        using portal_import::Field;
        for (const std::string number : {"1", "60"})
            ledger.enter_donation().execute(
                {{{Field::Name, "寄附　" + number}, {Field::PaymentMethod, "窓口"}, {Field::Amount, "7000"},
                     {Field::PostalCode, "745-0045"}, {Field::Prefecture, "山口県"}, {Field::City, "周南市"},
                     {Field::Mail, "d" + number + "@mail.example.jp"}},
                    true, ledger.caller()});
    };
    run_with(enter);
    EXPECT_EQ(found_by("d1@mail.example.jp"), 1) << "a donor of his own: the erased one is nobody";
    EXPECT_EQ(found_by("d60@mail.example.jp"), 2) << "the donor who was known still";
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(RetentionBesideOthers, WhatIsFoundUnusedIsAskedOnceMoreBeforeItIsEmptied)
{
    ledger.import(choice_csv({{.order = "C1", .name = "徳山　花子"}, {.order = "C2", .name = "徳山　太郎"}}));
    ledger.change_donation().edit({"C1", "電話で確認", {}, ledger.caller()}, {{"name", "徳山　華子"}});
    const auto contacts = number("SELECT MAX(id) AS n FROM contacts");
    ledger.store().write(application::Durability::Confirmed, [&](Records& records) {
        EXPECT_EQ(records.retention.blank_unused_contacts({1}, {contacts}), 0)
            << "the donor is still called by the contact of his first donation";
    });
    tamper(
        "UPDATE donors SET contact_id = (SELECT contact_id FROM donations WHERE id = "
        "(SELECT MIN(id) FROM donations)) WHERE id = (SELECT donor_id FROM donations WHERE id = "
        "(SELECT MIN(id) FROM donations))");
    ledger.store().write(application::Durability::Confirmed, [&](Records& records) {
        EXPECT_EQ(records.retention.unused_contacts(10).size(), 1U);
        EXPECT_EQ(records.retention.blank_unused_contacts({1}, {contacts}), 1);
        EXPECT_TRUE(records.retention.unused_contacts(10).empty());
    });
    EXPECT_EQ(ledger.donation("C1").contact.name, "徳山　華子");
    EXPECT_EQ(ledger.donation("C2").contact.name, "徳山　太郎");
    EXPECT_EQ(number("SELECT COUNT(*) AS n FROM contacts WHERE name = '徳山　花子'"), 0);
}

TEST_P(RetentionBesideOthers, OnlyWhoErasesTellsIt)
{
    ledger.import(choice_csv({{.order = "C1"}, {.order = "E1", .amount = "なし"}}));
    const domain::JobId job{number("SELECT MAX(id) AS n FROM import_jobs")};
    ledger.store().write(application::Durability::Confirmed, [&](Records& records) {
        EXPECT_GT(records.retention.blank_rows(job), 0);
        EXPECT_EQ(records.retention.blank_rows(job), 0);
        EXPECT_TRUE(records.import_jobs.set_archive_disposed(job, kDue));
        EXPECT_FALSE(records.import_jobs.set_archive_disposed(job, kDue));
    });
}

RUN_ON_EVERY_ENGINE(RetentionBesideOthers);

}  // namespace
}  // namespace furusato::tests
