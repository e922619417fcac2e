#include <vector>

#include "unit/documents/sample_receipts.hpp"

namespace furusato::tests {
namespace {

using Characters = std::vector<std::string>;

Characters unprintable(std::string_view text)
{
    static const auto printer = a_printer();
    return printer->unprintable(text);
}

class PrintableCharacters : public InTemporaryFolder {
protected:
    /// A checksum of the page's picture, to see whether two names look the same.
    std::string picture_of(const std::string& name)
    {
        auto receipt = a_receipt();
        receipt.contact.name = name;
        printed(file("name.pdf"), receipt);
        return output_of(
            "pdftoppm -r 100 -x 80 -y 60 -W 200 -H 100 " + file("name.pdf").string() + " | sha256sum");
    }
};

TEST_F(PrintableCharacters, IncludeTheNamesOfARegister)
{
    EXPECT_EQ(unprintable("𠮷野 髙橋 山﨑 渡邉 齋藤 神塚 ヴァ ～〜－−‖∥ ㈱① Müller 12-3"), Characters{});
    EXPECT_EQ(unprintable("塚神"), Characters{}) << "CJK compatibility ideographs U+FA10, U+FA19";
    EXPECT_EQ(unprintable(""), Characters{});
}

TEST_F(PrintableCharacters, IncludeTheVariationsOfBothCollections)
{
    EXPECT_EQ(unprintable("邉\U000E010F 辻\U000E0102"), Characters{}) << "Moji_Joho, in IPAmj Mincho";
    EXPECT_EQ(unprintable("邉\U000E0101"), Characters{}) << "Adobe-Japan1, in Noto Serif CJK JP";
}

TEST_F(PrintableCharacters, ReportAVariationThatNoFontHas)
{
    EXPECT_EQ(unprintable("辻\U000E01EF 辻"), Characters{"辻 (U+8FBB U+E01EF)"});
    EXPECT_EQ(unprintable("\U000E0102辻"), Characters{"(U+E0102)"}) << "a selector that follows nothing";
}

TEST_F(PrintableCharacters, ReportEachMissingCharacterOnce)
{
    EXPECT_EQ(unprintable("山😀田😀太𓀀"), (Characters{"😀 (U+1F600)", "𓀀 (U+13000)"}));
}

TEST_F(PrintableCharacters, ReportWhatLeavesNoMark)
{
    EXPECT_EQ(unprintable("周南\t太郎\n"), (Characters{"(U+0009)", "(U+000A)"}));
    EXPECT_EQ(unprintable(std::string_view{"a\0b", 3}), Characters{"(U+0000)"});
    EXPECT_EQ(unprintable("周\u200B南\uFEFF\u202E"), (Characters{"(U+200B)", "(U+FEFF)", "(U+202E)"}));
    EXPECT_EQ(unprintable("\uE000"), Characters{"(U+E000)"}) << "a character of one computer's own (外字)";
}

TEST_F(PrintableCharacters, ReportBytesThatAreNoText)
{
    EXPECT_EQ(unprintable("周\xE5\x8D"), (Characters{"(byte E5)", "(byte 8D)"}));
    EXPECT_EQ(unprintable("\xFF周"), Characters{"(byte FF)"});
}

TEST_F(PrintableCharacters, LookAsTheVariationAsks)
{
    const auto plain = picture_of("辻 一");
    EXPECT_NE(picture_of("辻\U000E0102 一"), plain) << "one dot instead of two";
    EXPECT_EQ(picture_of("辻\U000E0103 一"), plain) << "the font's own default form";
}

TEST_F(PrintableCharacters, StopOnlyTheReceiptThatHoldsAnother)
{
    const auto document = a_printer()->open(file("run.pdf"));
    auto damaged = a_receipt(2);
    damaged.contact.street = "徳山港町😀";
    document->add(a_receipt(1), the_wording());

    const auto refusal = refusal_of([&] { document->add(damaged, the_wording()); });

    EXPECT_EQ(refusal.code(), "receipt.unprintable");
    EXPECT_EQ(detail(refusal, "number"), "R8-0000002");
    EXPECT_EQ(detail(refusal, "characters"), "😀 (U+1F600)");
    document->add(a_receipt(3), the_wording());
    EXPECT_EQ(document->finish(), 2);
    EXPECT_NE(text_of(file("run.pdf"), 2).find("第0000003号"), std::string::npos);
}

}  // namespace
}  // namespace furusato::tests
