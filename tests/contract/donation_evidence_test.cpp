#include <algorithm>

#include "contract/engine.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DonationEvidence;
using application::SourceState;
using Values = persistence::Connection::Values;

/// A donation of two lines that waited for its money, was corrected, paid by a statement and has a receipt.
class Evidence : public WithTamperer {
protected:
    Evidence()
    {
        ledger.business_date = {2024, 2, 26};
        ledger.load_city().execute(a_city(), ledger.caller());
        const PortalRow row{.order = "W1",
            .applied_on = "2024/02/20",
            .status = "入金待ち",
            .paid_on = "",
            .name = "﨑田　𠮷男",
            .amount = "6000",
            .payment = "銀行振込"};
        PortalRow second = row;
        second.line = "2";
        second.gift_code = "SN002";
        ledger.import(choice_csv({{.order = "A1"}, row, second, {.order = "A2"}}));
        ledger.business_date = {2024, 2, 27};
        ledger.change_donation().edit({"W1", "電話で確認", {}, ledger.caller()}, {{"street", "岐山通2丁目"}});
        MemoryBytes bytes{"決済日,注文番号,決済金額\r\n2024-02-26,W1,12000\r\n"};
        ledger.match_payments().import({"agent.csv", {}, false, ledger.caller()}, bytes);
        ledger.issue({ledger.donation("W1").number.text()});
    }

    DonationEvidence gather() { return ledger.gather_evidence().execute("W1"); }
    static std::string cell(const portal_import::FileRecord& record, const std::string& header)
    {
        for (const auto& [name, value] : record.cells) {
            if (name == header) return value;
        }
        return "no such column";
    }
};

TEST_P(Evidence, HoldsTheRecordsOfTheFileAsTheyCame)
{
    const auto evidence = gather();
    EXPECT_EQ(evidence.source, SourceState::AsItCame);
    ASSERT_EQ(evidence.records.size(), 2U);
    EXPECT_EQ(evidence.records[0].line, 3);
    EXPECT_EQ(evidence.records[0].row, 2);
    EXPECT_EQ(evidence.records[1].line, 4);
    EXPECT_EQ(cell(evidence.records[0], "氏名"), "﨑田　𠮷男") << "not trimmed, not composed, not folded";
    EXPECT_EQ(cell(evidence.records[1], "申込番号"), "W1");
    EXPECT_EQ(cell(evidence.records[1], "お礼の品番号"), "SN002");
}

TEST_P(Evidence, NamesTheRuleAndEverythingThatHappened)
{
    const auto evidence = gather();
    ASSERT_TRUE(evidence.rule);
    EXPECT_EQ(evidence.rule->code, "bank_transfer.2008");
    EXPECT_FALSE(evidence.rule->note.empty());
    EXPECT_FALSE(evidence.rule->source.empty());
    ASSERT_EQ(evidence.detail.entries.size(), 1U);
    EXPECT_EQ(evidence.detail.entries[0].amount.amount(), 12'000);
    ASSERT_EQ(evidence.receipts.size(), 1U);
    EXPECT_FALSE(evidence.receipts[0].receipt.is_void);
    ASSERT_EQ(evidence.payments.size(), 1U);
    EXPECT_EQ(evidence.payments[0].payment.file_name, "agent.csv");
    std::vector<std::string> kinds;
    for (const auto& each : evidence.operations) kinds.push_back(each.operation.start.kind);
    EXPECT_EQ(
        kinds, (std::vector<std::string>{"import", "donation.edit", "payment.import", "receipt.issue"}));
    EXPECT_EQ(evidence.operations[1].fields.size(), 1U);
    EXPECT_EQ(evidence.operations[1].fields[0].old_value, "徳山港町1番地");
}

TEST_P(Evidence, NamesTheAnchorThatCoversEachOperation)
{
    auto evidence = gather();
    ASSERT_TRUE(evidence.operations[0].anchor);
    EXPECT_EQ(evidence.operations[0].anchor->day.iso(), "2024-02-26");
    EXPECT_FALSE(evidence.operations[1].anchor) << "the day is not over";
    ledger.keep_anchors().make({}, ledger.caller());
    evidence = gather();
    for (std::size_t i = 1; i < evidence.operations.size(); ++i) {
        ASSERT_TRUE(evidence.operations[i].anchor);
        EXPECT_EQ(evidence.operations[i].anchor->day.iso(), "2024-02-27");
    }
    EXPECT_TRUE(evidence.is_sound());
}

TEST_P(Evidence, OfAnEntryByHandHoldsWhatWasTyped)
{
    const auto entered = ledger.enter_donation().execute(
        {{{portal_import::Field::Name, "窓口　花子"}, {portal_import::Field::PaymentMethod, "窓口"},
             {portal_import::Field::Amount, "10000"}, {portal_import::Field::City, "周南市"}},
            true, ledger.caller()});
    const std::string number = entered.donation.number.text();
    ledger.change_donation().edit({number, "電話で確認", {}, ledger.caller()}, {{"city", "下松市"}});
    ledger.change_donation().edit({number, "電話で確認", {}, ledger.caller()}, {{"city", "光市"}});
    const auto evidence = ledger.gather_evidence().execute(number);
    EXPECT_EQ(evidence.source, SourceState::ByHand);
    EXPECT_TRUE(evidence.records.empty());
    const auto value_of = [](const auto& fields, const std::string& field) {
        const auto found =
            std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.first == field; });
        return found == fields.end() ? "none" : found->second;
    };
    EXPECT_EQ(value_of(evidence.typed, "city"), "周南市");
    EXPECT_EQ(value_of(evidence.facts, "city"), "光市");
    EXPECT_TRUE(evidence.is_sound());
}

