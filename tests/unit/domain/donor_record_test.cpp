#include "furusato/domain/donor_record.hpp"

#include <gtest/gtest.h>

namespace furusato::domain {
namespace {

using Names = Timeline<PersonName>;

/// "2024-04-01～2024-04-30 A" of each span.
std::vector<std::string> texts_of(const Names& names)
{
    std::vector<std::string> texts;
    for (const auto& dated : names)
        texts.push_back(dated.valid_from.iso() + "～" + (dated.valid_to ? dated.valid_to->iso() : "") + " " +
                        dated.value.name);
    return texts;
}

using Texts = std::vector<std::string>;

TEST(Timeline, ANewValueEndsTheOneBefore)
{
    Names names;
    place(names, {{2024, 1, 1}, {}, {"A", ""}});
    place(names, {{2024, 5, 1}, {}, {"B", ""}});
    EXPECT_EQ(texts_of(names), (Texts{"2024-01-01～2024-04-30 A", "2024-05-01～ B"}));
    EXPECT_EQ(in_force(names, {2023, 12, 31}), nullptr);
    EXPECT_EQ(in_force(names, {2024, 4, 30})->value.name, "A");
    EXPECT_EQ(in_force(names, {2024, 5, 1})->value.name, "B");
}

TEST(Timeline, APassingValueGivesWayToWhatHeldBefore)
{
    Names names{{{2024, 1, 1}, {}, {"A", ""}}};
    place(names, {{2024, 7, 1}, Date{2024, 7, 31}, {"B", ""}});
    EXPECT_EQ(
        texts_of(names), (Texts{"2024-01-01～2024-06-30 A", "2024-07-01～2024-07-31 B", "2024-08-01～ A"}));
}

TEST(Timeline, AnEarlierValueHoldsUntilTheNextOneBegins)
{
    Names names{{{2024, 5, 1}, {}, {"B", ""}}, {{2025, 1, 1}, {}, {"C", ""}}};
    names.front().valid_to = Date{2024, 12, 31};
    place(names, {{2024, 1, 1}, {}, {"A", ""}});
    EXPECT_EQ(
        texts_of(names), (Texts{"2024-01-01～2024-04-30 A", "2024-05-01～2024-12-31 B", "2025-01-01～ C"}));
}

TEST(Timeline, TheSameDayIsACorrectionAndAPeriodCoversWhatLiesInIt)
{
    Names names{{{2024, 5, 1}, {}, {"B", ""}}};
    place(names, {{2024, 5, 1}, {}, {"C", ""}});
    EXPECT_EQ(texts_of(names), (Texts{"2024-05-01～ C"}));
    place(names, {{2024, 4, 1}, Date{2024, 6, 30}, {"D", ""}});
    EXPECT_EQ(texts_of(names), (Texts{"2024-04-01～2024-06-30 D", "2024-07-01～ C"}));
}

TEST(DonorRecord, WithoutARecordTheLastWordOfTheDonorCounts)
{
    const std::vector<StatedContact> stated{
        {{2024, 1, 1}, {"A", "", "", "", "光市", "", "", "0833", "", "", ""}},
        {{2024, 6, 1}, {"B", "", "", "", "下松市", "", "", "", "b@example.jp", "", ""}}};
    EXPECT_EQ(contact_on({}, stated, {2024, 5, 31}).city, "光市");
    EXPECT_EQ(contact_on({}, stated, {2024, 6, 1}).city, "下松市");
    EXPECT_EQ(contact_on({}, stated, {2023, 1, 1}).name, "A")
        << "before anything was told, what was told first";
    EXPECT_EQ(contact_on({}, stated, {2024, 6, 1}).phone, "0833") << "no later donation tells another one";
    EXPECT_EQ(contact_on({}, stated, {2024, 6, 1}).mail, "b@example.jp");
    EXPECT_EQ(contact_on({}, {}, {2024, 6, 1}), Contact{});
}

TEST(DonorRecord, WhatClerksRecordedCountsOnItsDays)
{
    DonorRecord record;
    record.phone = "0834";
    place(record.names, {{2024, 3, 1}, {}, {"新姓", "シンセイ"}});
    place(record.addresses_of(AddressKind::Registered),
        {{2024, 3, 1}, {}, {"", "7450001", "山口県", "周南市", "", ""}});
    place(record.addresses_of(AddressKind::Delivery), {{2024, 3, 1}, {}, {"別人", "", "", "光市", "", ""}});
    place(record.addresses_of(AddressKind::Delivery), {{2024, 4, 1}, {}, {}});
    const std::vector<StatedContact> stated{
        {{2024, 1, 1}, {"旧姓", "", "", "", "下松市", "", "", "", "", "", ""}}};
    EXPECT_EQ(contact_on(record, stated, {2024, 2, 29}).name, "旧姓");
    EXPECT_EQ(contact_on(record, stated, {2024, 2, 29}).city, "下松市");
    EXPECT_EQ(contact_on(record, stated, {2024, 3, 1}).name, "新姓");
    EXPECT_EQ(contact_on(record, stated, {2024, 3, 1}).city, "周南市");
    EXPECT_EQ(contact_on(record, stated, {2024, 3, 1}).phone, "0834");
    EXPECT_EQ(other_address_on(record, AddressKind::Delivery, {2024, 2, 29}), std::nullopt);
    EXPECT_EQ(other_address_on(record, AddressKind::Delivery, {2024, 3, 31})->addressee, "別人");
    EXPECT_EQ(other_address_on(record, AddressKind::Delivery, {2024, 4, 1}), std::nullopt)
        << "none any longer";
    EXPECT_EQ(other_address_on(record, AddressKind::Documents, {2024, 3, 31}), std::nullopt);
}

}  // namespace
}  // namespace furusato::domain
