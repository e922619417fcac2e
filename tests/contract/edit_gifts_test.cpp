#include "application/apply_change.hpp"
#include "contract/engine.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"
#include "support/shipped_rules.hpp"

namespace furusato::tests {
namespace {

using application::GiftEdit;
using application::GiftEdits;
using domain::Yen;
using Findings = std::vector<std::string>;

/// C1 of 10,000 yen with one gift, C2 with two of 20,000 yen each.
class EditGifts : public WithTamperer {
protected:
    EditGifts()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import_gift_file(gift_csv({{.code = "SN001"}, {.code = "SN002", .name = "徳山ふぐ"},
            {.code = "SN003", .name = "蜂蜜", .required = "20000", .cost = "6000"},
            {.code = "MAX2", .name = "最大", .required = "5000", .cost = "1000"},
            {.code = "SN009", .name = "夏みかん", .valid_from = "2024-01-15"}}));
        PortalRow row{.order = "C2", .amount = "20000"};
        PortalRow other = row;
        row.recipient_name = "下松　母";
        row.recipient_street = "櫛ヶ浜1-1";
        other.line = "2";
        other.gift_code = "SN002";
        ledger.import(choice_csv({{.order = "C1"}, row, other}));
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }

    application::ChangedDonation edit(const std::string& order, const std::vector<GiftEdit>& edits,
        bool accepts_less = false, std::optional<int> version = {}, const std::string& reason = "取り違え")
    {
        return ledger.change_donation().edit(
            {order, reason, version, ledger.caller()}, {}, {edits, accepts_less});
    }
    std::string refusal(const std::string& order, const std::vector<GiftEdit>& edits)
    {
        return refusal_of([&] { edit(order, edits); });
    }
    static GiftEdit replace(int line, const std::string& text)
    {
        return {GiftEdit::Kind::Replace, line, text};
    }
    static GiftEdit add(const std::string& text) { return {GiftEdit::Kind::Add, 0, text}; }
    static GiftEdit remove(int line) { return {GiftEdit::Kind::Remove, line, ""}; }
    /// "1 SN001 x1 10000 ordered" of each line.
    std::vector<std::string> gifts(const std::string& order)
    {
        std::vector<std::string> lines;
        for (const auto& line : ledger.donation(order).gifts) {
            EXPECT_NE(line.gift_version, 0);
            lines.push_back(std::to_string(line.line_number) + " " + line.gift_code + " x" +
                            std::to_string(line.quantity) + " " + std::to_string(line.amount.amount()) + " " +
                            line.shipping_state);
        }
        return lines;
    }
    std::map<std::string, std::int64_t> yen_by_gift()
    {
        std::map<std::string, std::int64_t> yen;
        const auto report = ledger.report(2023);
        for (const auto& line : report.by.at("gift")) yen[line.key] = line.yen.amount();
        return yen;
    }
    void undo(domain::OperationId operation)
    {
        std::vector<application::BulkItem> items;
        ledger.change_donations().undo(
            operation, "誤り", ledger.caller(), [&](const auto& item) { items.push_back(item); });
        ASSERT_EQ(items.size(), 1U);
        ASSERT_FALSE(items.front().refusal);
    }
    /// As the shipping side will tell it.
    void ship(const std::string& order, int line)
    {
        const auto before = ledger.donation(order);
        auto after = before;
        for (auto& gift : after.gifts) {
            if (gift.line_number == line) gift.shipping_state = "shipped";
        }
        const auto first = ledger.store().draw_ids(application::ids_for_changes({before}));
        application::AuditTrail{ledger.store(), ledger.digests(), ledger.clock}.perform(
            {"test.ship", "周南", "supplier", "", "", ledger.business_date},
            [&](auto& records, auto operation, auto& touched) {
                auto next = application::ids_from(first);
                application::write_change(records, {ledger.digests(), operation, ledger.business_date},
                    before, after, operation, shipped_import_rules().folds, next, touched);
            });
    }
    using Lines = std::vector<std::string>;
};

TEST_P(EditGifts, AnotherGiftOnTheLineCountsInReportsAndCanBeUndone)
{
    const auto before = ledger.donation("C1").gifts;
    ASSERT_EQ(gifts("C1"), (Lines{"1 SN001 x1 10000 ordered"}));
    const auto changed = edit("C1", {replace(0, "sn002")});
    EXPECT_EQ(gifts("C1"), (Lines{"1 SN002 x1 10000 ordered"}));
    EXPECT_EQ(ledger.donation("C1").gifts.front().gift_name, "徳山ふぐ");
    EXPECT_EQ(ledger.donation("C1").gifts.front().id, before.front().id);
    ASSERT_EQ(changed.changes.size(), 1U);
    EXPECT_EQ(changed.changes.front().field, "gifts");
    EXPECT_EQ(yen_by_gift()["SN002"], 10'000 + 20'000);
    EXPECT_EQ(ledger.findings(), Findings{});
    undo(changed.operation);
    EXPECT_EQ(gifts("C1"), (Lines{"1 SN001 x1 10000 ordered"}));
    EXPECT_EQ(ledger.donation("C1").gifts.front().gift_name, before.front().gift_name);
    EXPECT_EQ(ledger.donation("C1").gifts.front().gift_version, before.front().gift_version);
    EXPECT_EQ(yen_by_gift()["SN002"], 20'000);
}

TEST_P(EditGifts, LinesAreAddedAndRemovedAndTheirYenAddUp)
{
    EXPECT_EQ(refusal("C2", {add("SN009")}), "none") << "its yen may be nothing: the sum stays";
    ASSERT_EQ(gifts("C2").back(), "3 SN009 x1 0 ordered");
    EXPECT_EQ(refusal("C2", {remove(3), remove(2)}), "none") << "an only line takes the whole donation";
    EXPECT_EQ(gifts("C2"), (Lines{"1 SN001 x1 40000 ordered"}));
    EXPECT_EQ(refusal("C2", {add("SN009:1000")}), "gift.amounts_differ");
    EXPECT_EQ(refusal("C2", {replace(1, "SN001:39000"), add("SN009x2:1000")}), "none");
    EXPECT_EQ(gifts("C2"), (Lines{"1 SN001 x1 39000 ordered", "2 SN009 x2 1000 ordered"}));
    EXPECT_EQ(yen_by_gift()["SN009"], 1'000);
    EXPECT_EQ(refusal("C1", {replace(1, "SN002:9000")}), "gift.amounts_differ") << "what is typed counts";
    edit("C1", {remove(1)});
    EXPECT_TRUE(gifts("C1").empty());
    edit("C1", {add("MAX2")});
    EXPECT_EQ(gifts("C1"), (Lines{"1 MAX2 x1 10000 ordered"})) << "a code that looks like two pieces";
    edit("C1", {replace(1, "max2 × ２")});
    EXPECT_EQ(gifts("C1"), (Lines{"1 MAX2 x2 10000 ordered"}));
}

TEST_P(EditGifts, ARemovedLineComesBackWithItsRecipient)
{
    const auto before = ledger.donation("C2");
    ASSERT_TRUE(before.gifts.front().recipient);
    const auto changed = edit("C2", {remove(1), remove(2)});
    EXPECT_TRUE(ledger.donation("C2").gifts.empty());
    edit("C1", {add("SN002:1"), replace(1, "SN001:9999")}, true);
    undo(changed.operation);
    const auto after = ledger.donation("C2");
    ASSERT_EQ(after.gifts.size(), 2U);
    EXPECT_EQ(after.gifts.front().recipient, before.gifts.front().recipient);
    EXPECT_EQ(after.gifts.back().portal_line, before.gifts.back().portal_line);
    EXPECT_EQ(gifts("C2"), (Lines{"1 SN001 x1 20000 ordered", "2 SN002 x1 20000 ordered"}));
}

TEST_P(EditGifts, WhatIsOnItsWayOrUnknownIsRefused)
{
    EXPECT_EQ(refusal("C2", {replace(0, "SN002")}), "gift.line_missing");
    EXPECT_EQ(refusal("C2", {replace(3, "SN002")}), "gift.line_unknown");
    EXPECT_EQ(refusal("C1", {replace(1, "SN777")}), "entry.gift_unknown");
    EXPECT_EQ(refusal("C1", {replace(1, "SN002x0")}), "gift.typed_wrong");
    EXPECT_EQ(refusal("C1", {replace(1, "SN002:たくさん")}), "gift.typed_wrong");
    EXPECT_EQ(refusal("C1", {replace(1, "SN001")}), "donation.nothing_changed");
    EXPECT_EQ(refusal_of([&] { edit("C1", {replace(1, "SN002")}, false, {}, " "); }), "reason.missing");
    ship("C2", 1);
    ship("C1", 1);
    EXPECT_EQ(refusal("C1", {replace(0, "SN002")}), "gift.on_its_way") << "nor the only line";
    EXPECT_EQ(refusal("C2", {replace(1, "SN002")}), "gift.on_its_way");
    EXPECT_EQ(refusal("C2", {remove(1)}), "gift.on_its_way");
    EXPECT_EQ(refusal("C2", {replace(2, "SN001")}), "none") << "the other line is not on its way";
    EXPECT_EQ(gifts("C2").front(), "1 SN001 x1 20000 shipped");
    ledger.change_donation().end({"C1", "申出", {}, ledger.caller()}, domain::PaymentEvent::Refund, {});
    EXPECT_EQ(refusal("C1", {add("SN002")}), "donation.state");
}

TEST_P(EditGifts, AnUndoDoesNotTakeAwayWhatWasSentSince)
{
    const auto changed = edit("C1", {replace(1, "SN002")});
    ship("C1", 1);
    std::vector<std::string> refusals;
    ledger.change_donations().undo(changed.operation, "誤り", ledger.caller(),
        [&](const auto& item) { refusals.push_back(item.refusal ? item.refusal->code() : ""); });
    EXPECT_EQ(refusals, (std::vector<std::string>{"undo.changed_since"}));
    EXPECT_EQ(gifts("C1"), (Lines{"1 SN002 x1 10000 shipped"}));
}

TEST_P(EditGifts, AGiftOfALargerDonationIsAQuestion)
{
    EXPECT_EQ(refusal("C1", {replace(1, "SN003")}), "gift.exceeds_donation");
    EXPECT_EQ(refusal("C1", {replace(1, "SN001x2")}), "gift.exceeds_donation");
    edit("C1", {replace(1, "SN003")}, true);
    EXPECT_EQ(gifts("C1"), (Lines{"1 SN003 x1 10000 ordered"}));
    EXPECT_EQ(refusal("C2", {replace(2, "SN003")}), "none");
}

TEST_P(EditGifts, AGiftThatIsOfferedSinceMayTakeThePlace)
{
    EXPECT_EQ(refusal("C1", {replace(1, "SN009")}), "none") << "offered today, though not on 2023-12-10";
    ledger.business_date = {2024, 1, 14};
    EXPECT_EQ(refusal("C2", {replace(1, "SN009")}), "gift.not_offered");
}

TEST_P(EditGifts, TwoClerksAreToldAndALaterFileDoesNotOverwriteIt)
{
    edit("C1", {replace(1, "SN002")}, false, 1);
    try {
        edit("C1", {replace(1, "MAX2")}, false, 1);
        FAIL() << "the second clerk was not told";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "edit.changed_meanwhile");
        std::map<std::string, std::string> details{refusal.details().begin(), refusal.details().end()};
        EXPECT_EQ(details["theirs"], "SN002 ×1");
        EXPECT_EQ(details["yours"], "MAX2");
    }
    const auto same = ledger.import(choice_csv({{.order = "C1", .phone = "0834-99-9999"}}));
    EXPECT_EQ(same.orders.held, 1);
    EXPECT_EQ(gifts("C1"), (Lines{"1 SN002 x1 10000 ordered"}));
}

TEST_P(EditGifts, AReceiptDoesNotStandInTheWayAndStays)
{
    ledger.issue();
    edit("C1", {replace(1, "SN002")});
    EXPECT_EQ(ledger.issue().issued, 0);
}

RUN_ON_EVERY_ENGINE(EditGifts);

}  // namespace
}  // namespace furusato::tests
