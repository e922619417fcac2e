#include "furusato/application/merge_donors.hpp"

#include <algorithm>
#include <map>

#include "contract/engine.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/domain/refusal.hpp"
#include "support/portal_csv.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::MovedDonor;
using domain::DonorId;
using domain::PairState;
using Findings = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;

/// Two donors who are one person with two mail addresses (Anna and Annb), and a third one; every test ends with a ledger that verifies.
class MergeDonors : public WithTamperer {
protected:
    MergeDonors()
    {
        ledger.load_city().execute(a_city(), ledger.caller());
        ledger.import(choice_csv({row("A1", "anna@example.jp", "岐山通1-1"),
            row("B1", "annb@example.jp", "岐山通2-2"), row("B2", "annb@example.jp", "岐山通2-2"),
            {.order = "C1", .name = "周南　花子", .kana = "シュウナン　ハナコ", .mail = "hana@example.jp"}}));
        a = ledger.donation("A1").donor;
        b = ledger.donation("B1").donor;
        c = ledger.donation("C1").donor;
    }
    void TearDown() override
    {
        if (!ends_sound) return;
        EXPECT_EQ(ledger.findings(), Findings{});
    }

    static PortalRow row(const std::string& order, const std::string& mail, const std::string& street)
    {
        // Another postal code, or the name alone would make them a pair.
        const bool is_second = mail.starts_with("annb");
        return {.order = order,
            .postal_code = is_second ? "745-0072" : "745-0045",
            .street = street,
            .mail = mail};
    }
    MovedDonor merge(DonorId survivor, DonorId merged)
    {
        return ledger.merge_donors().merge(
            {.survivor = survivor, .merged = merged, .reason = "電話で確認", .caller = ledger.caller()});
    }
    MovedDonor unmerge(DonorId merged)
    {
        return ledger.merge_donors().unmerge(merged, "別の人だった", ledger.caller());
    }
    application::SeparatedDonations separate(
        const std::vector<std::string>& orders, std::optional<DonorId> to = {})
    {
        return ledger.merge_donors().separate({orders, to, "別の人", ledger.caller()});
    }
    void edit(DonorId donor, const std::vector<std::pair<std::string, std::string>>& fields)
    {
        ledger.edit_donor().execute(
            {.donor = donor, .fields = fields, .reason = "届出", .caller = ledger.caller()});
    }
    application::DonorDetail show(DonorId donor)
    {
        return ledger.list_donors().show(donor, ledger.business_date, application::Disclosure::Revealed);
    }
    Numbers found_by(const std::string& word)
    {
        Numbers ids;
        application::DonorRequest request;
        request.search = word;
        request.day = ledger.business_date;
        for (const auto& donor : ledger.list_donors().list(request).donors)
            ids.push_back(donor.record.donor.value);
        return ids;
    }
    std::vector<application::ListedPair> pairs(PairState state = PairState::Open)
    {
        application::PairRequest request;
        request.state = state;
        request.day = ledger.business_date;
        return ledger.list_donor_pairs().list(request).pairs;
    }

    /// Who has what, and by what everybody is found and compared.
    std::vector<std::string> everything()
    {
        std::vector<std::string> rows;
        for (const char* sql : {"SELECT id, donor_id FROM donations", "SELECT id, donor_id FROM tickets",
                 "SELECT key_hash, donor_id FROM donor_keys", "SELECT kind, term, donor_id FROM donor_terms",
                 "SELECT id, name_hash, kana_hash, address_hash, contact_id, merged_into FROM donors",
                 "SELECT donor_id, phone, mail, mail_opt_out, address_protected, remark FROM donor_profiles",
                 "SELECT donor_id, valid_from, valid_to, name, kana FROM donor_names",
                 "SELECT donor_id, kind, valid_from, valid_to, city, street FROM donor_addresses"}) {
            raw->for_each_row(sql, {}, [&](const persistence::Row& row) {
                std::string text = sql;
                for (const auto& cell : row.cells()) text += "|" + cell.value_or("NULL");
                rows.push_back(text);
            });
        }
        std::sort(rows.begin(), rows.end());
        return rows;
    }

    DonorId a, b, c;
    bool ends_sound = true;
};

