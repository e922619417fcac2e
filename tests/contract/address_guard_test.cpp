#include <algorithm>

#include "contract/engine.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/application/list_donations.hpp"
#include "furusato/application/manage_settings.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::Disclosure;
using application::DonationColumn;
using application::DonationFilter;
using application::ListedDonation;

/// C1 of a donor under 支援措置, with a recipient of its own, and C2 of somebody else.
class AddressGuard : public OnEveryEngine {
protected:
    AddressGuard()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv({{.order = "C1",
                                      .name = "秘匿　花子",
                                      .phone = "0834-11-1111",
                                      .mail = "hanako@example.jp",
                                      .recipient_name = "別　太郎",
                                      .recipient_street = "秘密町2"},
            {.order = "C2", .phone = "0834-22-2222", .mail = "taro@example.jp"}}));
        id = ledger.donation("C1").donor;
        edit({{"address_protected", "はい"}, {"delivery.street", "秘密町3"}});
    }
    std::vector<application::FieldChange> edit(const std::vector<std::pair<std::string, std::string>>& fields)
    {
        return ledger.edit_donor()
            .execute({.donor = id, .fields = fields, .reason = "支援措置の申出", .caller = ledger.caller()})
            .changes;
    }
    std::vector<ListedDonation> list(Disclosure disclosure)
    {
        std::vector<ListedDonation> listed;
        ledger.list_donations().execute(
            {}, [&](const ListedDonation& donation) { listed.push_back(donation); }, disclosure);
        return listed;
    }
    static DonationFilter searched(const std::string& word)
    {
        DonationFilter filter;
        filter.search = word;
        return filter;
    }
    /// Everything that tells where somebody lives, in one text.
    static std::string whereabouts(const domain::Donation& donation)
    {
        const auto of = [](const domain::Contact& contact) {
            return contact.postal_code + contact.prefecture + contact.city + contact.street +
                   contact.building + contact.phone + contact.mail;
        };
        std::string text = of(donation.contact);
        for (const auto& line : donation.gifts) text += line.recipient ? of(*line.recipient) : "";
        return text;
    }

    domain::DonorId id;
};

TEST_P(AddressGuard, Rule_7_9_ListsAndShowsLeaveOutWhereTheDonorLives)
{
    const auto listed = list(Disclosure::Guarded);
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_TRUE(listed[0].is_address_hidden);
    EXPECT_EQ(whereabouts(listed[0].donation), "");
    EXPECT_EQ(listed[0].donation.contact.name, "秘匿　花子") << "the name stays";
    EXPECT_FALSE(listed[1].is_address_hidden);
    EXPECT_NE(whereabouts(listed[1].donation), "");
    EXPECT_EQ(whereabouts(ledger.list_donations().show("C1").listed.donation), "");
    EXPECT_NE(whereabouts(list(Disclosure::Revealed)[0].donation), "");
    EXPECT_NE(whereabouts(ledger.list_donations().show("C1", Disclosure::Revealed).listed.donation), "");
    EXPECT_NE(whereabouts(ledger.donation("C1")), "") << "the ledger keeps it";
}

TEST_P(AddressGuard, Rule_7_9_TheDonorIsShownWithoutHisAddresses)
{
    const auto day = ledger.business_date;
    const auto guarded = ledger.list_donors().show(id, day, Disclosure::Guarded).donor;
    EXPECT_TRUE(guarded.is_address_hidden);
    EXPECT_EQ(guarded.contact.street + guarded.contact.phone + guarded.contact.mail, "");
    for (const auto& timeline : guarded.record.addresses) EXPECT_TRUE(timeline.empty());
    const auto page = ledger.list_donors().list({.search = "秘匿", .after = {}, .day = day});
    ASSERT_EQ(page.donors.size(), 1U);
    EXPECT_EQ(page.donors.front().contact.street, "");
    const auto revealed = ledger.list_donors().show(id, day, Disclosure::Revealed).donor;
    EXPECT_EQ(revealed.contact.phone, "0834111111");
    EXPECT_EQ(revealed.record.addresses_of(domain::AddressKind::Delivery).front().value.street, "秘密町3");
}