TEST_P(Evidence, SaysWhatDiffers)
{
    EXPECT_TRUE(gather().is_sound());
    const auto& id = gather().detail.listed.donation.id.value;
    const std::vector<std::pair<std::string, std::string>> changes{
        {"donations SET remark = 'x' WHERE id = ?", "donations SET remark = '' WHERE id = ?"},
        {"revenue_entries SET entered_on = '2024-02-25' WHERE donation_id = ?",
            "revenue_entries SET entered_on = '2024-02-26' WHERE donation_id = ?"},
        {"receipts SET void_reason = 'x' WHERE donation_id = ?",
            "receipts SET void_reason = '' WHERE donation_id = ?"},
        {"payments SET payer = 'x' WHERE donation_id = ?", "payments SET payer = '' WHERE donation_id = ?"},
        {"history_fields SET new_value = 'x' WHERE field = 'street' AND entity_id = ?",
            "history_fields SET new_value = '岐山通2丁目' WHERE field = 'street' AND entity_id = ?"}};
    for (const auto& [change, back] : changes) {
        tamper("UPDATE " + change, Values{id});
        EXPECT_FALSE(gather().is_sound()) << change;
        tamper("UPDATE " + back, Values{id});
        EXPECT_TRUE(gather().is_sound()) << back;
    }
    tamper("UPDATE import_jobs SET sha256 = ?", Values{std::string(64, '0')});
    EXPECT_EQ(gather().source, SourceState::Changed);
    ledger.archive().lose_everything();
    EXPECT_EQ(gather().source, SourceState::Missing);
    EXPECT_FALSE(gather().is_sound());
}

TEST_P(Evidence, IsNotSoundWhenTheChainWasWrittenAnew)
{
    const auto are_sound = [&] {
        std::vector<bool> sound;
        for (const auto& each : gather().operations) sound.push_back(each.is_sound);
        return sound;
    };
    EXPECT_EQ(are_sound(), (std::vector<bool>{true, true, true, true}));
    tamper("UPDATE operations SET actor = '市長', reason = '偽' WHERE kind = 'import'");
    write_chain_anew();
    EXPECT_EQ(are_sound(), (std::vector<bool>{false, true, true, true})) << "the later ones have no seal yet";
    EXPECT_FALSE(gather().is_sound());
    tamper("UPDATE operations SET actor = '周南', reason = '' WHERE kind = 'import'");
    write_chain_anew();
    EXPECT_EQ(are_sound(), (std::vector<bool>{true, true, true, true}));
}

TEST_P(Evidence, IsNotSoundWhereTheChainToTheSealIsPatched)
{
    ledger.keep_anchors().make({}, ledger.caller());
    tamper("UPDATE operations SET reason = '偽' WHERE kind = 'payment.import'");
    // The forged link and the one that refers to it; all links behind are left as they were sealed.
    const std::string sealed_head =
        raw->query("SELECT link FROM audit_links WHERE link_number = 5").at(0).text("link");
    write_chain_anew();
    tamper("UPDATE audit_links SET link = ? WHERE link_number = 5", Values{sealed_head});
    const auto evidence = gather();
    EXPECT_FALSE(evidence.operations[2].is_sound);
    EXPECT_FALSE(evidence.is_sound());
}

TEST_P(Evidence, IsNotSoundWhenTheSealsWereTakenAway)
{
    tamper("DELETE FROM audit_anchor_lanes");
    tamper("DELETE FROM audit_anchors");
    EXPECT_FALSE(gather().is_sound());
}

TEST_P(Evidence, OfAnUnknownDonationIsRefused)
{
    EXPECT_EQ(refusal_of([&] { ledger.gather_evidence().execute("F23-9999999"); }), "donation.unknown");
}

RUN_ON_EVERY_ENGINE(Evidence);

}  // namespace
}  // namespace furusato::tests
