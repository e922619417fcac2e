#include <array>
#include <cstdio>
#include <sstream>
#include <vector>

#include "unit/documents/sample_receipts.hpp"

namespace furusato::tests {
namespace {

struct Word {
    double left, top, right, bottom;  // mm
    std::string text;
};

class SheetLimits : public InTemporaryFolder {
protected:
    std::vector<Word> words_of(const domain::Receipt& receipt)
    {
        printed(file("run.pdf"), receipt);
        std::istringstream page{output_of("pdftotext -bbox " + file("run.pdf").string() + " -")};
        std::vector<Word> words;
        std::string line;
        while (std::getline(page, line)) {
            std::array<double, 4> box{};
            if (std::sscanf(line.c_str(), " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                    &box[0], &box[1], &box[2], &box[3]) != 4) {
                continue;
            }
            for (double& edge : box) edge *= 25.4 / 72;
            const auto start = line.find('>') + 1;
            words.push_back(
                {box[0], box[1], box[2], box[3], line.substr(start, line.rfind("</word>") - start)});
        }
        return words;
    }

    /// Everything stands inside the frame's width; above the notes, inside the address block and in no other line's way.
    static void expect_in_place(const std::vector<Word>& words)
    {
        constexpr double slack = 0.6;  // boxes are those of the font, wider than the ink
        double last_top = 0;
        for (const Word& word : words) {
            EXPECT_GE(word.left, 20 - slack) << word.text;
            EXPECT_LE(word.right, 190 + slack) << word.text;
            if (word.top > 62) continue;
            EXPECT_GE(word.left, 23 - slack) << word.text;
            EXPECT_LE(word.right, 103 + slack) << word.text;
            EXPECT_LE(word.bottom, 47 + 1) << word.text;
            EXPECT_GE(word.top, last_top - slack) << word.text;
            last_top = word.top;
        }
    }

    static std::string joined(const std::vector<Word>& words)
    {
        std::string text;
        for (const Word& word : words) text += word.text;
        return text;
    }
};

std::string repeated(const std::string& text, int times)
{
    std::string result;
    for (int count = 0; count < times; ++count) result += text;
    return result;
}

TEST_F(SheetLimits, HoldAnAddressOfSixtyCharacters)
{
    auto receipt = a_receipt();
    receipt.contact.street = repeated("字大津島上ノ原", 7) + "十二番地の三";
    const auto words = words_of(receipt);

    expect_in_place(words);
    EXPECT_NE(joined(words).find("十二番地の三"), std::string::npos);
}

TEST_F(SheetLimits, HoldABuildingOfFortyCharacters)
{
    auto receipt = a_receipt();
    receipt.contact.building = repeated("グランドメゾン徳山", 4) + "1205";
    const auto words = words_of(receipt);

    expect_in_place(words);
    EXPECT_NE(joined(words).find(receipt.contact.building), std::string::npos);
}

TEST_F(SheetLimits, HoldTheLongestOfEverythingAtOnce)
{
    auto receipt = a_receipt();
    receipt.is_corporate = true;
    receipt.contact.name = "一般社団法人" + repeated("瀬戸内周南", 6) + "連絡協議会 徳山事務局";
    receipt.contact.street = repeated("字大津島上ノ原", 7) + "十二番地の三";
    receipt.contact.building = repeated("グランドメゾン徳山", 4) + "1205";
    receipt.amount = domain::Yen{999'999'999'999};

    expect_in_place(words_of(receipt));
}

TEST_F(SheetLimits, KeepTheNameOfABodyOnOneLine)
{
    auto receipt = a_receipt();
    receipt.is_corporate = true;
    receipt.contact.name = "株式会社瀬戸内周南コンビナート環境開発研究所本社";
    const auto words = words_of(receipt);

    expect_in_place(words);
    EXPECT_NE(text_of(file("run.pdf")).find(receipt.contact.name), std::string::npos);
}

TEST_F(SheetLimits, WrapWordsOfOtherCountriesBetweenWords)
{
    auto receipt = a_receipt();
    receipt.contact = {};
    receipt.contact.name = "Maximiliane Schwarzenberg-Hohenlohe";
    receipt.contact.prefecture = "overseas";
    receipt.contact.street = "1600 Pennsylvania Avenue NW, Washington, DC 20500, United States of America";
    const auto words = words_of(receipt);

    expect_in_place(words);
    EXPECT_EQ(joined(words).find("overseas"), std::string::npos);
    EXPECT_NE(joined(words).find("Washington,"), std::string::npos);
}

TEST_F(SheetLimits, AreRefusedWithTheNumberNeverCut)
{
    const auto document = a_printer()->open(file("run.pdf"));
    const auto code_for = [&](domain::Receipt receipt) {
        const auto refusal = refusal_of([&] { document->add(receipt, the_wording()); });
        EXPECT_EQ(detail(refusal, "number"), "R8-0000007");
        return refusal.code();
    };
    auto long_name = a_receipt(7);
    long_name.contact.name = repeated("周南太郎", 40);
    auto long_street = a_receipt(7);
    long_street.contact.street = repeated("大津島", 60);
    auto long_building = a_receipt(7);
    long_building.contact.building = repeated("W", 200);
    auto long_issuer = a_receipt(7);
    long_issuer.issuer.name = repeated("周南", 20);

    EXPECT_EQ(code_for(long_name), "receipt.does_not_fit");
    EXPECT_EQ(code_for(long_street), "receipt.does_not_fit");
    EXPECT_EQ(code_for(long_building), "receipt.does_not_fit");
    EXPECT_EQ(code_for(long_issuer), "receipt.does_not_fit");
    document->add(a_receipt(8), the_wording());
    EXPECT_EQ(document->finish(), 1);
}

}  // namespace
}  // namespace furusato::tests
