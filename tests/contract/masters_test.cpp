#include "contract/engine.hpp"
#include "furusato/application/manage_masters.hpp"
#include "furusato/application/manage_settings.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::ListedMaster;
using application::ManageMasters;
using application::MasterAddition;
using application::MasterChange;
using application::MasterStatus;
using domain::Date;
using domain::MasterKind;
using Findings = std::vector<std::string>;

/// A city with two purposes, a gift, and a donation of 2023-12-10 for purpose 1.
class Masters : public WithTamperer {
protected:
    Masters()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import_gift_file(gift_csv({{.code = "SN001"}}));
        ledger.import(choice_csv({{.order = "C1"}}));
    }

    ManageMasters masters()
    {
        return {ledger.store(), ledger.digests(), ledger.clock,
            {{{"choice", "ふるさとチョイス"}, {"rakuten", "楽天ふるさと納税"}}, Date{2025, 10, 1}}};
    }
    void rename(MasterKind kind, const std::string& code, const std::string& name, Date from)
    {
        MasterChange change;
        change.kind = kind;
        change.code = code;
        change.name = name;
        change.from = from;
        change.reason = "要綱改正";
        masters().set(change, ledger.caller());
    }
    void add(MasterKind kind, const std::string& code, const std::string& name, Date from,
        const std::string& fund = "", std::optional<Date> through = std::nullopt)
    {
        masters().add({kind, code, name, fund, false, from, through, ""}, ledger.caller());
    }
    void end(MasterKind kind, const std::string& code, Date last)
    {
        masters().end(kind, code, last, "廃止", ledger.caller());
    }
    void withdraw(MasterKind kind, const std::string& code)
    {
        masters().withdraw(kind, code, "取下げ", ledger.caller());
    }
    std::vector<ListedMaster> versions(MasterKind kind, const std::string& code)
    {
        return masters().show(kind, code, ledger.business_date).versions;
    }
    std::string label_of(int year, const std::string& dimension, const std::string& key)
    {
        const auto report = ledger.report(year);
        for (const auto& line : report.by.at(dimension)) {
            if (line.key == key) return line.label;
        }
        return "no such line";
    }
    application::NamesThen names(const std::string& order)
    {
        return ledger.list_donations().show(order).names;
    }
};

TEST_P(Masters, ARenamedPurposeKeepsItsNameInWhatWasBefore)
{
    rename(MasterKind::Purpose, "1", "市政全般", {2024, 4, 1});
    ledger.business_date = {2024, 4, 30};
    // The portal goes on with the old name.
    ledger.import(choice_csv({{.order = "C2", .applied_on = "2024/04/10", .paid_on = "2024/04/10"}}));
    ledger.import(choice_csv(
        {{.order = "C3", .applied_on = "2024/04/11", .paid_on = "2024/04/11", .purpose = "市政全般"}}));
    EXPECT_EQ(names("C1").purposes.at(0).name, "市長におまかせ");
    EXPECT_EQ(names("C1").purposes.at(0).fund, "まちづくり応援基金");
    EXPECT_EQ(names("C2").purposes.at(0).name, "市政全般");
    EXPECT_EQ(names("C3").purposes.at(0).name, "市政全般");
    EXPECT_EQ(label_of(2023, "purpose", "1"), "市長におまかせ");
    EXPECT_EQ(label_of(2024, "purpose", "1"), "市政全般");
    EXPECT_EQ(ledger.report(2024).by.at("purpose").size(), 1U);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, ARenamedFundKeepsItsNameInWhatWasBefore)
{
    rename(MasterKind::Fund, "k1", "未来基金", {2024, 4, 1});
    ledger.business_date = {2024, 4, 30};
    ledger.import(choice_csv({{.order = "C2", .applied_on = "2024/04/10", .paid_on = "2024/04/10"}}));
    EXPECT_EQ(names("C1").purposes.at(0).fund, "まちづくり応援基金");
    EXPECT_EQ(names("C2").purposes.at(0).fund, "未来基金");
    EXPECT_EQ(refusal_of([&] { rename(MasterKind::Fund, "K1", "遅い", {2024, 4, 10}); }), "master.in_use");
}

