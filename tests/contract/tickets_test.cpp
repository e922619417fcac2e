#include "furusato/application/manage_tickets.hpp"

#include "contract/engine.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::ListedTicket;
using application::TicketField;
using application::TicketFilter;
using domain::TicketId;
using domain::TicketState;
using Fields = std::vector<TicketField>;

class Tickets : public WithTamperer {
protected:
    Tickets()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv({{}, {.order = "C2", .name = "下松　次郎"}}));
    }

    TicketId add(const Fields& fields = {}, const std::string& donation = "C1",
        const std::string& text = "返礼品が届かない")
    {
        return ledger.manage_tickets()
            .add({.donation = donation, .fields = fields, .text = text, .caller = ledger.caller()})
            .ticket.id;
    }
    ListedTicket change(
        TicketId id, const Fields& fields, const std::string& text = "", std::optional<int> version = {})
    {
        return ledger.manage_tickets().change(
            {.id = id, .fields = fields, .text = text, .version = version, .caller = ledger.caller()});
    }
    domain::Ticket stored(TicketId id) { return ledger.manage_tickets().show(id).ticket; }
    std::vector<std::int64_t> list(const TicketFilter& filter)
    {
        std::vector<std::int64_t> ids;
        for (const auto& listed : ledger.manage_tickets().list(filter)) ids.push_back(listed.ticket.id.value);
        return ids;
    }
    void expect_clean() { EXPECT_EQ(ledger.findings(), std::vector<std::string>{}); }
    bool finds(const std::string& code)
    {
        for (const auto& finding : ledger.findings())
            if (finding.rfind(code, 0) == 0) return true;
        return false;
    }
};

TEST_P(Tickets, BelongToADonationAndItsDonorOrToADonorAlone)
{
    const auto on_donation = add();
    const auto donor = ledger.donation("C2").donor;
    const auto on_donor = ledger.manage_tickets()
                              .add({.donor = donor, .text = "住所の確認", .caller = ledger.caller()})
                              .ticket.id;
    EXPECT_EQ(stored(on_donation).donor, ledger.donation("C1").donor);
    EXPECT_EQ(ledger.manage_tickets().show(on_donation).donation, ledger.donation("C1").number.text());
    EXPECT_EQ(stored(on_donor).donation.value, 0);
    EXPECT_EQ(stored(on_donation).assignee, "周南") << "who takes it has it";
    EXPECT_EQ(stored(on_donation).subject, "返礼品が届かない");
    EXPECT_EQ(stored(on_donation).entries.front().text, "返礼品が届かない");
    EXPECT_EQ(ledger.list_donations().show("C1").tickets.size(), 1U);
    EXPECT_TRUE(ledger.list_donations().show("C2").tickets.empty());
    EXPECT_EQ(ledger.list_donors()
                  .show(donor, ledger.business_date, application::Disclosure::Guarded)
                  .tickets.size(),
        1U);
    EXPECT_EQ(refusal_of([&] {
        ledger.manage_tickets().add({.donor = domain::DonorId{99}, .text = "x", .caller = ledger.caller()});
    }),
        "donor.unknown");
    EXPECT_EQ(refusal_of([&] { add({}, "C9"); }), "donation.unknown");
    EXPECT_EQ(refusal_of([&] { add({}, "C1", " "); }), "ticket.text_missing");
    expect_clean();
}

TEST_P(Tickets, TakeNoIndividualNumber)
{
    const std::string individual_number = "番号は123456789018";
    const std::string refused = "entry.individual_number";
    EXPECT_EQ(refusal_of([&] { add({}, "C1", individual_number); }), refused);
    EXPECT_EQ(refusal_of([&] { add({{"subject", individual_number}}); }), refused);
    const auto id = add();
    EXPECT_EQ(refusal_of([&] { change(id, {}, individual_number); }), refused);
    EXPECT_EQ(refusal_of([&] { change(id, {{"action", individual_number}}); }), refused);
    EXPECT_EQ(stored(id).version, 1);
    expect_clean();
}

TEST_P(Tickets, EntriesAreAddedAndNeverChanged)
{
    const auto id = add();
    change(id, {{"state", "in_progress"}}, "事業者に電話");
    change(id, {}, "明日発送とのこと");
    const auto ticket = stored(id);
    ASSERT_EQ(ticket.entries.size(), 3U);
    EXPECT_EQ(ticket.entries[1].text, "事業者に電話");
    EXPECT_EQ(ticket.entries[2].number, 3);
    EXPECT_EQ(ticket.version, 3);
    EXPECT_EQ(ledger.manage_tickets().history(id).size(), 3U);
    EXPECT_EQ(refusal_of([&] { change(id, {}); }), "ticket.nothing_changed");
    expect_clean();
    tamper("UPDATE ticket_entries SET entry_text = 'x' WHERE entry_number = 2");
    EXPECT_TRUE(finds("verify.ticket_changed"));
}

