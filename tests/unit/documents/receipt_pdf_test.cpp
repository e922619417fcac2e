#include "furusato/documents/receipt_pdf.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

#include "unit/documents/sample_receipts.hpp"

namespace furusato::tests {
namespace {

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::string bytes_of(const std::filesystem::path& path)
{
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

class ReceiptPdf : public InTemporaryFolder {};

TEST_F(ReceiptPdf, IsAFlawlessFileWithOnePageForEachReceipt)
{
    const auto document = a_printer()->open(file("run.pdf"));
    for (int running = 1; running <= 3; ++running) document->add(a_receipt(running), the_wording());
    EXPECT_EQ(document->finish(), 3);

    output_of("qpdf --check " + file("run.pdf").string());
    const auto facts = output_of("pdfinfo " + file("run.pdf").string());
    EXPECT_TRUE(contains(facts, "Pages:           3")) << facts;
    EXPECT_TRUE(contains(facts, "(A4)")) << facts;
    EXPECT_EQ(file_count(), 1) << "a part was left behind";
}

TEST_F(ReceiptPdf, EmbedsItsFontsAsSubsets)
{
    printed(file("run.pdf"), a_receipt());

    std::istringstream fonts{output_of("pdffonts " + file("run.pdf").string())};
    std::string line;
    int count = 0;
    while (std::getline(fonts, line)) {
        if (line.starts_with("name") || line.starts_with("---")) continue;
        ++count;
        EXPECT_TRUE(contains(line, "+IPAmjMincho") && contains(line, "yes yes yes")) << line;
    }
    EXPECT_GT(count, 0);
}

TEST_F(ReceiptPdf, SaysWhatTheLawAndTheCustomAskFor)
{
    printed(file("run.pdf"), a_receipt());

    const auto text = text_of(file("run.pdf"));
    for (const char* part :
        {"寄附金受領証明書", "令和8年分 第0000001号", "F26-0000101", "〒745-0045",
            "山口県周南市徳山港町1番地", "周南 太郎", "様", "一金 10,000円也",
            "ただし、ふるさと周南応援寄附金として", "上記の金額を令和8年11月22日に受領したことを証明します。",
            "令和8年12月4日", "周南市長", "シティプロモーション課", "0834-00-0000", "一時所得"}) {
        EXPECT_TRUE(contains(text, part)) << part << " is missing in\n" << text;
    }
}

TEST_F(ReceiptPdf, KeepsEveryNameAsItIsWritten)
{
    const std::vector<std::string> names{"𠮷野 一", "髙橋 二", "山﨑 三", "渡邉\U000E010F 四",
        "辻\U000E0102 五", "邉\U000E0101 六", "株式会社瀬戸内周南コンビナート環境開発研究所本社"};
    const auto document = a_printer()->open(file("run.pdf"));
    for (const auto& name : names) {
        auto receipt = a_receipt();
        receipt.contact.name = name;
        document->add(receipt, the_wording());
    }
    document->finish();

    for (std::size_t page = 0; page < names.size(); ++page) {
        const auto text = text_of(file("run.pdf"), static_cast<int>(page) + 1);
        EXPECT_TRUE(contains(text, names[page])) << names[page] << " is missing in\n" << text;
    }
}

TEST_F(ReceiptPdf, AddressesBodiesWithOnchu)
{
    auto receipt = a_receipt();
    receipt.is_corporate = true;
    printed(file("run.pdf"), receipt);

    const auto text = text_of(file("run.pdf"));
    EXPECT_TRUE(contains(text, "御中"));
    EXPECT_FALSE(contains(text, "様"));
}

TEST_F(ReceiptPdf, NamesTheCityBeforeATitleThatDoesNot)
{
    auto receipt = a_receipt();
    receipt.issuer.title = "市長職務代理者";
    receipt.issuer.name = "見本 次郎";
    printed(file("run.pdf"), receipt);

    // Reader programs take the wide setting of the signature for spaces or columns.
    std::string text = output_of("pdftotext -layout " + file("run.pdf").string() + " -");
    for (const std::string space : {" ", "　", "\n"}) {
        for (auto at = text.find(space); at != std::string::npos; at = text.find(space))
            text.erase(at, space.size());
    }
    EXPECT_TRUE(contains(text, "周南市市長職務代理者見本次郎")) << text;
}

TEST_F(ReceiptPdf, MarksSamplesAndNothingElse)
{
    auto receipt = a_receipt();
    printed(file("sample.pdf"), receipt);
    receipt.issuer.is_sample = false;
    receipt.issuer.seal_file.clear();
    printed(file("real.pdf"), receipt);

    EXPECT_TRUE(contains(text_of(file("sample.pdf")), "見本・架空データ"));
    EXPECT_FALSE(contains(text_of(file("real.pdf")), "見本"));
    EXPECT_TRUE(contains(text_of(file("real.pdf")), "公印")) << "the place for the stamp";
}

TEST_F(ReceiptPdf, IsTheSameToTheByteWhenPrintedAgain)
{
    printed(file("first.pdf"), a_receipt());
    printed(file("second.pdf"), a_receipt());

    EXPECT_EQ(bytes_of(file("first.pdf")), bytes_of(file("second.pdf")));
}

TEST_F(ReceiptPdf, DescribesItselfWithoutPersonalData)
{
    printed(file("run.pdf"), a_receipt());

    const auto facts = output_of("TZ=Asia/Tokyo pdfinfo -isodates " + file("run.pdf").string());
    EXPECT_TRUE(contains(facts, "寄附金受領証明書")) << facts;
    EXPECT_TRUE(contains(facts, "ふるさと台帳")) << facts;
    EXPECT_TRUE(contains(facts, "2026-12-04T00:00:00+09")) << facts;
    EXPECT_FALSE(contains(facts, "太郎")) << facts;
}

TEST_F(ReceiptPdf, ChangesTheIssuerFromTheDayTheyChange)
{
    const auto document = a_printer()->open(file("run.pdf"));
    auto receipt = a_receipt();
    document->add(receipt, the_wording());
    receipt.issuer.section = "ふるさと納税室";
    document->add(receipt, the_wording());
    document->finish();

    EXPECT_TRUE(contains(text_of(file("run.pdf"), 1), "シティプロモーション課"));
    EXPECT_TRUE(contains(text_of(file("run.pdf"), 2), "ふるさと納税室"));
    EXPECT_FALSE(contains(text_of(file("run.pdf"), 2), "シティプロモーション課"));
}

TEST_F(ReceiptPdf, RefusesASealThatCannotBeRead)
{
    auto receipt = a_receipt();
    for (const char* seal : {"demo/no_such_seal.png", "../README.md", "rules/eras.json"}) {
        receipt.issuer.seal_file = seal;
        const auto refusal =
            refusal_of([&] { a_printer()->open(file("run.pdf"))->add(receipt, the_wording()); });
        EXPECT_EQ(refusal.code(), "seal.unreadable");
        EXPECT_EQ(detail(refusal, "file"), seal);
    }
}

}  // namespace
}  // namespace furusato::tests
