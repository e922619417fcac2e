#include "furusato/application/donations.hpp"

#include <algorithm>

#include "contract/engine.hpp"
#include "contract/expect_same.hpp"
#include "furusato/application/catalogue.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::DuplicateKey;
using application::Durability;
using application::Records;
using application::StorageError;
using domain::Donation;
using domain::Yen;

/// No member has its default value.
Donation a_full_donation()
{
    Donation donation = a_donation(100'000'000);
    donation.order = {"rakuten", "123456-20231210-0000000001"};
    donation.donor_kind = domain::DonorKind::Corporation;
    donation.contact = an_unusual_contact();
    donation.state = domain::DonationState::Refunded;
    donation.points = Yen{99'999'999};
    donation.applied_on = {2023, 12, 9};
    donation.ended_on = domain::Date{2024, 1, 4};
    donation.payment_method = domain::PaymentMethod::ConvenienceStore;
    donation.payment_written = "セブン‐イレブン";
    donation.one_stop_requested = donation.name_publication = donation.name_damaged = true;
    donation.remark = "一行目\n二行目\r\n\t\"'%_!\\ 〓";
    donation.purposes = {
        {"1", "市長におまかせ", Yen{60'000'000}, "01", 7}, {"", "誰も知らない使い道", Yen{40'000'000}}};
    donation.gifts = {a_gift_line("SN001", 60'000'000), a_gift_line("", 40'000'000)};
    donation.gifts[0].portal_line = "1-1";
    donation.gifts[0].quantity = 999;
    donation.gifts[0].shipping_state = "shipped";
    donation.gifts[0].recipient = a_longest_contact();
    donation.gifts[0].gift_version = 12;
    donation.gifts[0].file_line = 18;
    donation.file_row = 16;
    donation.file_line = 17;
    donation.content_hash = INT64_MIN;
    donation.version = 3;
    return donation;
}

class DonationRepository : public OnEveryEngine {
protected:
    /// The masters that the full donation points to.
    void enter_masters()
    {
        const auto operation = ledger.an_operation();
        domain::Gift gift;
        gift.id = {1};
        gift.code = "SN001";
        ledger.store().write(Durability::Confirmed, [&](Records& records) {
            records.catalogue.add_gift_version(gift, 12, true, operation);
            records.catalogue.add_purpose(1, {7, "1", "市長におまかせ", "", {2003, 4, 21}, {}}, operation);
        });
    }
    std::optional<Donation> stored(domain::DonationId id)
    {
        std::optional<Donation> found;
        ledger.store().read([&](Records& records) { found = records.donations.find(id); });
        return found;
    }
};

TEST_P(DonationRepository, KeepsEveryField)
{
    enter_masters();
    const Donation entered = ledger.enter(a_full_donation());
    const auto found = stored(entered.id);
    ASSERT_TRUE(found);
    expect_same(*found, entered);
}

TEST_P(DonationRepository, KeepsWhereThePapersGo)
{
    Donation donation = a_donation();
    donation.documents_contact = an_unusual_contact();
    const Donation entered = ledger.enter(donation);
    EXPECT_EQ(stored(entered.id)->documents_contact_id, entered.documents_contact_id);
    EXPECT_EQ(stored(entered.id)->documents_contact, entered.documents_contact);
}

TEST_P(DonationRepository, KeepsWhatIsNotKnownAsNotKnown)
{
    Donation donation = a_donation();
    donation.state = domain::DonationState::AwaitingPayment;
    donation.paid_on = donation.received_on = std::nullopt;
    donation.received_rule = "";
    donation.purposes.clear();
    donation.gifts.clear();
    const Donation entered = ledger.enter(donation);
    const auto found = stored(entered.id);
    expect_same(*found, entered);
    EXPECT_EQ(found->paid_on, std::nullopt);
    EXPECT_EQ(found->received_on, std::nullopt);
    EXPECT_EQ(found->ended_on, std::nullopt);
    EXPECT_EQ(found->documents_contact_id.value, 0);
    EXPECT_EQ(found->job.value, 0);
}