TEST_P(Masters, PortalsAndPaymentMethodsHaveStandardNamesUntilTheyAreNamed)
{
    EXPECT_EQ(versions(MasterKind::Portal, "choice").at(0).status, MasterStatus::Standard);
    add(MasterKind::Portal, "choice", "チョイス", {2024, 4, 1});
    add(MasterKind::PaymentMethod, "card", "カード払い", {2024, 4, 1});
    ledger.business_date = {2024, 4, 30};
    ledger.import(choice_csv({{.order = "C2", .applied_on = "2024/04/10", .paid_on = "2024/04/10"}}));
    EXPECT_EQ(names("C1").portal, "");
    EXPECT_EQ(names("C2").portal, "チョイス");
    EXPECT_EQ(names("C2").payment_method, "カード払い");
    EXPECT_EQ(label_of(2023, "payment_method", "card"), "");
    EXPECT_EQ(label_of(2024, "payment_method", "card"), "カード払い");
    EXPECT_EQ(label_of(2024, "portal", "choice"), "チョイス");
    EXPECT_EQ(refusal_of([&] {
        add(MasterKind::Portal, "choise", "x", {2024, 4, 1});
    }),
        "master.key_unknown");
    EXPECT_EQ(refusal_of([&] {
        add(MasterKind::PaymentMethod, "cheque", "x", {2024, 4, 1});
    }),
        "master.key_unknown");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, APortalThatGivesPointsIsMarkedFromTheDayOfTheRule)
{
    MasterAddition points{
        MasterKind::Portal, "rakuten", "楽天", "", true, {2020, 4, 1}, Date{2025, 9, 30}, ""};
    masters().add(points, ledger.caller());
    EXPECT_FALSE(versions(MasterKind::Portal, "rakuten").at(0).is_prohibited);
    end(MasterKind::Portal, "rakuten", {2025, 10, 1});
    EXPECT_TRUE(versions(MasterKind::Portal, "rakuten").at(0).is_prohibited);
    points.kind = MasterKind::Section;
    EXPECT_EQ(refusal_of([&] { masters().add(points, ledger.caller()); }), "master.field_not_of_kind");
}

