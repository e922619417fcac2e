#include "portal_import/order_counts.hpp"

#include <gtest/gtest.h>

#include "portal_import/order_number.hpp"

namespace furusato::portal_import {
namespace {

TEST(OrderCounts, SaysWhenTheLastRecordOfAnOrderWasTaken)
{
    OrderCounts counts;
    counts.add(7);
    counts.add(7);
    counts.add(0);
    EXPECT_EQ(counts.largest(), 2U);
    EXPECT_EQ(counts.take_one(7), 1U);
    EXPECT_EQ(counts.take_one(7), 0U);
    EXPECT_EQ(counts.take_one(0), 0U);
    EXPECT_EQ(counts.take_one(99), 0U);
}

TEST(OrderCounts, KeepsItsCountsWhileItGrows)
{
    OrderCounts counts;
    for (std::uint64_t order = 0; order < 5000; ++order) {
        for (std::uint64_t record = 0; record <= order % 3; ++record) counts.add(order * 1024);
    }
    for (std::uint64_t order = 0; order < 5000; ++order) EXPECT_EQ(counts.take_one(order * 1024), order % 3);
}

TEST(OrderNumber, IsTakenWithoutBlanksInEitherEncoding)
{
    EXPECT_EQ(order_number_bytes(" A1\t"), "A1");
    EXPECT_EQ(order_number_bytes("\x81\x40"
                                 "A1\x81\x40"),
        "A1");
    EXPECT_EQ(order_number_bytes("　A1　 "), "A1");
}

TEST(OrderNumber, OfASpreadsheetThatLostDigitsIsNone)
{
    for (const char* damaged : {"3.89493E+11", "4809357.0", "2E+10", "1.5e-3", "########"}) {
        EXPECT_EQ(order_number_fault(damaged), "order_number.damaged") << damaged;
    }
    for (const char* number :
        {"20250000003", "C202500000001", "352152-20250101-0000100000", "12E34", "1.2.3", "A1#2"}) {
        EXPECT_EQ(order_number_fault(number), std::nullopt) << number;
    }
    EXPECT_EQ(order_number_fault(""), "order_number.missing");
    EXPECT_EQ(order_number_fault(std::string(201, '1')), "cell.too_long");
}

}  // namespace
}  // namespace furusato::portal_import