TEST_P(DonationRepository, KeepsTextsAsLongAsTheirColumns)
{
    Donation donation = a_donation();
    donation.order.order_number = repeated("番", 200);
    donation.contact = a_longest_contact();
    donation.payment_written = repeated("𠮷", 200);
    donation.remark = repeated("𠮷", 2000);
    donation.purposes = {{"", repeated("𠮷", 200), donation.amount, repeated("9", 200)}};
    donation.gifts = {a_gift_line(repeated("品", 200), 10'000)};
    donation.gifts[0].gift_name = repeated("𠮷", 300);
    donation.gifts[0].portal_line = repeated("枝", 200);
    const Donation entered = ledger.enter(donation);
    expect_same(*stored(entered.id), entered);
}

TEST_P(DonationRepository, KnowsTextsApartThatOnlyLookAlike)
{
    for (const char* order : {"はハ", "ハハ", "ﾊﾊ", "AB", "ab", "塚", "\uFA10", "葛", "葛\U000E0100"}) {
        Donation donation = a_donation();
        donation.order.order_number = order;
        ASSERT_NO_THROW(ledger.enter(donation)) << order;
    }
    std::vector<application::KnownDonation> known;
    ledger.store().read([&](Records& records) {
        known = records.donations.find_known("choice", {"ab", "塚", "none"});
    });
    EXPECT_EQ(known.size(), 2U);
}

TEST_P(DonationRepository, FindsKnownOrdersOfOnePortalOnly)
{
    Donation donation = a_donation();
    donation.order = {"choice", "C1"};
    donation.content_hash = -42;
    const Donation entered = ledger.enter(donation);
    donation.order = {"generic", "C1"};
    ledger.enter(donation);
    std::vector<application::KnownDonation> known;
    ledger.store().read([&](Records& records) {
        known = records.donations.find_known("choice", {"C1", "C2"});
        EXPECT_TRUE(records.donations.find_known("choice", {}).empty());
        EXPECT_TRUE(records.donations.find_known("ana", {"C1"}).empty());
    });
    ASSERT_EQ(known.size(), 1U);
    EXPECT_EQ(known[0].id, entered.id);
    EXPECT_EQ(known[0].order_number, "C1");
    EXPECT_EQ(known[0].content_hash, -42);
    EXPECT_EQ(known[0].donor, entered.donor);
    EXPECT_EQ(known[0].created_by, entered.created_by);
    EXPECT_EQ(known[0].changed_by, entered.changed_by);
}

TEST_P(DonationRepository, FindsEachOfManyOrdersOnce)
{
    std::vector<std::string> orders;
    for (int i = 0; i < 250; ++i) {
        Donation donation = a_donation();
        donation.order.order_number = "C" + std::to_string(i);
        orders.push_back(ledger.enter(donation).order.order_number);
    }
    ledger.store().read(
        [&](Records& records) { EXPECT_EQ(records.donations.find_known("choice", orders).size(), 250U); });
}

TEST_P(DonationRepository, GivesManyDonationsInOrderOfTheirIdsWhateverTheOrderAskedFor)
{
    std::vector<domain::DonationId> ids;
    for (int i = 0; i < 250; ++i) ids.insert(ids.begin(), ledger.enter(a_donation(1'000 + i)).id);
    std::vector<Donation> found;
    ledger.store().read([&](Records& records) { found = records.donations.find_all(ids); });
    std::vector<domain::DonationId> found_ids;
    for (const Donation& donation : found) {
        found_ids.push_back(donation.id);
        EXPECT_EQ(donation.gifts.size(), 1U);
        EXPECT_EQ(donation.purposes.size(), 1U);
    }
    std::reverse(ids.begin(), ids.end());
    EXPECT_EQ(found_ids, ids);
}

TEST_P(DonationRepository, ReplacesEveryFieldAndAllParts)
{
    Donation first = a_donation();
    first.gifts = {a_gift_line("SN001", 4'000), a_gift_line("SN002", 3'000), a_gift_line("SN003", 3'000)};
    enter_masters();
    first = ledger.enter(first);
    const Donation other = ledger.enter(a_full_donation());
    Donation after = other;
    after.id = first.id;
    after.number = first.number;
    after.order = {"ana", "A1"};
    for (auto& line : after.gifts) line.id = {ledger.store().draw_ids("gift_line", 1)};
    ledger.store().write(Durability::Confirmed, [&](Records& records) { records.donations.replace(after); });
    expect_same(*stored(first.id), after);
    expect_same(*stored(other.id), other);
}

TEST_P(DonationRepository, RefusesAnOrderOfAPortalTwice)
{
    Donation donation = a_donation();
    donation.order.order_number = "C1";
    ledger.enter(donation);
    EXPECT_THROW(ledger.enter(donation), DuplicateKey);
}

TEST_P(DonationRepository, RefusesADonationNumberTwiceAndStoresNothingOfTheBatch)
{
    const Donation first = ledger.enter(a_donation());
    Donation second = first;
    second.id.value += 100;
    second.order.order_number = "C2";
    Donation third = second;
    third.id.value += 1;
    third.order.order_number = "C3";
    third.number.running += 50;
    second.gifts.clear();
    third.gifts.clear();
    EXPECT_THROW(ledger.store().write(Durability::Confirmed,
                     [&](Records& records) {
                         records.donations.add({third, second});
                     }),
        DuplicateKey);
    EXPECT_FALSE(stored(third.id));
    EXPECT_FALSE(stored(second.id));
}

TEST_P(DonationRepository, RefusesADonationOfNobodyAsAFailureThatIsNoDuplicate)
{
    Donation donation = ledger.enter(a_donation());
    donation.id.value += 100;
    donation.number.running += 100;
    donation.order.order_number = "C2";
    donation.donor.value += 100;
    donation.gifts.clear();
    try {
        ledger.store().write(
            Durability::Confirmed, [&](Records& records) { records.donations.add({donation}); });
        FAIL() << "stored a donation of nobody";
    } catch (const DuplicateKey&) {
        FAIL() << "took a missing donor for a duplicate";
    } catch (const StorageError& failure) {
        EXPECT_EQ(failure.code(), "database.failed");
    }
    EXPECT_FALSE(stored(donation.id));
}

TEST_P(DonationRepository, IsEmptyUntilTheFirstDonation)
{
    ledger.store().read([](Records& records) { EXPECT_TRUE(records.donations.is_empty()); });
    ledger.enter(a_donation(), OperationEnd::Open);
    ledger.store().read([](Records& records) { EXPECT_FALSE(records.donations.is_empty()); });
}

RUN_ON_EVERY_ENGINE(DonationRepository);

}  // namespace
}  // namespace furusato::tests