TEST_P(Masters, APlannedChangeIsListedAndMayBeWithdrawn)
{
    add(MasterKind::Section, "cp", "シティプロモーション課", {2020, 4, 1});
    rename(MasterKind::Section, "CP", "魅力発信課", {2024, 4, 1});
    auto stored = versions(MasterKind::Section, "CP");
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].status, MasterStatus::InForce);
    EXPECT_EQ(stored[0].version.valid_to, (Date{2024, 3, 31}));
    EXPECT_EQ(stored[1].status, MasterStatus::Planned);
    EXPECT_EQ(refusal_of([&] { rename(MasterKind::Section, "CP", "x", {2024, 4, 1}); }), "master.planned");
    EXPECT_EQ(refusal_of([&] { rename(MasterKind::Section, "CP", "x", {2024, 3, 1}); }), "master.planned");
    withdraw(MasterKind::Section, "CP");
    stored = versions(MasterKind::Section, "CP");
    EXPECT_EQ(stored[0].version.valid_to, std::nullopt);
    EXPECT_EQ(stored[1].status, MasterStatus::Withdrawn);
    EXPECT_EQ(refusal_of([&] { withdraw(MasterKind::Section, "CP"); }), "master.not_withdrawable");
    EXPECT_EQ(masters().show(MasterKind::Section, "CP", ledger.business_date).history.size(), 3U);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, NothingThatDonationsShowIsEndedRenamedOrWithdrawn)
{
    EXPECT_EQ(refusal_of([&] { end(MasterKind::Purpose, "1", {2023, 12, 9}); }), "master.in_use");
    EXPECT_EQ(refusal_of([&] { rename(MasterKind::Purpose, "1", "x", {2023, 12, 10}); }), "master.in_use");
    EXPECT_EQ(refusal_of([&] { withdraw(MasterKind::Purpose, "1"); }), "master.in_use");
    EXPECT_EQ(refusal_of([&] { add(MasterKind::Portal, "choice", "x", {2023, 12, 1}); }), "master.in_use");
    EXPECT_EQ(refusal_of([&] {
        add(MasterKind::Portal, "choice", "ふるさとチョイス", {2023, 12, 1});
    }),
        "none");
    try {
        end(MasterKind::Purpose, "1", {2023, 12, 9});
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.details(),
            (domain::Refusal::Details{{"code", "1"}, {"day", "2023-12-10"}, {"count", "1"}}));
    }
    end(MasterKind::Purpose, "1", {2023, 12, 10});
    ledger.import(choice_csv({{.order = "C2", .applied_on = "2023/12/11", .paid_on = "2023/12/11"}}));
    EXPECT_EQ(names("C2").purposes.at(0).name, "") << "it had ended";
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, RefusesOverlapsGapsAndEndsBeforeStarts)
{
    const auto refusal = [&](const auto& work) { return refusal_of(work); };
    EXPECT_EQ(refusal([&] { add(MasterKind::Purpose, "1", "別名", {2030, 4, 1}); }), "master.overlaps");
    EXPECT_EQ(refusal([&] { add(MasterKind::Purpose, "3", "子育て", {2024, 4, 1}); }), "master.name_taken");
    EXPECT_EQ(refusal([&] {
        add(MasterKind::Purpose, "3", "観光", {2024, 4, 1}, "K9");
    }),
        "master.fund_unknown");
    EXPECT_EQ(refusal([&] {
        add(MasterKind::Purpose, "3", "観光", {2003, 4, 1}, "K1");
    }),
        "master.fund_begins");
    EXPECT_EQ(refusal([&] { add(MasterKind::Purpose, "3", "　", {2024, 4, 1}); }), "master.name_invalid");
    EXPECT_EQ(refusal([&] {
        add(MasterKind::Fund, "K3", "短い", {2024, 4, 1}, "", Date{2024, 3, 1});
    }),
        "master.ends_before_start");
    EXPECT_EQ(refusal([&] { end(MasterKind::Fund, "K1", {2024, 3, 31}); }), "master.fund_in_use");
    EXPECT_EQ(refusal([&] { end(MasterKind::Fund, "K9", {2024, 3, 31}); }), "master.unknown");
    EXPECT_EQ(refusal([&] { end(MasterKind::Fund, "K1", {2001, 3, 31}); }), "master.ends_before_start");
    end(MasterKind::Purpose, "2", {2024, 3, 31});
    EXPECT_EQ(refusal([&] { rename(MasterKind::Purpose, "2", "x", {2024, 4, 1}); }), "master.not_in_force");
    EXPECT_EQ(refusal([&] { add(MasterKind::Purpose, "2", "子育て", {2024, 5, 1}); }), "master.gap");
    end(MasterKind::Fund, "K2", {2024, 3, 31});
    EXPECT_EQ(refusal([&] {
        add(MasterKind::Purpose, "2", "子育て", {2024, 4, 1}, "K2");
    }),
        "master.fund_ends");
    add(MasterKind::Purpose, "2", "子育て", {2024, 4, 1}, "K1");
    EXPECT_EQ(versions(MasterKind::Purpose, "2").size(), 2U);
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, WithdrawingOneThatBeganAgainLeavesItEnded)
{
    end(MasterKind::Purpose, "2", {2024, 3, 31});
    add(MasterKind::Purpose, "2", "再開事業", {2024, 4, 1}, "K2");
    withdraw(MasterKind::Purpose, "2");
    auto stored = versions(MasterKind::Purpose, "2");
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].version.valid_to, (Date{2024, 3, 31})) << "it had ended before";
    EXPECT_EQ(stored[1].status, MasterStatus::Withdrawn);
    // The same day once more, now by a change of what is in force.
    end(MasterKind::Purpose, "2", {2026, 3, 31});
    rename(MasterKind::Purpose, "2", "別名", {2024, 4, 1});
    withdraw(MasterKind::Purpose, "2");
    EXPECT_EQ(versions(MasterKind::Purpose, "2")[0].version.valid_to, (Date{2026, 3, 31}));
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, AWithdrawnChangeGivesBothEndsToHistoryAndKeepsALaterEnd)
{
    rename(MasterKind::Purpose, "2", "別名", {2024, 4, 1});
    end(MasterKind::Purpose, "2", {2025, 3, 31});
    withdraw(MasterKind::Purpose, "2");
    EXPECT_EQ(versions(MasterKind::Purpose, "2")[0].version.valid_to, (Date{2025, 3, 31}));
    const auto history = masters().show(MasterKind::Purpose, "2", ledger.business_date).history;
    const auto end_before = [&](std::size_t change) {
        for (const auto& field : history.at(change).fields) {
            if (field.field == "end_before") return field.old_value + " → " + field.new_value;
        }
        return std::string{"none"};
    };
    ASSERT_EQ(history.size(), 4U);
    EXPECT_EQ(end_before(1), " → 2024-03-31");
    EXPECT_EQ(end_before(3), "2024-03-31 → 2025-03-31");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, AFundThatBeganAgainIsNotWithdrawnFromUnderItsPurposes)
{
    end(MasterKind::Purpose, "2", {2024, 3, 31});
    end(MasterKind::Fund, "K2", {2024, 3, 31});
    add(MasterKind::Fund, "K2", "新基金", {2024, 4, 1});
    end(MasterKind::Purpose, "2", {2025, 3, 31});
    EXPECT_EQ(refusal_of([&] { withdraw(MasterKind::Fund, "K2"); }), "master.fund_in_use");
    end(MasterKind::Purpose, "2", {2024, 3, 31});
    EXPECT_EQ(refusal_of([&] { withdraw(MasterKind::Fund, "K2"); }), "none");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, WithdrawingAndEndingLaterAskWhatAddingAsks)
{
    rename(MasterKind::Purpose, "2", "子ども支援", {2024, 4, 1});
    add(MasterKind::Purpose, "3", "子育て", {2024, 4, 1}, "K1");
    EXPECT_EQ(refusal_of([&] { withdraw(MasterKind::Purpose, "2"); }), "master.name_taken");
    withdraw(MasterKind::Purpose, "3");
    withdraw(MasterKind::Purpose, "2");
    MasterChange change;
    change.kind = MasterKind::Purpose;
    change.code = "2";
    change.fund_code = "K1";
    change.from = {2026, 4, 1};
    change.reason = "基金の変更";
    masters().set(change, ledger.caller());
    end(MasterKind::Fund, "K2", {2026, 3, 31});
    EXPECT_EQ(refusal_of([&] { withdraw(MasterKind::Purpose, "2"); }), "master.fund_ends");
    end(MasterKind::Purpose, "1", {2026, 3, 31});
    end(MasterKind::Purpose, "2", {2026, 12, 31});
    end(MasterKind::Fund, "K1", {2026, 12, 31});
    EXPECT_EQ(refusal_of([&] { end(MasterKind::Purpose, "1", {2028, 3, 31}); }), "master.fund_ends");
    EXPECT_EQ(refusal_of([&] { end(MasterKind::Purpose, "1", {2026, 12, 31}); }), "none");
    EXPECT_EQ(ledger.findings(), Findings{});
}

