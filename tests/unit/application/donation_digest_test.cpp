#include "application/donation_digest.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "support/ports.hpp"
#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::changes_between;
using application::FieldChange;
using application::RevenueEntry;
using domain::Donation;
using domain::Yen;

using Change = std::function<void(Donation&)>;

/// Changes that a person may see, each alone.
std::vector<Change> visible_changes()
{
    return {[](Donation& d) { d.state = domain::DonationState::Refunded; },
        [](Donation& d) { d.amount = Yen{1}; }, [](Donation& d) { d.points = Yen{1}; },
        [](Donation& d) {
            d.applied_on = {2020, 1, 1};
        },
        [](Donation& d) { d.paid_on.reset(); }, [](Donation& d) { d.received_on.reset(); },
        [](Donation& d) { d.received_rule = "x"; },
        [](Donation& d) {
            d.ended_on = domain::Date{2024, 1, 1};
        },
        [](Donation& d) { d.payment_method = domain::PaymentMethod::Other; },
        [](Donation& d) { d.payment_written = "x"; },
        [](Donation& d) { d.donor_kind = domain::DonorKind::Group; },
        [](Donation& d) { d.one_stop_requested = true; }, [](Donation& d) { d.name_publication = true; },
        [](Donation& d) { d.name_damaged = true; }, [](Donation& d) { d.remark = "x"; },
        [](Donation& d) { d.contact.name = "x"; }, [](Donation& d) { d.contact.kana = "x"; },
        [](Donation& d) { d.contact.postal_code = "x"; }, [](Donation& d) { d.contact.prefecture = "x"; },
        [](Donation& d) { d.contact.city = "x"; }, [](Donation& d) { d.contact.street = "x"; },
        [](Donation& d) { d.contact.building = "x"; }, [](Donation& d) { d.contact.phone = "x"; },
        [](Donation& d) { d.contact.mail = "x"; }, [](Donation& d) { d.contact.birth_date = "x"; },
        [](Donation& d) { d.contact.sex = "x"; }, [](Donation& d) { d.purposes[0].code = "x"; },
        [](Donation& d) { d.purposes[0].written = "x"; },
        [](Donation& d) { d.purposes[0].written_code = "x"; },
        [](Donation& d) { d.purposes[0].amount = Yen{1}; }, [](Donation& d) { d.gifts[0].line_number = 2; },
        [](Donation& d) { d.gifts[0].portal_line = "x"; }, [](Donation& d) { d.gifts[0].gift_code = "x"; },
        [](Donation& d) { d.gifts[0].gift_name = "x"; }, [](Donation& d) { d.gifts[0].quantity = 2; },
        [](Donation& d) { d.gifts[0].amount = Yen{1}; }, [](Donation& d) { d.gifts[0].shipping_state = "x"; },
        [](Donation& d) { d.gifts[0].recipient = a_contact(); }, [](Donation& d) { d.gifts.clear(); }};
}

TEST(DonationDigest, CoversEverythingThatTheLedgerHolds)
{
    const auto digests = make_fixed_digests();
    auto changes = visible_changes();
    changes.push_back([](Donation& d) { d.id = {5}; });
    changes.push_back([](Donation& d) { d.number.running = 5; });
    changes.push_back([](Donation& d) { d.order.portal = "x"; });
    changes.push_back([](Donation& d) { d.order.order_number = "x"; });
    changes.push_back([](Donation& d) { d.donor = {5}; });
    changes.push_back([](Donation& d) { d.version = 5; });
    changes.push_back([](Donation& d) { d.content_hash = 5; });
    changes.push_back([](Donation& d) { d.contact_id = {5}; });
    changes.push_back([](Donation& d) { d.documents_contact_id = {5}; });
    changes.push_back([](Donation& d) { d.documents_contact = a_contact(); });
    changes.push_back([](Donation& d) { d.job = {5}; });
    changes.push_back([](Donation& d) { d.file_row = 5; });
    changes.push_back([](Donation& d) { d.file_line = 5; });
    changes.push_back([](Donation& d) { d.created_by = {5}; });
    changes.push_back([](Donation& d) { d.changed_by = {5}; });
    changes.push_back([](Donation& d) { d.purposes[0].version = 5; });
    changes.push_back([](Donation& d) { d.gifts[0].id = {5}; });
    changes.push_back([](Donation& d) { d.gifts[0].gift_version = 5; });
    changes.push_back([](Donation& d) { d.gifts[0].recipient_id = {5}; });
    changes.push_back([](Donation& d) { d.gifts[0].file_line = 5; });
    const std::string digest = digest_of(*digests, a_donation(), {});
    for (std::size_t i = 0; i < changes.size(); ++i) {
        Donation changed = a_donation();
        changes[i](changed);
        EXPECT_NE(digest_of(*digests, changed, {}), digest) << "change " << i;
    }
    EXPECT_EQ(digest_of(*digests, a_donation(), {}), digest);
}