TEST_P(MergeDonors, GivesTheSurvivorAllDonationsAndLeadsTheNumberThere)
{
    const auto moved = merge(a, b);
    EXPECT_EQ(moved.donations.size(), 2U);
    EXPECT_EQ(show(a).donations.size(), 3U);
    EXPECT_EQ(show(b).donor.record.donor, a) << "the number that somebody says on the telephone";
    EXPECT_EQ(show(a).merged, std::vector<DonorId>{b});
    EXPECT_EQ(found_by("annb@example.jp"), Numbers{a.value});
    EXPECT_EQ(ledger.donation("B1").contact.street, "岐山通2-2") << "each donation keeps its own snapshot";
    EXPECT_EQ(ledger.list_donors().history(a, application::Disclosure::Guarded).size(), 1U);
}

TEST_P(MergeDonors, LetsLaterDonationsFindTheSurvivorByEitherKey)
{
    merge(a, b);
    const auto summary = ledger.import(choice_csv({row("B3", "annb@example.jp", "岐山通2-2")}));
    EXPECT_EQ(summary.donors_matched, 1);
    EXPECT_EQ(ledger.donation("B3").donor, a);
}

TEST_P(MergeDonors, IsUndoneToTheLastRow)
{
    edit(a, {{"remark", "窓口"}});
    edit(b, {{"phone", "0834-22-0009"}, {"mail_opt_out", "1"}, {"remark", "電話は夕方"},
                {"name", "周南　アンナ"}, {"delivery.city", "下松市"}, {"delivery.street", "大手町1-1"}});
    ledger.manage_tickets().add({.donor = b, .text = "住所の問い合わせ", .caller = ledger.caller()});
    const auto before = everything();
    const auto moved = merge(a, b);
    EXPECT_EQ(moved.tickets, 1U);
    EXPECT_EQ(moved.taken, (std::vector<std::string>{"phone", "mail_opt_out", "remark", "name", "delivery"}));
    EXPECT_EQ(show(a).donor.record.remark, "窓口 ／ 電話は夕方");
    EXPECT_EQ(show(a).tickets.size(), 1U);
    EXPECT_EQ(ledger.findings(), Findings{});
    const auto back = unmerge(b);
    EXPECT_EQ(back.donations.size(), 2U);
    EXPECT_EQ(back.stayed, std::vector<std::string>{});
    EXPECT_EQ(back.kept, std::vector<std::string>{});
    EXPECT_EQ(everything(), before);
}

TEST_P(MergeDonors, LeavesWhatCameOrChangedSinceAndNamesIt)
{
    edit(b, {{"phone", "0834-22-0009"}, {"mail", "new@example.jp"}});
    merge(a, b);
    ledger.import(choice_csv({row("B3", "annb@example.jp", "岐山通2-2")}));
    edit(a, {{"phone", "0834-22-0001"}});
    const auto back = unmerge(b);
    EXPECT_EQ(back.stayed, std::vector<std::string>{ledger.donation("B3").number.text()});
    EXPECT_EQ(back.kept, std::vector<std::string>{"phone"});
    EXPECT_EQ(show(a).donor.record.phone, "0834220001");
    EXPECT_EQ(show(a).donor.record.mail, "");
    EXPECT_EQ(show(b).donor.record.phone, "0834220009");
    EXPECT_EQ(ledger.donation("B3").donor, a);
    EXPECT_EQ(found_by("annb@example.jp"), (Numbers{a.value, b.value})) << "both have donations with it";
    separate({"B3"}, b);
    EXPECT_EQ(found_by("annb@example.jp"), Numbers{b.value});
}

TEST_P(MergeDonors, GivesBackADonationThatWasCorrectedSince)
{
    merge(a, b);
    ledger.change_donation().edit({"B1", "電話で確認", {}, ledger.caller()}, {{"phone", "0834-22-0005"}});
    unmerge(b);
    EXPECT_EQ(ledger.donation("B1").donor, b);
    EXPECT_EQ(found_by("0834-22-0005"), Numbers{b.value});
}

TEST_P(MergeDonors, IsUndoneInTheOrderInWhichItWasBuilt)
{
    const auto before = everything();
    merge(b, c);
    merge(a, b);
    EXPECT_EQ(show(c).donor.record.donor, a);
    EXPECT_EQ(refusal_of([&] { unmerge(c); }), "unmerge.later_first");
    unmerge(b);
    EXPECT_EQ(ledger.donation("C1").donor, b);
    unmerge(c);
    EXPECT_EQ(everything(), before);
}