TEST_P(AddressGuard, Rule_7_9_ExportsSayThatTheAddressIsNotShown)
{
    const auto cells = [&](Disclosure disclosure) {
        std::vector<std::string> texts;
        ledger.list_donations().records(
            {}, {DonationColumn::Name, DonationColumn::Street, DonationColumn::Phone}, [](std::int64_t) {},
            [&](const std::vector<std::string_view>& row) {
                EXPECT_EQ(row.size(), 3U);
                for (const auto cell : row) texts.emplace_back(cell);
            },
            "-", disclosure);
        return texts;
    };
    EXPECT_EQ(cells(Disclosure::Guarded),
        (std::vector<std::string>{"秘匿　花子", "-", "-", "周南　太郎", "徳山港町1番地", "0834222222"}));
    EXPECT_EQ(cells(Disclosure::Revealed)[1], "徳山港町1番地");
}

TEST_P(AddressGuard, Rule_7_9_NoFilterTellsWhereTheDonorLives)
{
    const auto found = [&](const DonationFilter& filter, Disclosure disclosure = Disclosure::Guarded) {
        std::vector<std::string> orders;
        const auto total = ledger.list_donations().execute(
            filter,
            [&](const ListedDonation& listed) { orders.push_back(listed.donation.order.order_number); },
            disclosure);
        EXPECT_EQ(total.number, static_cast<std::int64_t>(orders.size())) << "nor does the total";
        std::int64_t exported = 0;
        ledger.list_donations().records(
            filter, {DonationColumn::Number}, [](std::int64_t) {}, [&](const auto&) { ++exported; }, "-",
            disclosure);
        EXPECT_EQ(exported, total.number) << "nor an export";
        return orders;
    };
    const std::vector<std::string> both{"C1", "C2"};
    const std::vector<std::string> other{"C2"};
    DonationFilter by_prefecture;
    by_prefecture.prefecture = "山口県";
    DonationFilter by_residence;
    by_residence.only_resident_gifts = true;
    for (const DonationFilter& filter :
        {by_prefecture, by_residence, searched("7450045"), searched("745-00"), searched("0834")}) {
        EXPECT_EQ(found(filter), other);
        EXPECT_EQ(found(filter, Disclosure::Revealed), both);
        EXPECT_TRUE(ledger.list_donations().leaves_out_protected(filter));
        EXPECT_FALSE(ledger.list_donations().leaves_out_protected(filter, Disclosure::Revealed));
    }
    for (const auto& word : {"秘匿", "1111", "0834-11-1111", "hanako@example.jp"})
        EXPECT_EQ(found(searched(word)), std::vector<std::string>{"C1"}) << word;
    EXPECT_EQ(found({}), both);
    const auto donors = [&](const std::string& word, Disclosure disclosure) {
        return ledger.list_donors()
            .list({.search = word, .after = {}, .day = ledger.business_date, .disclosure = disclosure})
            .total;
    };
    EXPECT_EQ(donors("7450045", Disclosure::Guarded), 1);
    EXPECT_EQ(donors("7450045", Disclosure::Revealed), 2);
}

TEST_P(AddressGuard, Rule_7_9_NorDoesASearchInTickets)
{
    ledger.manage_tickets().add({.donor = id, .text = "光市から電話", .caller = ledger.caller()});
    application::TicketFilter filter;
    filter.search = "光市";
    EXPECT_TRUE(ledger.manage_tickets().list(filter, Disclosure::Guarded).empty());
    EXPECT_EQ(ledger.manage_tickets().list(filter, Disclosure::Revealed).size(), 1U);
}

