#include "furusato/portal_import/individual_number_in_text.hpp"

#include <gtest/gtest.h>

namespace furusato::portal_import {
namespace {

TEST(IndividualNumberInText, IsFoundInASentence)
{
    for (const char* text : {"123456789018", "１２３４５６７８９０１８", "1234-5678-9018", "1234 5678 9018",
             "個人番号は1234－5678－9018です", "番号１２３４　５６７８　９０１８。",
             "電話2024-02-29 123456789018", "123456-789018", "1 2 3 4 5 6 7 8 9 0 1 8",
             "改行\n123456789018\n済み", "0834-22-0001 1234-5678-9018"})
        EXPECT_TRUE(holds_individual_number(text)) << text;
}

TEST(IndividualNumberInText, IsNotSeenInOtherNumbers)
{
    for (const char* text : {"", "備考", "123456789019", "1234567890180", "0123456789018", "1234-5678-9019",
             "1234-5678-9018-0000", "0000 1234 5678 9018", "A-123456789018-1", "伝票1234/5678/9018",
             "1234--5678-9018番", "2024-02-29 12345 6789018", "12345678 9018円"})
        EXPECT_FALSE(holds_individual_number(text)) << text;
}

}  // namespace
}  // namespace furusato::portal_import