TEST_P(MergeDonors, RefusesWhatMakesNoSense)
{
    EXPECT_EQ(refusal_of([&] { merge(a, a); }), "merge.same_donor");
    EXPECT_EQ(refusal_of([&] { merge(a, {999}); }), "donor.unknown");
    EXPECT_EQ(refusal_of([&] { unmerge(b); }), "unmerge.not_merged");
    ledger.import(choice_csv({{.order = "K1", .donor_kind = "法人", .name = "見本商店", .kana = ""}}));
    EXPECT_EQ(refusal_of([&] { merge(a, ledger.donation("K1").donor); }), "merge.kinds_differ");
    EXPECT_EQ(refusal_of([&] {
        ledger.merge_donors().merge({.survivor = a, .merged = b, .reason = "", .caller = ledger.caller()});
    }),
        "reason.missing");
    EXPECT_EQ(refusal_of([&] {
        ledger.merge_donors().merge(
            {.survivor = a, .merged = b, .reason = "古い画面", .version = 3, .caller = ledger.caller()});
    }),
        "donor.changed_elsewhere");
    merge(a, b);
    EXPECT_EQ(refusal_of([&] { merge(c, b); }), "donor.merged");
    EXPECT_EQ(refusal_of([&] { edit(b, {{"remark", "統合後"}}); }), "donor.merged");
}

TEST_P(MergeDonors, WaitsForAnImportThatHasNotEnded)
{
    ledger.import_until_killed(choice_csv({row("D1", "d@example.jp", "岐山通3-3")}));
    EXPECT_EQ(refusal_of([&] { merge(a, b); }), "merge.import_open");
    ledger.import(choice_csv({row("D1", "d@example.jp", "岐山通3-3")}));
    EXPECT_EQ(refusal_of([&] { merge(a, b); }), "none");
}

TEST_P(MergeDonors, KeepsAProtectedAddressProtected)
{
    edit(b, {{"address_protected", "1"}});
    merge(a, b);
    EXPECT_TRUE(show(a).donor.record.address_protected);
    EXPECT_TRUE(ledger.list_donors()
                    .show(a, ledger.business_date, application::Disclosure::Guarded)
                    .donor.is_address_hidden);
    const auto separated = separate({"B2"});
    EXPECT_TRUE(show(separated.to).donor.record.address_protected)
        << "nobody knows yet which of the two it is";
    EXPECT_EQ(refusal_of([&] { separate({"B1"}, c); }), "separate.protected");
}

TEST_P(MergeDonors, TellsADonationApartThatWasMatchedByMistake)
{
    // Two sisters-in-law of one name at one address and telephone.
    ledger.import(
        choice_csv({{.order = "S1", .phone = "0834-22-0007"}, {.order = "S2", .phone = "0834-22-0007"}}));
    ASSERT_EQ(ledger.donation("S1").donor, ledger.donation("S2").donor);
    const auto before = show(ledger.donation("S1").donor).donations.size();
    const auto separated = separate({"S2"});
    EXPECT_TRUE(separated.is_new);
    EXPECT_EQ(ledger.donation("S2").donor, separated.to);
    EXPECT_EQ(show(separated.from).donations.size(), before - 1);
    EXPECT_EQ(pairs(PairState::Separate).size(), 1U) << "never proposed again";
    EXPECT_EQ(refusal_of([&] { separate({"S2"}); }), "separate.all_donations");
    EXPECT_EQ(refusal_of([&] { separate({"S2", "A1"}); }), "separate.several_donors");
    separate({"S2"}, separated.from);
    EXPECT_EQ(show(separated.from).donations.size(), before);
}

TEST_P(MergeDonors, KeepsWhyADonationWasGivenToADonor)
{
    ledger.store().read([&](application::Records& records) {
        EXPECT_FALSE(records.donor_matching.match_of(ledger.donation("B1").id)) << "it made its donor";
        const auto match = records.donor_matching.match_of(ledger.donation("B2").id);
        ASSERT_TRUE(match);
        EXPECT_TRUE(match->likeness.agrees(domain::MatchField::Mail));
        EXPECT_TRUE(match->likeness.agrees(domain::MatchField::Name));
        EXPECT_EQ(match->likeness.of(domain::MatchField::Phone), domain::Likeness::Unknown);
        EXPECT_GE(match->score, 9);
    });
}