TEST_P(Masters, TheNameOfAWithdrawnPurposeCatchesNoDonation)
{
    rename(MasterKind::Purpose, "2", "文化振興", {2024, 4, 1});
    withdraw(MasterKind::Purpose, "2");
    ledger.import(choice_csv({{.order = "C2", .purpose = "文化振興"}, {.order = "C3", .purpose = "子育て"}}));
    EXPECT_EQ(ledger.donation("C2").purposes.at(0).code, "");
    EXPECT_EQ(ledger.donation("C3").purposes.at(0).code, "2");
    const auto enter = [&](const std::string& purpose) {
        using portal_import::Field;
        return refusal_of([&] {
            ledger.enter_donation().execute(
                {{{Field::Name, "窓口　花子"}, {Field::PaymentMethod, "窓口"}, {Field::Amount, "10000"},
                     {Field::City, "周南市"}, {Field::Purpose, purpose}},
                    true, ledger.caller()});
        });
    };
    EXPECT_EQ(enter("文化振興"), "entry.purpose_unknown");
    EXPECT_EQ(enter("子育て"), "none");
}

TEST_P(Masters, WhatHasItsStandardNameOnlyIsToBeNamedFirst)
{
    EXPECT_EQ(refusal_of([&] {
        rename(MasterKind::Portal, "choice", "x", {2024, 4, 1});
    }),
        "master.standard_only");
    EXPECT_EQ(refusal_of([&] {
        end(MasterKind::PaymentMethod, "card", {2024, 4, 1});
    }),
        "master.standard_only");
    EXPECT_EQ(refusal_of([&] { withdraw(MasterKind::Portal, "choice"); }), "master.standard_only");
    EXPECT_EQ(refusal_of([&] { rename(MasterKind::Purpose, "9", "x", {2024, 4, 1}); }), "master.unknown");
}

