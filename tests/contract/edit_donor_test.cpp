#include "furusato/application/edit_donor.hpp"

#include "contract/engine.hpp"
#include "furusato/application/donor_records.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::ChangedDonor;
using application::Disclosure;
using application::DonorChange;
using application::DonorDetail;
using domain::AddressKind;
using domain::Date;
using domain::Yen;
using Findings = std::vector<std::string>;
using Fields = std::vector<std::pair<std::string, std::string>>;

/// One donor with three donations of two tax years, one of them awaited; every test ends with a ledger that verifies.
class EditDonor : public OnEveryEngine {
protected:
    EditDonor()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv({{.order = "C1", .phone = "0834-22-0001"},
            {.order = "C2",
                .applied_on = "2024/01/10",
                .paid_on = "2024/01/10",
                .city = "下松市",
                .phone = "0834-22-0001",
                .amount = "5000"},
            {.order = "C3",
                .status = "入金待ち",
                .paid_on = "",
                .phone = "0834-22-0001",
                .payment = "銀行振込"}}));
        id = ledger.donation("C1").donor;
    }
    void TearDown() override { EXPECT_EQ(ledger.findings(), Findings{}); }

    DonorChange change(const Fields& fields, std::optional<Date> from = {}, std::optional<int> version = {})
    {
        return {.donor = id,
            .fields = fields,
            .valid_from = from,
            .reason = "届出",
            .version = version,
            .caller = ledger.caller()};
    }
    ChangedDonor edit(const Fields& fields, std::optional<Date> from = {}, std::optional<int> version = {})
    {
        return ledger.edit_donor().execute(change(fields, from, version));
    }
    DonorDetail show(std::optional<Date> day = {}, Disclosure disclosure = Disclosure::Guarded)
    {
        return ledger.list_donors().show(id, day.value_or(ledger.business_date), disclosure);
    }
    static std::string detail_of(const domain::Refusal& refusal, const std::string& wanted)
    {
        for (const auto& [name, value] : refusal.details())
            if (name == wanted) return value;
        return "";
    }
    std::vector<std::int64_t> found_by(const std::string& search)
    {
        std::vector<std::int64_t> ids;
        for (const auto& donor :
            ledger.list_donors().list({.search = search, .after = {}, .day = ledger.business_date}).donors)
            ids.push_back(donor.record.donor.value);
        return ids;
    }

    domain::DonorId id;
};