/// Who may be one person, and what a clerk says.
class ReviewDonors : public MergeDonors {
protected:
    /// A daughter's name that cannot be read and has no reading, with the mail of the family.
    ReviewDonors()
    {
        const auto csv = choice_csv({{.order = "D1",
            .name = "〓南　太郎",
            .kana = "",
            .street = "岐山通1-1",
            .mail = "anna@example.jp"}});
        EXPECT_EQ(ledger.try_import(csv).donors_to_review, 1);
        EXPECT_EQ(ledger.import(csv).donors_to_review, 1);
        d = ledger.donation("D1").donor;
    }
    application::DonorPair decide(PairState state)
    {
        return ledger.merge_donors().decide(pairs().at(0).pair.id, state, "電話で確認", {}, ledger.caller());
    }
    DonorId d;
};

TEST_P(ReviewDonors, ListsBothSidesWithReasons)
{
    const auto open = pairs();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].pair.donor, a);
    EXPECT_EQ(open[0].pair.other, d);
    EXPECT_EQ(open[0].donation, ledger.donation("D1").number.text());
    EXPECT_EQ(open[0].donor.contact.name, "周南　太郎");
    EXPECT_EQ(open[0].other.contact.name, "〓南　太郎");
    EXPECT_TRUE(open[0].pair.likeness.agrees(domain::MatchField::Mail));
    EXPECT_EQ(open[0].pair.likeness.of(domain::MatchField::Name), domain::Likeness::Unknown);
    application::PairRequest request;
    request.search = "anna@example.jp";
    EXPECT_EQ(ledger.list_donor_pairs().list(request).total, 1);
    request.search = "hana@example.jp";
    EXPECT_EQ(ledger.list_donor_pairs().list(request).total, 0);
}

TEST_P(ReviewDonors, RemembersThatTheyAreTwo)
{
    decide(PairState::Separate);
    EXPECT_EQ(pairs().size(), 0U);
    EXPECT_EQ(ledger
                  .import(choice_csv({{.order = "D2",
                      .name = "〓南　太郎",
                      .kana = "",
                      .street = "岐山通1-1",
                      .mail = "anna@example.jp"}}))
                  .orders.added,
        1);
    for (const auto& open : pairs()) EXPECT_FALSE(open.pair.donor == a && open.pair.other == d);
    const auto pair = pairs(PairState::Separate).at(0).pair;
    EXPECT_EQ(refusal_of([&] {
        ledger.merge_donors().decide(pair.id, PairState::Open, "見直し", 1, ledger.caller());
    }),
        "pair.changed_meanwhile");
    ledger.merge_donors().decide(pair.id, PairState::Open, "見直し", pair.version, ledger.caller());
}

TEST_P(ReviewDonors, IsSettledByAMergeAndByItsEnd)
{
    merge(a, d);
    EXPECT_EQ(pairs().size(), 0U);
    EXPECT_EQ(pairs(PairState::Merged).size(), 1U);
    EXPECT_EQ(refusal_of([&] {
        ledger.merge_donors().decide(
            pairs(PairState::Merged)[0].pair.id, PairState::Open, "見直し", {}, ledger.caller());
    }),
        "pair.merged");
    unmerge(d);
    EXPECT_EQ(pairs(PairState::Separate).size(), 1U);
}

TEST_P(ReviewDonors, AreNoticedWhenSomebodyChangesThem)
{
    merge(a, b);
    ASSERT_EQ(ledger.findings(), Findings{});
    const auto noticed = [&](const std::string& sql) {
        tamper(sql);
        return ledger.findings().empty() ? std::string{} : ledger.findings().front();
    };
    ends_sound = false;
    EXPECT_EQ(
        noticed("UPDATE donor_candidates SET state = 'separate'").substr(0, 25), "verify.donor_pair_changed");
    tamper("UPDATE donor_candidates SET state = 'open'");
    EXPECT_EQ(noticed("UPDATE donor_merges SET taken = 'mail'").substr(0, 26), "verify.donor_merge_changed");
    tamper("UPDATE donor_merges SET taken = ''");
    EXPECT_EQ(ledger.findings(), Findings{});
    EXPECT_EQ(noticed("UPDATE donors SET merged_into = NULL"),
        "verify.donor_leads_elsewhere " + std::to_string(b.value));
}

RUN_ON_EVERY_ENGINE(MergeDonors);
RUN_ON_EVERY_ENGINE(ReviewDonors);

}  // namespace
}  // namespace furusato::tests