TEST_P(Tickets, AComplaintIsClosedWithItsCauseAndWhatWasDone)
{
    const auto id = add({{"kind", "complaint"}, {"priority", "high"}});
    EXPECT_EQ(refusal_of([&] { change(id, {{"state", "closed"}}); }), "ticket.complaint_incomplete");
    change(id, {{"state", "closed"}, {"cause", "carrier"}, {"action", "再送"}, {"payer", "supplier"}});
    EXPECT_EQ(stored(id).closed_on, ledger.business_date);
    EXPECT_EQ(stored(id).cause, domain::Party::Carrier);
    EXPECT_EQ(stored(id).payer, domain::Party::Supplier);
    change(id, {{"state", "in_progress"}});
    EXPECT_EQ(stored(id).closed_on, std::nullopt) << "open again";
    EXPECT_EQ(refusal_of([&] {
        change(id, {{"state", "closed"}, {"closed_on", "2024-03-01"}});
    }),
        "edit.in_future");
    EXPECT_EQ(refusal_of([&] { change(id, {{"cause", "weather"}}); }), "field.invalid");
    EXPECT_EQ(refusal_of([&] { change({99}, {{"priority", "low"}}); }), "ticket.unknown");
    expect_clean();
}

TEST_P(Tickets, AContactThatNeedsNothingIsClosedAtOnce)
{
    EXPECT_EQ(stored(add({{"kind", "contact"}})).state, TicketState::Closed);
    EXPECT_EQ(stored(add({{"kind", "contact"}, {"state", "open"}})).state, TicketState::Open);
    expect_clean();
}

TEST_P(Tickets, AreListedUrgentOnesFirst)
{
    const auto low = add({{"priority", "low"}});
    const auto done = add({{"kind", "contact"}, {"priority", "high"}});
    const auto high = add({{"priority", "high"}}, "C2");
    const auto normal = add({{"assignee", "山田"}});
    TicketFilter open;
    open.only_unfinished = true;
    EXPECT_EQ(list(open), (std::vector<std::int64_t>{high.value, normal.value, low.value}));
    EXPECT_EQ(list({}), (std::vector<std::int64_t>{high.value, normal.value, low.value, done.value}));
    TicketFilter of_clerk;
    of_clerk.assignee = "山田";
    EXPECT_EQ(list(of_clerk), std::vector<std::int64_t>{normal.value});
    TicketFilter of_donation;
    of_donation.donation = ledger.donation("C2").id;
    EXPECT_EQ(list(of_donation), std::vector<std::int64_t>{high.value});
    TicketFilter closed;
    closed.state = TicketState::Closed;
    EXPECT_EQ(list(closed), std::vector<std::int64_t>{done.value});
}

TEST_P(Tickets, EverythingOpenChangesHandsInOneOperation)
{
    const auto first = add();
    const auto second = add({{"state", "answered"}}, "C2");
    const auto done = add({{"kind", "contact"}});
    const auto others = add({{"assignee", "山田"}});
    auto tickets = ledger.manage_tickets();
    EXPECT_EQ(tickets.open_of("周南").size(), 2U);
    EXPECT_EQ(refusal_of([&] { tickets.hand_over("周南", "徳山", " ", ledger.caller()); }), "reason.missing");
    EXPECT_EQ(
        refusal_of([&] { tickets.hand_over("周南", "周南", "異動", ledger.caller()); }), "ticket.same_clerk");
    const auto given = tickets.hand_over("周南", "徳山", "異動", ledger.caller());
    EXPECT_EQ(given.tickets.size(), 2U);
    EXPECT_EQ(stored(first).assignee, "徳山");
    EXPECT_EQ(stored(second).assignee, "徳山");
    EXPECT_EQ(stored(done).assignee, "周南") << "what is closed stays where it was";
    EXPECT_EQ(stored(others).assignee, "山田");
    EXPECT_EQ(tickets.history(first).back().operation.id, given.operation);
    EXPECT_EQ(tickets.history(second).back().operation.id, given.operation);
    EXPECT_EQ(tickets.hand_over("徳山", "周南", "取り違え", ledger.caller()).tickets.size(), 2U);
    EXPECT_EQ(stored(first).assignee, "周南");
    EXPECT_EQ(refusal_of([&] { tickets.hand_over("徳山", "周南", "もう一度", ledger.caller()); }),
        "ticket.clerk_has_none");
    expect_clean();
}

