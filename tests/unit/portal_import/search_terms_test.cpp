#include "furusato/portal_import/search_terms.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace furusato::portal_import {
namespace {

using domain::Contact;
using domain::SearchTerm;
using Terms = std::vector<SearchTerm>;

const NameFolds& folds()
{
    static const NameFolds kFolds{{{"髙", "高"}}};
    return kFolds;
}

/// Whether the contact is found by what was typed.
bool finds(const std::string& typed, const Contact& contact)
{
    const Terms terms = search_terms(contact, folds());
    const Terms starts = terms_of_word(typed, folds());
    return std::any_of(starts.begin(), starts.end(), [&](const SearchTerm& start) {
        return std::any_of(terms.begin(), terms.end(), [&](const SearchTerm& term) {
            return term.kind == start.kind && term.text.rfind(start.text, 0) == 0;
        });
    });
}

Contact a_person()
{
    Contact contact;
    contact.name = "髙橋　太郎";
    contact.kana = "タカハシ　タロウ";
    contact.phone = "09012340912";
    contact.mail = "Taro@Example.jp";
    contact.postal_code = "7450045";
    return contact;
}

TEST(SearchTerms, FindAPersonByEveryWritingOfTheName)
{
    for (const char* typed : {"髙橋", "高橋", "たかはし", "ﾀｶﾊｼ", "タカハシ", "高橋太郎", "高橋 太郎", "太郎",
             "たろう", "高", " 髙橋　"})
        EXPECT_TRUE(finds(typed, a_person())) << typed;
    for (const char* typed : {"橋", "郎", "高村", "花子", "", "　"})
        EXPECT_FALSE(finds(typed, a_person())) << typed;
}

TEST(SearchTerms, FindAPhoneNumberByItsBeginningAndItsEnd)
{
    for (const char* typed : {"0912", "０９１２", "090-1234", "09012340912", "40912", "(090) 1234"})
        EXPECT_TRUE(finds(typed, a_person())) << typed;
    for (const char* typed : {"912", "1234", "0913"}) EXPECT_FALSE(finds(typed, a_person())) << typed;
}

TEST(SearchTerms, FindMailAddressAndPostalCode)
{
    for (const char* typed : {"taro@example.jp", "TARO", "745-0045", "７４５００４５", "7450"})
        EXPECT_TRUE(finds(typed, a_person())) << typed;
}

TEST(SearchTerms, LeaveOutWhatAContactDoesNotHaveAndStayShort)
{
    Contact contact;
    EXPECT_TRUE(search_terms(contact, folds()).empty());
    contact.name = std::string(5'000, 'A');
    const Terms terms = search_terms(contact, folds());
    ASSERT_EQ(terms.size(), 1U);
    EXPECT_EQ(terms[0].text.size(), 60U);
    EXPECT_TRUE(finds(contact.name, contact));
}

TEST(SearchTerms, OfABodyOverlookItsLegalForm)
{
    Contact contact;
    contact.name = "株式会社周南フーズ";
    for (const char* typed : {"周南フーズ", "株式会社周南", "㈱周南フーズ"})
        EXPECT_TRUE(finds(typed, contact)) << typed;
}

}  // namespace
}  // namespace furusato::portal_import