TEST(DonationDigest, CoversTheRevenueEntries)
{
    const auto digests = make_fixed_digests();
    const Donation donation = a_donation();
    const RevenueEntry entry{1, donation.id, "received", "received", {2023, 12, 10}, Yen{10'000}, 1, {1}};
    const std::string digest = digest_of(*digests, donation, {entry});
    EXPECT_NE(digest_of(*digests, donation, {}), digest);
    EXPECT_NE(digest_of(*digests, donation, {entry, entry}), digest);
    const std::vector<std::function<void(RevenueEntry&)>> changes{[](RevenueEntry& e) { e.id = 5; },
        [](RevenueEntry& e) { e.operation = {5}; }, [](RevenueEntry& e) { e.basis = "x"; },
        [](RevenueEntry& e) { e.kind = "x"; },
        [](RevenueEntry& e) {
            e.entered_on = {2023, 12, 11};
        },
        [](RevenueEntry& e) { e.amount = Yen{1}; }, [](RevenueEntry& e) { e.donations = 0; }};
    for (const auto& change : changes) {
        RevenueEntry changed = entry;
        change(changed);
        EXPECT_NE(digest_of(*digests, donation, {changed}), digest);
    }
}

TEST(DonationDigest, IsKeyed)
{
    const auto digests = make_fixed_digests();
    EXPECT_NE(digest_of(*digests, a_donation(), {}), digests->sha256_hex(""));
    EXPECT_EQ(digest_of(*digests, a_donation(), {}).size(), 64U);
}

TEST(ChangesBetween, NameEachFieldThatChanged)
{
    for (const auto& change : visible_changes()) {
        Donation after = a_donation();
        change(after);
        const auto changes = changes_between(a_donation(), after);
        ASSERT_EQ(changes.size(), 1U);
        EXPECT_FALSE(changes[0].field.empty());
        EXPECT_NE(changes[0].old_value, changes[0].new_value);
    }
}

TEST(ChangesBetween, KeepOldAndNewValue)
{
    Donation after = a_donation();
    after.remark = "後";
    after.paid_on.reset();
    const auto changes = changes_between(a_donation(), after);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].field, "paid_on");
    EXPECT_EQ(changes[0].old_value, "2023-12-10");
    EXPECT_EQ(changes[0].new_value, "");
    EXPECT_EQ(changes[1].field, "remark");
    EXPECT_EQ(changes[1].new_value, "後");
}

TEST(ChangesBetween, AreNoneWhenOnlyOurOwnMarksChanged)
{
    Donation after = a_donation();
    after.version = 2;
    after.content_hash = 7;
    after.changed_by = {9};
    EXPECT_TRUE(changes_between(a_donation(), after).empty());
}

TEST(RecordText, TellsNeighbouringFieldsApart)
{
    domain::Contact one = a_contact(), other = a_contact();
    one.city = "周南市徳";
    one.street = "山";
    other.city = "周南市";
    other.street = "徳山";
    EXPECT_NE(application::record_text(one), application::record_text(other));
}

}  // namespace
}  // namespace furusato::tests