TEST_P(Masters, VerifyFindsAVersionThatSomebodyChanged)
{
    const auto found = [&](const std::string& code) {
        for (const auto& finding : ledger.findings()) {
            if (finding.rfind(code + " ", 0) == 0) return true;
        }
        return false;
    };
    tamper("UPDATE purpose_versions SET label = '市長におまかせ' WHERE label = '子育て'");
    EXPECT_TRUE(found("verify.master_same_name"));
    tamper("UPDATE purpose_versions SET label = '子育て' WHERE fund_code = 'K2'");
    tamper("UPDATE purpose_versions SET fund_code = 'K9' WHERE fund_code = 'K2'");
    EXPECT_TRUE(found("verify.master_without_fund"));
    tamper("UPDATE purpose_versions SET fund_code = 'K2' WHERE fund_code = 'K9'");
    tamper("UPDATE fund_versions SET valid_to = '2026-03-31'");
    EXPECT_TRUE(found("verify.master_without_fund"));
    tamper("UPDATE fund_versions SET valid_to = NULL");
    EXPECT_EQ(ledger.findings(), Findings{});
    rename(MasterKind::Purpose, "1", "市政全般", {2024, 4, 1});
    tamper("UPDATE purpose_versions SET label = 'x' WHERE label = '市政全般'");
    EXPECT_TRUE(found("verify.master_changed"));
    tamper("UPDATE purpose_versions SET label = '市政全般' WHERE label = 'x'");
    EXPECT_EQ(ledger.findings(), Findings{});
    tamper("UPDATE purpose_versions SET valid_to = '2024-04-01' WHERE valid_to = '2024-03-31'");
    EXPECT_TRUE(found("verify.master_overlap"));
}

TEST_P(Masters, TheMayorOnAnIssuedReceiptStays)
{
    application::ManageSettings settings{ledger.store(), ledger.digests(), ledger.clock};
    const auto set = [&](Date from, const std::string& name) {
        return refusal_of([&] { settings.set({"issuer_name", from, name}, ledger.caller(), "就任"); });
    };
    EXPECT_EQ(set({2023, 4, 1}, "見本 一郎"), "none");
    ledger.issue();
    EXPECT_EQ(set({2024, 2, 29}, "見本 二郎"), "setting.receipts_issued");
    EXPECT_EQ(set({2023, 5, 1}, "見本 二郎"), "setting.receipts_issued");
    EXPECT_EQ(set({2024, 2, 29}, "見本 一郎"), "none") << "says what the paper says";
    EXPECT_EQ(set({2024, 3, 1}, "見本 二郎"), "none");
    EXPECT_EQ(set({2023, 5, 1}, "見本 三郎"), "none") << "until the next entry no receipt was issued";
    EXPECT_EQ(ledger.findings(), Findings{});
}

RUN_ON_EVERY_ENGINE(Masters);

}  // namespace
}  // namespace furusato::tests
