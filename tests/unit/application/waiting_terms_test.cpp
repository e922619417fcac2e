#include "application/waiting_terms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace furusato::application {
namespace {

/// The slices in which they are given, each with a bar behind it.
std::string drained(WaitingTerms& terms, std::size_t most)
{
    std::string text;
    terms.drain(most, [&](const std::vector<DonorTerm>& slice) {
        for (const auto& [donor, term] : slice)
            text += term.kind + ":" + term.text + ":" + std::to_string(donor.value) + " ";
        text += "| ";
    });
    return text;
}

TEST(WaitingTerms, AreGivenByKindThenByWordThenByDonor)
{
    WaitingTerms terms;
    terms.add({3}, {"phone", "0901"});
    terms.add({2}, {"name", "山田花子"});
    terms.add({1}, {"phone", "0901"});
    terms.add({9}, {"name", "山田"});
    terms.add({1}, {"mail", "a@example.com"});
    EXPECT_EQ(drained(terms, 2),
        "mail:a@example.com:1 name:山田:9 | name:山田花子:2 phone:0901:1 | phone:0901:3 | ");
}

TEST(WaitingTerms, AreGoneWhenTheyWereWritten)
{
    WaitingTerms terms;
    EXPECT_TRUE(terms.is_empty());
    terms.add({1}, {"name", "山田"});
    EXPECT_FALSE(terms.is_empty());
    EXPECT_EQ(drained(terms, 9), "name:山田:1 | ");
    EXPECT_TRUE(terms.is_empty());
    terms.add({2}, {"name", "鈴木"});
    EXPECT_EQ(drained(terms, 9), "name:鈴木:2 | ");
    EXPECT_EQ(drained(terms, 9), "");
}

TEST(WaitingTerms, ComeInOrderHoweverManyTheyAre)
{
    // More than are kept loose, in another order than that of the words, with long and with equal beginnings.
    constexpr std::int64_t kTerms = 450'000;
    WaitingTerms terms;
    for (std::int64_t i = 0; i < kTerms; ++i) {
        const std::int64_t word = i * 7'919 % 90'001;
        terms.add({kTerms - i},
            {i % 3 == 0 ? "phone" : "name", std::string(i % 2 == 0 ? 200 : 0, 'x') + std::to_string(word)});
    }
    const std::size_t bytes = terms.bytes();
    std::vector<std::tuple<std::string, std::string, std::int64_t>> given;
    terms.drain(1'000, [&](const std::vector<DonorTerm>& slice) {
        EXPECT_LE(slice.size(), 1'000U);
        for (const auto& [donor, term] : slice) given.emplace_back(term.kind, term.text, donor.value);
    });
    EXPECT_EQ(given.size(), static_cast<std::size_t>(kTerms));
    EXPECT_TRUE(std::is_sorted(given.begin(), given.end()));
    std::set<std::int64_t> donors;
    for (const auto& term : given) donors.insert(std::get<2>(term));
    EXPECT_EQ(donors.size(), static_cast<std::size_t>(kTerms));
    EXPECT_LT(bytes, static_cast<std::size_t>(kTerms) * 30);
}

}  // namespace
}  // namespace furusato::application
