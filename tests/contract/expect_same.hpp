#pragma once

#include <gtest/gtest.h>

#include "furusato/domain/donation.hpp"
#include "support/printing.hpp"

namespace furusato::tests {

/// Everything that is stored, field by field, so that a difference names itself.
inline void expect_same(const domain::Donation& stored, const domain::Donation& entered)
{
    EXPECT_EQ(stored.id, entered.id);
    EXPECT_EQ(stored.number, entered.number);
    EXPECT_EQ(stored.order, entered.order);
    EXPECT_EQ(stored.donor, entered.donor);
    EXPECT_EQ(stored.donor_kind, entered.donor_kind);
    EXPECT_EQ(stored.contact, entered.contact);
    EXPECT_EQ(stored.contact_id, entered.contact_id);
    EXPECT_EQ(stored.documents_contact_id, entered.documents_contact_id);
    EXPECT_EQ(stored.state, entered.state);
    EXPECT_EQ(stored.amount, entered.amount);
    EXPECT_EQ(stored.points, entered.points);
    EXPECT_EQ(stored.applied_on, entered.applied_on);
    EXPECT_EQ(stored.paid_on, entered.paid_on);
    EXPECT_EQ(stored.received_on, entered.received_on);
    EXPECT_EQ(stored.received_rule, entered.received_rule);
    EXPECT_EQ(stored.ended_on, entered.ended_on);
    EXPECT_EQ(stored.payment_method, entered.payment_method);
    EXPECT_EQ(stored.payment_written, entered.payment_written);
    EXPECT_EQ(stored.one_stop_requested, entered.one_stop_requested);
    EXPECT_EQ(stored.name_publication, entered.name_publication);
    EXPECT_EQ(stored.name_damaged, entered.name_damaged);
    EXPECT_EQ(stored.remark, entered.remark);
    EXPECT_EQ(stored.purposes, entered.purposes);
    EXPECT_EQ(stored.job, entered.job);
    EXPECT_EQ(stored.file_row, entered.file_row);
    EXPECT_EQ(stored.file_line, entered.file_line);
    EXPECT_EQ(stored.content_hash, entered.content_hash);
    EXPECT_EQ(stored.version, entered.version);
    EXPECT_EQ(stored.created_by, entered.created_by);
    EXPECT_EQ(stored.changed_by, entered.changed_by);
    ASSERT_EQ(stored.gifts.size(), entered.gifts.size());
    for (std::size_t i = 0; i < stored.gifts.size(); ++i) {
        const auto& line = stored.gifts[i];
        const auto& other = entered.gifts[i];
        EXPECT_EQ(line.id, other.id);
        EXPECT_EQ(line.line_number, other.line_number);
        EXPECT_EQ(line.portal_line, other.portal_line);
        EXPECT_EQ(line.gift_code, other.gift_code);
        EXPECT_EQ(line.gift_name, other.gift_name);
        EXPECT_EQ(line.quantity, other.quantity);
        EXPECT_EQ(line.amount, other.amount);
        EXPECT_EQ(line.shipping_state, other.shipping_state);
        EXPECT_EQ(line.recipient, other.recipient);
        EXPECT_EQ(line.recipient_id, other.recipient_id);
        EXPECT_EQ(line.gift_version, other.gift_version);
        EXPECT_EQ(line.file_line, other.file_line);
    }
}

}  // namespace furusato::tests
