#include "application/waiting_terms.hpp"

#include <gtest/gtest.h>

namespace furusato::application {
namespace {

std::string text_of(const std::vector<DonorTerm>& terms)
{
    std::string text;
    for (const auto& [donor, term] : terms)
        text += term.kind + ":" + term.text + ":" + std::to_string(donor.value) + " ";
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
    terms.sort();
    EXPECT_EQ(text_of(terms.slice(0, 9)),
        "mail:a@example.com:1 name:山田:9 name:山田花子:2 phone:0901:1 phone:0901:3 ");
    EXPECT_EQ(text_of(terms.slice(3, 1)), "phone:0901:1 ");
    EXPECT_EQ(text_of(terms.slice(5, 4)), "");
}

TEST(WaitingTerms, AreGoneWhenTheyWereWritten)
{
    WaitingTerms terms;
    terms.add({1}, {"name", "山田"});
    terms.clear();
    terms.add({2}, {"name", "鈴木"});
    terms.sort();
    EXPECT_EQ(text_of(terms.slice(0, 9)), "name:鈴木:2 ");
    EXPECT_EQ(terms.size(), 1U);
}

}  // namespace
}  // namespace furusato::application