TEST_P(Tickets, AreFoundByTheirClerkHoweverHisNameIsWritten)
{
    auto caller = ledger.caller();
    caller.actor = " 山田　太郎 ";
    auto tickets = ledger.manage_tickets();
    const auto id = tickets.add({.donation = "C1", .text = "x", .caller = caller}).ticket.id;
    EXPECT_EQ(stored(id).assignee, "山田　太郎");
    EXPECT_EQ(tickets.open_of("山田 太郎").size(), 1U);
    TicketFilter of_clerk;
    of_clerk.assignee = "山田太郎";
    EXPECT_EQ(list(of_clerk), std::vector<std::int64_t>{id.value});
    EXPECT_EQ(refusal_of([&] { tickets.hand_over("山田　太郎", "山田 太郎", "異動", ledger.caller()); }),
        "ticket.same_clerk");
    try {
        tickets.hand_over("山本", "徳山", "異動", ledger.caller());
        FAIL() << "handed nothing over";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "ticket.clerk_has_none");
        EXPECT_EQ(refusal.kind(), domain::RefusalKind::NotFound);
        EXPECT_EQ(refusal.details().back().second, "山田　太郎");
    }
    EXPECT_EQ(tickets.hand_over("山田 太郎", "徳山", "異動", ledger.caller()).tickets.size(), 1U);
    change(id, {{"state", "closed"}});
    EXPECT_EQ(refusal_of([&] { tickets.hand_over("徳山", "周南", "異動", ledger.caller()); }),
        "ticket.nobody_has_any");
    expect_clean();
}

TEST_P(Tickets, AreNotClosedBeforeTheyWereOpened)
{
    const auto id = add();
    ledger.business_date = {2024, 2, 1};
    EXPECT_EQ(refusal_of([&] { change(id, {{"state", "closed"}}); }), "ticket.closed_before_opened");
    ledger.business_date = {2024, 3, 1};
    EXPECT_EQ(refusal_of([&] {
        change(id, {{"state", "closed"}, {"closed_on", "2024-02-28"}});
    }),
        "ticket.closed_before_opened");
    EXPECT_EQ(change(id, {{"state", "closed"}, {"closed_on", "2024-02-29"}}).ticket.closed_on,
        (domain::Date{2024, 2, 29}));
    expect_clean();
}

TEST_P(Tickets, AreFoundByTheirWordsOnEveryDatabaseAlike)
{
    const auto mail = add({}, "C1", "Email ABC");
    const auto wide = add({}, "C1", "ＡＢＣ便で届く");
    const auto found_by = [&](const std::string& search) {
        TicketFilter filter;
        filter.search = search;
        return list(filter);
    };
    using Ids = std::vector<std::int64_t>;
    EXPECT_EQ(found_by("abc"), Ids{mail.value});
    EXPECT_EQ(found_by("EMAIL"), Ids{mail.value});
    EXPECT_EQ(found_by("ＡＢＣ"), (Ids{mail.value, wide.value}));
    EXPECT_EQ(found_by("％"), Ids{});
    change(mail, {}, "二つ目の Entry");
    EXPECT_EQ(found_by("entry"), Ids{mail.value});
    EXPECT_EQ(found_by("ｅｎｔｒｙ"), Ids{mail.value});
}

TEST_P(Tickets, TheLoserIsToldWhatIsStored)
{
    const auto id = add();
    for (const char* clerk : {"山田", "徳山", "光"}) change(id, {{"assignee", clerk}});
    try {
        change(id, {{"assignee", "萩"}}, "", 1);
        FAIL() << "took a change of what somebody else had changed";
    } catch (const domain::Refusal& refusal) {
        const auto& details = refusal.details();
        EXPECT_NE(
            std::find(details.begin(), details.end(), std::pair<std::string, std::string>{"theirs", "光"}),
            details.end());
    }
}

TEST_P(Tickets, TheLoserOfTwoClerksIsToldBothValues)
{
    const auto id = add();
    change(id, {{"assignee", "山田"}});
    try {
        change(id, {{"assignee", "徳山"}}, "", 1);
        FAIL() << "took a change of what somebody else had changed";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "ticket.changed_meanwhile");
        std::map<std::string, std::string> details;
        for (const auto& [name, value] : refusal.details()) details[name] = value;
        EXPECT_EQ(details["theirs"], "山田");
        EXPECT_EQ(details["yours"], "徳山");
    }
    EXPECT_EQ(refusal_of([&] { change(id, {{"priority", "low"}}, "", 1); }), "ticket.changed_elsewhere");
    expect_clean();
}

TEST_P(Tickets, VerifyFindsAClosedOneThatWasOpenedBehindItsBack)
{
    add({{"kind", "contact"}});
    tamper("UPDATE tickets SET state = 'open', closed_on = NULL");
    EXPECT_TRUE(finds("verify.ticket_changed"));
}

TEST_P(Tickets, VerifyFindsOneThatIsGone)
{
    add();
    tamper("DELETE FROM ticket_entries");
    tamper("DELETE FROM tickets");
    EXPECT_TRUE(finds("verify.ticket_missing"));
}

RUN_ON_EVERY_ENGINE(Tickets);

}  // namespace
}  // namespace furusato::tests
