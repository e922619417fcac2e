#include "unit/documents/sample_receipts.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>

#include "furusato/documents/receipt_pdf.hpp"
#include "main/receipt_wording_file.hpp"
#include "unit/domain/japanese_eras.hpp"

namespace furusato::tests {

std::filesystem::path share_folder()
{
    return std::filesystem::path{FURUSATO_SOURCE_DIR} / "etc";
}

std::unique_ptr<application::ReceiptPrinter> a_printer()
{
    return documents::make_receipt_printer(japanese_eras(), share_folder());
}

application::ReceiptWording the_wording()
{
    return composition::read_receipt_wordings(share_folder() / "rules/receipt_wording.json").front();
}

domain::Receipt a_receipt(std::int64_t running)
{
    domain::Receipt receipt;
    receipt.number = {domain::TaxYear{2026}, running};
    receipt.donation_number = {domain::FiscalYear{2026}, running + 100};
    receipt.contact.name = "周南 太郎";
    receipt.contact.postal_code = "7450045";
    receipt.contact.prefecture = "山口県";
    receipt.contact.city = "周南市";
    receipt.contact.street = "徳山港町1番地";
    receipt.amount = domain::Yen{10'000};
    receipt.received_on = domain::Date{2026, 11, 22};
    receipt.issued_on = domain::Date{2026, 12, 4};
    receipt.issuer.city_name = "周南市";
    receipt.issuer.title = "周南市長";
    receipt.issuer.seal_file = "demo/seal.png";
    receipt.issuer.section = "シティプロモーション課";
    receipt.issuer.section_address = "〒745-8655 山口県周南市岐山通一丁目1番地";
    receipt.issuer.section_phone = "0834-00-0000";
    receipt.issuer.programme_name = "ふるさと周南応援寄附金";
    receipt.issuer.is_sample = true;
    return receipt;
}

std::string output_of(const std::string& command)
{
    std::string output;
    FILE* pipe = popen(("LC_ALL=C.UTF-8 " + command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), size);
    EXPECT_EQ(pclose(pipe), 0) << command << "\n" << output;
    return output;
}

std::string text_of(const std::filesystem::path& pdf, int page)
{
    const auto number = std::to_string(page);
    return output_of("pdftotext -f " + number + " -l " + number + " " + pdf.string() + " -");
}

std::filesystem::path printed(const std::filesystem::path& file, const domain::Receipt& receipt)
{
    const auto document = a_printer()->open(file);
    document->add(receipt, the_wording());
    EXPECT_EQ(document->finish(), 1);
    return file;
}

domain::Refusal refusal_of(const std::function<void()>& work)
{
    try {
        work();
    } catch (const domain::Refusal& refusal) {
        return refusal;
    }
    ADD_FAILURE() << "nothing was refused";
    return {domain::RefusalKind::NotFound, ""};
}

std::string detail(const domain::Refusal& refusal, const std::string& name)
{
    for (const auto& [key, value] : refusal.details()) {
        if (key == name) return value;
    }
    return "";
}

InTemporaryFolder::InTemporaryFolder()
{
    auto name = (std::filesystem::temp_directory_path() / "furusato-receipts-XXXXXX").string();
    folder_ = mkdtemp(name.data());
}

InTemporaryFolder::~InTemporaryFolder()
{
    std::filesystem::remove_all(folder_);
}

int InTemporaryFolder::file_count() const
{
    const std::filesystem::directory_iterator files{folder_};
    return static_cast<int>(std::distance(begin(files), end(files)));
}

}  // namespace furusato::tests