TEST_P(AddressGuard, Rule_7_9_ChangesAndHistoryKeepItToThemselves)
{
    const auto changed = ledger.change_donation().edit(
        {"C1", "訂正", {}, ledger.caller()}, {{"street", "秘密町4"}, {"remark", "電話済み"}});
    const auto text_of = [](const std::vector<application::FieldChange>& changes) {
        std::string text;
        for (const auto& change : changes)
            text += change.field + ":" + change.old_value + ">" + change.new_value + " ";
        return text;
    };
    EXPECT_EQ(text_of(changed.changes), "remark:***>*** street:***>*** ");
    EXPECT_EQ(ledger.donation("C1").contact.street, "秘密町4");
    EXPECT_EQ(text_of(ledger.list_donations().history("C1").back().fields), "remark:***>*** street:***>*** ");
    EXPECT_NE(
        text_of(ledger.list_donations().history("C1", Disclosure::Revealed).back().fields).find("秘密町4"),
        std::string::npos);
    EXPECT_EQ(text_of(edit({{"delivery.street", "秘密町5"}})), "delivery.address:***>*** ");
    EXPECT_EQ(text_of(ledger.list_donors().history(id, Disclosure::Guarded).front().fields).find("秘密町"),
        std::string::npos);
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(AddressGuard, Rule_7_9_FreeTextsAndResidenceAreNotTold)
{
    const std::string secret = "秘密町7に転居";
    edit({{"remark", secret}, {"registered.city", "周南市"}});
    ledger.change_donation().edit({"C1", "電話", {}, ledger.caller()}, {{"remark", secret}});
    auto tickets = ledger.manage_tickets();
    const auto ticket =
        tickets
            .add(
                {.donation = "C1", .fields = {{"action", secret}}, .text = secret, .caller = ledger.caller()})
            .ticket;
    EXPECT_EQ(ticket.subject, application::kHidden);
    const auto told = [&](Disclosure disclosure) {
        const auto day = ledger.business_date;
        const auto donor = ledger.list_donors().show(id, day, disclosure);
        const auto donation = ledger.list_donations().show("C1", disclosure);
        const auto shown = tickets.show(ticket.id, disclosure).ticket;
        std::vector<std::string> texts{donor.donor.record.remark, donor.tickets.at(0).subject,
            donation.listed.donation.remark, donation.tickets.at(0).subject, shown.subject, shown.action,
            shown.entries.at(0).text, tickets.list({}, disclosure).at(0).ticket.subject};
        ledger.list_donations().records(
            {}, {DonationColumn::Remark}, [](std::int64_t) {},
            [&](const std::vector<std::string_view>& row) {
                if (!row.front().empty()) texts.emplace_back(row.front());
            },
            application::kHidden, disclosure);
        EXPECT_EQ(donor.donor.is_resident, disclosure == Disclosure::Revealed);
        EXPECT_EQ(donation.is_resident, disclosure == Disclosure::Revealed);
        return texts;
    };
    EXPECT_EQ(told(Disclosure::Revealed), std::vector<std::string>(9, secret));
    EXPECT_EQ(told(Disclosure::Guarded), std::vector<std::string>(9, application::kHidden));
    tickets.change({.id = ticket.id, .text = secret, .caller = ledger.caller()});
    EXPECT_EQ(tickets.history(ticket.id).back().fields.at(0).new_value, application::kHidden);
    EXPECT_EQ(tickets.history(ticket.id, Disclosure::Revealed).back().fields.at(0).new_value, secret);
    EXPECT_EQ(ledger.findings(), std::vector<std::string>{});
}

TEST_P(AddressGuard, WithTheFlagGoneTheAddressIsShownAgain)
{
    edit({{"address_protected", "いいえ"}});
    EXPECT_NE(whereabouts(list(Disclosure::Guarded)[0].donation), "");
}

TEST_P(AddressGuard, TheReceiptForTheDonorHimselfKeepsHisAddress)
{
    ledger.issue({ledger.donation("C1").number.text()});
    ASSERT_EQ(ledger.printer.printed.size(), 1U);
    EXPECT_EQ(ledger.printer.printed.front().contact.street, "徳山港町1番地");
}

RUN_ON_EVERY_ENGINE(AddressGuard);

/// Gifts to residents of 周南市.
class ResidentGifts : public OnEveryEngine {
protected:
    ResidentGifts()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        application::ManageSettings{ledger.store(), ledger.digests(), ledger.clock}.set(
            {"resident_prefecture", {2003, 4, 21}, "山口県"}, ledger.caller());
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), std::vector<std::string>{}); }

    /// Order numbers of gifts that go to residents.
    std::vector<std::string> flagged()
    {
        application::DonationFilter filter;
        filter.only_resident_gifts = true;
        std::vector<std::string> orders;
        ledger.list_donations().execute(filter,
            [&](const ListedDonation& listed) { orders.push_back(listed.donation.order.order_number); });
        for (const auto& order : orders)
            EXPECT_TRUE(ledger.list_donations().show(order).is_resident) << "rule and list differ";
        return orders;
    }
    void moves_to(const std::string& city, const domain::Date& day)
    {
        ledger.edit_donor().execute({.donor = ledger.donation("C1").donor,
            .fields = {{"registered.city", city}},
            .valid_from = day,
            .reason = "転居",
            .caller = ledger.caller()});
    }
    using Orders = std::vector<std::string>;
};

