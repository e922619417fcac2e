#include "furusato/documents/paper_pdf.hpp"

#include <regex>
#include <sstream>

#include "unit/documents/sample_receipts.hpp"

namespace furusato::tests {
namespace {

using application::Paper;

class PaperPdf : public InTemporaryFolder {
protected:
    static Paper a_paper()
    {
        Paper paper;
        paper.title = "見本の書類";
        paper.foot = "見本　出力";
        paper.dated_on = {2024, 2, 29};
        paper.sections.push_back(
            {"一　内容", {"文章。"}, {{"項目", 1}, {"値", 3}, {"金額", 1, true}}, {}, {}, false});
        return paper;
    }
    int print(const Paper& paper) { return documents::make_paper_printer()->print(file("paper.pdf"), paper); }
    static std::string without_blanks(const std::string& text)
    {
        return std::regex_replace(text, std::regex{"[ \n\f]"}, "");
    }
    /// The text of all pages without blanks and line breaks: what wraps reads as it was.
    std::string all_text(int pages)
    {
        std::string text;
        for (int page = 1; page <= pages; ++page) text += text_of(file("paper.pdf"), page);
        return without_blanks(text);
    }
};

TEST_F(PaperPdf, IsAFlawlessFileWithEmbeddedFontsAndNumberedPages)
{
    Paper paper = a_paper();
    for (int row = 1; row <= 100; ++row)
        paper.sections[0].rows.push_back({"行" + std::to_string(row), "値", "1,000円"});
    const int pages = print(paper);
    EXPECT_GE(pages, 2);
    output_of("qpdf --check " + file("paper.pdf").string());
    for (int page = 1; page <= pages; ++page) {
        const std::string text = without_blanks(text_of(file("paper.pdf"), page));
        EXPECT_NE(text.find(std::to_string(page) + "/" + std::to_string(pages)), std::string::npos) << text;
        EXPECT_NE(text.find("項目"), std::string::npos) << "the head of the table stands on each page";
    }
    const std::string text = all_text(pages);
    for (int row = 1; row <= 100; ++row)
        EXPECT_NE(text.find("行" + std::to_string(row)), std::string::npos) << row;
    std::istringstream fonts{output_of("pdffonts " + file("paper.pdf").string())};
    for (std::string line; std::getline(fonts, line);) {
        if (line.starts_with("name") || line.starts_with("---")) continue;
        EXPECT_NE(line.find("yes yes yes"), std::string::npos) << line;
    }
    EXPECT_EQ(file_count(), 1);
}

TEST_F(PaperPdf, CutsNothingHoweverLongItIs)
{
    std::string japanese, hex;
    for (int i = 0; i < 900; ++i) {
        japanese += "徳山港町" + std::to_string(i) + "、";
        hex += std::to_string(i) + "f";
    }
    Paper paper = a_paper();
    paper.sections[0].rows.push_back({"長い", japanese, ""});
    paper.sections[0].rows.push_back({"語の切れ目がない", hex, ""});
    paper.sections[0].rows.push_back({"二行", "一行目\n二行目", "最後"});
    const std::string text = all_text(print(paper));
    for (int i = 0; i < 900; i += 50) EXPECT_NE(text.find("町" + std::to_string(i)), std::string::npos) << i;
    EXPECT_NE(text.find("最後"), std::string::npos);
    EXPECT_NE(text.find("二行目"), std::string::npos);
}

TEST_F(PaperPdf, SpellsOutWhatNoFontShows)
{
    Paper paper = a_paper();
    paper.sections[0].rows.push_back({"外字", "\uE000辻\U000E01EF\t", ""});
    const std::string text = all_text(print(paper));
    EXPECT_NE(text.find("〔U+E000〕"), std::string::npos) << text;
    EXPECT_NE(text.find("〔U+8FBBU+E01EF〕"), std::string::npos) << text;
    EXPECT_NE(text.find("〔U+0009〕"), std::string::npos) << text;
}

TEST_F(PaperPdf, GivesEachSheetItsTitleAndItsBoxes)
{
    Paper paper = a_paper();
    paper.sections[0].begins_page = true;
    paper.sections[0].rows.push_back({"a", "b", "c"});
    paper.sections[0].signatures = {"保管者 氏名", "日付", "印"};
    paper.sections.push_back(paper.sections[0]);
    ASSERT_EQ(print(paper), 2);
    for (int page = 1; page <= 2; ++page) {
        const std::string text = text_of(file("paper.pdf"), page);
        EXPECT_NE(text.find("見本の書類"), std::string::npos);
        EXPECT_NE(text.find("保管者"), std::string::npos);
    }
}

TEST_F(PaperPdf, IsTheSameForTheSameFacts)
{
    Paper paper = a_paper();
    paper.sections[0].rows.push_back({"a", "b", "c"});
    print(paper);
    const std::string first = output_of("sha256sum < " + file("paper.pdf").string());
    print(paper);
    EXPECT_EQ(output_of("sha256sum < " + file("paper.pdf").string()), first);
}

TEST_F(PaperPdf, IsRefusedWhereNothingCanBeWritten)
{
    const auto refusal =
        refusal_of([] { documents::make_paper_printer()->print("/nonexistent/paper.pdf", a_paper()); });
    EXPECT_EQ(refusal.code(), "file.not_writable");
}

}  // namespace
}  // namespace furusato::tests