TEST_P(EditDonor, ShowsAllDonationsWithTotalsPerTaxYear)
{
    const auto detail = show();
    EXPECT_EQ(detail.donations.size(), 3U);
    EXPECT_EQ(detail.donor.donations, 2);
    EXPECT_EQ(detail.donor.amount, Yen{15'000});
    ASSERT_EQ(detail.years.size(), 2U);
    EXPECT_EQ(detail.years.at(2023).amount, Yen{10'000});
    EXPECT_EQ(detail.years.at(2024).amount, Yen{5'000});
    EXPECT_EQ(detail.donor.contact.city, "下松市") << "the newest donation tells where he lives";
    EXPECT_EQ(detail.donor.record.version, 1);
    EXPECT_EQ(ledger.list_donors().donor_of("C2"), id);
    EXPECT_EQ(refusal_of([&] { ledger.list_donors().show({99}, ledger.business_date, Disclosure::Guarded); }),
        "donor.unknown");
}

TEST_P(EditDonor, NamesAndAddressesHoldFromTheirDay)
{
    const auto changed =
        edit({{"name", "徳山　太郎"}, {"registered.city", "光市"}, {"registered.street", "島田1番地"}},
            Date{2024, 2, 1});
    EXPECT_EQ(changed.record.version, 2);
    EXPECT_EQ(show(Date{2024, 1, 31}).donor.contact.name, "周南　太郎");
    EXPECT_EQ(show(Date{2024, 1, 31}).donor.contact.city, "下松市");
    const auto now = show().donor.contact;
    EXPECT_EQ(now.name, "徳山　太郎");
    EXPECT_EQ(now.kana, "シュウナン　タロウ") << "what was not typed stays";
    EXPECT_EQ(now.city, "光市");
    EXPECT_EQ(now.prefecture, "山口県");
    edit({{"registered.city", "防府市"}}, Date{2024, 2, 20});
    EXPECT_EQ(show(Date{2024, 2, 19}).donor.contact.city, "光市");
    EXPECT_EQ(show(Date{2024, 2, 20}).donor.contact.city, "防府市");
    EXPECT_EQ(show().donor.record.addresses_of(AddressKind::Registered).size(), 2U);
}

TEST_P(EditDonor, AnAddressOfElsewhereKeepsNothingOfTheOldOne)
{
    edit({{"registered.building", "シャトーひまわり 606"}}, Date{2024, 1, 15});
    auto address = domain::address_of(show().donor.contact);
    EXPECT_EQ(address.city + address.street + address.postal_code, "下松市徳山港町1番地7450045")
        << "another building is no move";
    const auto moved =
        edit({{"registered.city", "光市"}, {"registered.street", "島田1番地"}}, Date{2024, 2, 1});
    address = domain::address_of(show().donor.contact);
    EXPECT_EQ(address, (domain::Address{"", "", "山口県", "光市", "島田1番地", ""}));
    ASSERT_EQ(moved.changes.size(), 1U);
    EXPECT_EQ(
        moved.changes[0].old_value, "2024-02-01～ 〒7450045 山口県下松市徳山港町1番地 シャトーひまわり 606");
    EXPECT_EQ(moved.changes[0].new_value, "2024-02-01～ 山口県光市島田1番地");
    edit({{"registered.postal_code", "743-0063"}}, Date{2024, 2, 1});
    edit({{"registered.prefecture", "広島県"}, {"registered.building", "一号館"}}, Date{2024, 2, 10});
    EXPECT_EQ(
        domain::address_of(show().donor.contact), (domain::Address{"", "", "広島県", "", "", "一号館"}));
    edit({{"delivery.city", "光市"}, {"delivery.postal_code", "7430063"}});
    edit({{"delivery.street", "島田2番地"}});
    const auto delivery = domain::other_address_on(show().donor.record, AddressKind::Delivery, {2024, 2, 29});
    EXPECT_EQ(delivery.value().postal_code, "7430063") << "what was empty is completed";
}

TEST_P(EditDonor, APassingAddressThatIsProlongedTellsWhatGivesWay)
{
    const auto change_city = [&](const std::string& city, Date from, std::optional<Date> to) {
        DonorChange request = change({{"delivery.city", city}}, from);
        request.valid_to = to;
        return ledger.edit_donor().execute(request).changes;
    };
    change_city("防府市", {2024, 1, 1}, {});
    change_city("光市", {2024, 1, 1}, Date{2024, 6, 30});
    const auto changes = change_city("光市", {2024, 3, 1}, Date{2024, 12, 31});
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].field, "delivery.address");
    EXPECT_EQ(changes[0].old_value, "2024-07-01～2024-12-31 防府市");
    EXPECT_EQ(changes[0].new_value, "2024-07-01～2024-12-31 光市");
    EXPECT_EQ(show().donor.record.addresses_of(AddressKind::Delivery).size(), 2U)
        << "days that follow each other and say the same are one";
    const auto back = change_city("柳井市", {2024, 1, 1}, {});
    EXPECT_EQ(back[0].old_value, "2024-01-01～2024-12-31 光市")
        << "without an end it holds until the next value that is known";
}

TEST_P(EditDonor, APassingAddressStays)
{
    DonorChange passing = change({{"registered.city", "光市"}}, Date{2024, 2, 1});
    passing.valid_to = Date{2024, 2, 20};
    ledger.edit_donor().execute(passing);
    EXPECT_EQ(show().donor.contact.city, "下松市");
    const auto stays = edit({{"registered.city", "光市"}}, Date{2024, 2, 10});
    EXPECT_EQ(show().donor.contact.city, "光市");
    ASSERT_EQ(stays.changes.size(), 1U);
    EXPECT_TRUE(stays.changes[0].old_value.starts_with("2024-02-21～ 〒7450045 山口県下松市"));
    EXPECT_EQ(refusal_of([&] {
        edit({{"registered.city", "光市"}}, Date{2024, 2, 10});
    }),
        "donor.nothing_changed");
}

TEST_P(EditDonor, KeepsEveryChangeFieldByFieldInTheHistory)
{
    edit({{"mail_opt_out", "はい"}, {"remark", "電話は夕方"}});
    edit({{"delivery.addressee", "周南　花子"}, {"delivery.city", "光市"}}, Date{2024, 2, 1});
    const auto history = ledger.list_donors().history(id, Disclosure::Guarded);
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].operation.start.reason, "届出");
    std::vector<std::string> texts;
    for (const auto& change : history)
        for (const auto& field : change.fields)
            texts.push_back(field.field + ":" + field.old_value + ">" + field.new_value);
    EXPECT_EQ(texts, (std::vector<std::string>{"mail_opt_out:0>1", "remark:>電話は夕方",
                         "delivery.address:2024-02-01～ >2024-02-01～ 光市（周南　花子）"}));
}

TEST_P(EditDonor, AnAddressThatIsNoLongerUsedEnds)
{
    edit({{"delivery.city", "光市"}}, Date{2024, 1, 1});
    DonorChange ending = change({}, Date{2024, 2, 1});
    ending.ended = {AddressKind::Delivery};
    ledger.edit_donor().execute(ending);
    const auto record = show().donor.record;
    EXPECT_TRUE(domain::other_address_on(record, AddressKind::Delivery, {2024, 1, 31}));
    EXPECT_FALSE(domain::other_address_on(record, AddressKind::Delivery, {2024, 2, 1}));
    ending.ended = {AddressKind::Registered};
    EXPECT_EQ(refusal_of([&] { ledger.edit_donor().execute(ending); }), "field.invalid");
}

TEST_P(EditDonor, IsFoundByOldAndNewNames)
{
    EXPECT_EQ(found_by("周南"), std::vector<std::int64_t>{id.value});
    EXPECT_TRUE(found_by("徳山").empty());
    edit({{"name", "徳山　太郎"}, {"phone", "090-1234-5678"}});
    EXPECT_EQ(found_by("徳山"), std::vector<std::int64_t>{id.value});
    EXPECT_EQ(found_by("周南"), std::vector<std::int64_t>{id.value});
    EXPECT_EQ(found_by("5678"), std::vector<std::int64_t>{id.value});
    EXPECT_EQ(found_by("C2"), std::vector<std::int64_t>{id.value}) << "by the number of one of his donations";
}

TEST_P(EditDonor, TheLoserOfTwoClerksIsToldBothValues)
{
    edit({{"registered.city", "光市"}});
    try {
        edit({{"registered.city", "防府市"}}, {}, 1);
        FAIL() << "took a change of what somebody else had changed";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(refusal.code(), "donor.changed_meanwhile");
        EXPECT_EQ(detail_of(refusal, "theirs"), "光市");
        EXPECT_EQ(detail_of(refusal, "yours"), "防府市");
        EXPECT_EQ(detail_of(refusal, "version"), "2");
    }
    EXPECT_EQ(refusal_of([&] { edit({{"remark", "x"}}, {}, 1); }), "donor.changed_elsewhere");
    edit({{"registered.city", "防府市"}});
    edit({{"registered.city", "光市"}});
    try {
        edit({{"registered.city", "萩市"}}, {}, 3);
        FAIL() << "took a change of what somebody else had changed";
    } catch (const domain::Refusal& refusal) {
        EXPECT_EQ(detail_of(refusal, "theirs"), "光市") << "what is stored, not what was written once";
    }
    EXPECT_EQ(edit({{"remark", "x"}}, {}, 4).record.version, 5);
}

TEST_P(EditDonor, RefusesWhatCannotBeAndStoresNothingOfIt)
{
    EXPECT_EQ(refusal_of([&] { edit({{"favourite", "x"}}); }), "field.unknown");
    EXPECT_EQ(refusal_of([&] { edit({{"registered.prefecture", "周防国"}}); }), "field.invalid");
    EXPECT_EQ(refusal_of([&] { edit({{"name", ""}}); }), "field.invalid");
    EXPECT_EQ(refusal_of([&] { edit({{"mail", "x"}}); }), "field.invalid");
    EXPECT_EQ(refusal_of([&] { edit({{"remark", ""}}); }), "donor.nothing_changed");
    DonorChange unexplained = change({{"remark", "x"}});
    unexplained.reason = " ";
    EXPECT_EQ(refusal_of([&] { ledger.edit_donor().execute(unexplained); }), "reason.missing");
    DonorChange backwards = change({{"name", "徳山　太郎"}}, Date{2024, 2, 1});
    backwards.valid_to = Date{2024, 1, 31};
    EXPECT_EQ(refusal_of([&] { ledger.edit_donor().execute(backwards); }), "donor.period");
    const std::string individual_number = "番号 1234-5678-9018";
    for (const char* field : {"remark", "registered.street", "delivery.addressee", "name"})
        EXPECT_EQ(refusal_of([&, field] { edit({{field, individual_number}}); }), "entry.individual_number");
    DonorChange saying = change({{"remark", "x"}});
    saying.reason = individual_number;
    EXPECT_EQ(refusal_of([&] { ledger.edit_donor().execute(saying); }), "entry.individual_number");
    EXPECT_EQ(show().donor.record.version, 1);
    EXPECT_EQ(edit({{"phone", "123456789018"}}).record.phone, "123456789018") << "a number of its own";
}

// T: 寄附者 A, 送付先 B → receipt for A.
TEST_P(EditDonor, Rule_1_8_TheReceiptNamesTheDonorOfTheApplicationNotTheAddressee)
{
    edit({{"delivery.addressee", "送付先　花子"}, {"delivery.city", "光市"}, {"documents.city", "防府市"},
             {"name", "徳山　太郎"}, {"registered.city", "柳井市"}},
        Date{2023, 1, 1});
    ledger.issue({ledger.donation("C1").number.text()});
    ASSERT_EQ(ledger.printer.printed.size(), 1U);
    EXPECT_EQ(ledger.printer.printed.front().contact.name, "周南　太郎");
    EXPECT_EQ(ledger.printer.printed.front().contact.city, "周南市");
    EXPECT_EQ(ledger.donation("C1").contact.name, "周南　太郎")
        << "the donation keeps what it was given with";
}

TEST_P(EditDonor, ALaterDonationFromElsewhereIsPointedOut)
{
    edit({{"registered.city", "光市"}}, Date{2024, 1, 5});
    EXPECT_TRUE(show().told_another_address) << "C2 of 2024-01-10 says 下松市";
    edit({{"registered.city", "下松市"}, {"registered.street", "徳山港町1番地"},
             {"registered.postal_code", "7450045"}},
        Date{2024, 1, 10});
    EXPECT_FALSE(show().told_another_address);
}

TEST_P(EditDonor, ListsPageByPage)
{
    ledger.import(choice_csv(many_rows(24)));
    const auto all =
        ledger.list_donors().list({.search = "", .after = {}, .limit = 1000, .day = ledger.business_date});
    EXPECT_EQ(static_cast<std::int64_t>(all.donors.size()), all.total);
    EXPECT_EQ(all.next, std::nullopt);
    std::vector<std::int64_t> paged;
    std::optional<domain::DonorId> after;
    do {
        const auto page = ledger.list_donors().list(
            {.search = "", .after = after, .limit = 7, .day = ledger.business_date});
        EXPECT_EQ(page.total, all.total);
        for (const auto& donor : page.donors) paged.push_back(donor.record.donor.value);
        after = page.next;
    } while (after);
    std::vector<std::int64_t> expected;
    for (const auto& donor : all.donors) expected.push_back(donor.record.donor.value);
    EXPECT_EQ(paged, expected);
    EXPECT_GT(paged.size(), 14U);
}

RUN_ON_EVERY_ENGINE(EditDonor);

/// An edited donor, to be changed behind the ledger's back.
class VerifyDonors : public WithTamperer {
protected:
    VerifyDonors()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv({{}}));
        for (const std::string city : {"光市", "防府市"})
            ledger.edit_donor().execute({.donor = ledger.donation("C1").donor,
                .fields = {{"name", "徳山　太郎"}, {"delivery.city", city}, {"address_protected", "1"}},
                .reason = "届出",
                .caller = ledger.caller()});
        EXPECT_EQ(ledger.findings(), Findings{});
    }
    void expect_found(const std::string& sql, const std::string& code)
    {
        tamper(sql);
        bool is_found = false;
        for (const auto& finding : ledger.findings()) is_found = is_found || finding.rfind(code, 0) == 0;
        EXPECT_TRUE(is_found) << sql << testing::PrintToString(ledger.findings());
    }
};

TEST_P(VerifyDonors, FindsAFlagThatWasTakenAway)
{
    expect_found("UPDATE donor_profiles SET address_protected = 0", "verify.donor_changed");
}

TEST_P(VerifyDonors, FindsAChangedName)
{
    expect_found("UPDATE donor_names SET name = 'x'", "verify.donor_changed");
}

TEST_P(VerifyDonors, FindsAnAddressWithAnotherDay)
{
    expect_found("UPDATE donor_addresses SET valid_from = '2001-01-01'", "verify.donor_changed");
}

TEST_P(VerifyDonors, FindsARecordThatIsGone)
{
    tamper("DELETE FROM donor_names");
    tamper("DELETE FROM donor_addresses");
    expect_found("DELETE FROM donor_profiles", "verify.donor_missing");
}

RUN_ON_EVERY_ENGINE(VerifyDonors);

}  // namespace
}  // namespace furusato::tests