// T: donor in 下松市 on 2026-11-01 moves to 周南市 on 2026-12-20 → gift allowed.
TEST_P(ResidentGifts, Rule_3_6_TheAddressAtTheTimeOfTheDonationDecides)
{
    ledger.business_date = {2026, 12, 25};
    ledger.import(choice_csv({{.applied_on = "2026/11/01", .paid_on = "2026/11/01", .city = "下松市"}}));
    moves_to("周南市", {2026, 12, 20});
    EXPECT_FALSE(ledger.list_donations().show("C1").is_resident);
    EXPECT_EQ(flagged(), Orders{});
    const auto id = ledger.donation("C1").donor;
    EXPECT_FALSE(ledger.list_donors().show(id, {2026, 12, 19}, Disclosure::Guarded).donor.is_resident);
    EXPECT_TRUE(ledger.list_donors().show(id, {2026, 12, 20}, Disclosure::Guarded).donor.is_resident);
    moves_to("周南市", {2026, 10, 31});
    EXPECT_TRUE(ledger.list_donations().show("C1").is_resident)
        << "the registered address was another one than told";
    EXPECT_EQ(flagged(), Orders{"C1"});
}

// T: 住所 352152, gift ordered → reject order, keep donation and receipt.
TEST_P(ResidentGifts, Rule_5_9_AResidentsGiftIsRejectedAndDonationAndReceiptStay)
{
    ledger.import(choice_csv({{}, {.order = "C2", .name = "下松　次郎", .city = "下松市"},
        {.order = "C3", .name = "無返礼　三郎", .gift_code = "", .gift_name = ""},
        {.order = "C4", .name = "広島　四郎", .prefecture = "広島県"}}));
    ledger.issue({ledger.donation("C1").number.text()});
    EXPECT_EQ(flagged(), Orders{"C1"});
    EXPECT_EQ(refusal_of([&] {
        ledger.change_donation().drop_gifts({"C1", "", {}, ledger.caller()});
    }),
        "reason.missing");
    const auto dropped = ledger.change_donation().drop_gifts({"C1", "市内の方", {}, ledger.caller()});
    EXPECT_EQ(flagged(), Orders{});
    const auto stored = ledger.list_donations().show("C1").listed;
    EXPECT_EQ(stored.donation.gifts.front().shipping_state, "cancelled");
    EXPECT_EQ(stored.donation.state, domain::DonationState::Received);
    EXPECT_TRUE(stored.receipt_year) << "the receipt is valid";
    EXPECT_EQ(ledger.report(2023).received.amount(), 40'000);
    ledger.change_donations().undo(dropped.operation, "取り違え", ledger.caller(), [](const auto&) {});
    EXPECT_EQ(flagged(), Orders{"C1"});
}

RUN_ON_EVERY_ENGINE(ResidentGifts);

}  // namespace
}  // namespace furusato::tests
