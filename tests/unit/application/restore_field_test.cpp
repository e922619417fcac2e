#include "application/restore_field.hpp"

#include <gtest/gtest.h>

#include "support/sample_donations.hpp"

namespace furusato::tests {
namespace {

using application::restore_field;
using application::stored_text;
using domain::Donation;

domain::GiftLine a_line(int number, const std::string& code, const std::string& name)
{
    domain::GiftLine line;
    line.id = {number + 10};
    line.line_number = number;
    line.portal_line = std::to_string(number);
    line.gift_code = code;
    line.gift_name = name;
    line.quantity = number;
    line.amount = domain::Yen{5'000 * number};
    line.gift_version = 7;
    line.file_line = 40 + number;
    return line;
}

TEST(RestoreField, BringsGiftLinesBackWithTheirRecipients)
{
    Donation donation;
    donation.gifts = {a_line(1, "SN001", "周南の地酒"), a_line(2, "SN002", "二行の\n名前")};
    donation.gifts[1].recipient = domain::Contact{};
    donation.gifts[1].recipient->name = "徳山　春子";
    donation.gifts[1].recipient->street = "岐山通1丁目";
    donation.gifts[1].recipient_id = {5};
    const Donation was = donation;
    donation.gifts = {a_line(1, "SN001", "周南の地酒")};
    donation.gifts[0].shipping_state = "cancelled";
    ASSERT_TRUE(restore_field(donation, "gifts", stored_text(was, "gifts")));
    EXPECT_EQ(stored_text(donation, "gifts"), stored_text(was, "gifts"));
    ASSERT_EQ(donation.gifts.size(), 2U);
    EXPECT_EQ(donation.gifts[0].id, was.gifts[0].id) << "the row that is there still";
    EXPECT_EQ(donation.gifts[0].gift_version, 7);
    EXPECT_EQ(donation.gifts[1].id.value, 0) << "a row that is gone comes back as a new one";
    EXPECT_EQ(donation.gifts[1].recipient, was.gifts[1].recipient);
}

TEST(RestoreField, BringsNoGiftsAndNoFormerRecordBackToo)
{
    Donation donation;
    donation.gifts = {a_line(1, "SN001", "周南の地酒")};
    donation.former = domain::FormerRecord{"9", "旧1", domain::Date{2023, 1, 5}, std::nullopt};
    const std::string former = stored_text(donation, "former");
    ASSERT_TRUE(restore_field(donation, "gifts", ""));
    EXPECT_TRUE(donation.gifts.empty());
    ASSERT_TRUE(restore_field(donation, "former", ""));
    EXPECT_FALSE(donation.former);
    ASSERT_TRUE(restore_field(donation, "former", former));
    EXPECT_EQ(donation.former->receipt_number, "旧1");
}

TEST(RestoreField, RefusesATextThatHistoryNeverWrote)
{
    Donation donation;
    EXPECT_FALSE(restore_field(donation, "gifts", "1"));
    EXPECT_FALSE(restore_field(donation, "gifts",
        "1\x1f\x1fSN\x1f\x1fx\x1f"
        "5\x1fordered\x1f\n"));
    EXPECT_FALSE(restore_field(donation, "former", "a"));
}

}  // namespace
}  // namespace furusato::tests
