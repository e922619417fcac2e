// Draws the receipts of the bench with the documents layer: bench_receipt_pages COUNT OUT.pdf SHARE
// Prints the seconds from finding the fonts to the renamed file. The donors are those of reportlab_pages.py.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "furusato/documents/receipt_pdf.hpp"
#include "unit/domain/japanese_eras.hpp"

namespace {

using namespace furusato;

constexpr std::array<const char*, 10> kFamilies{
    "周南", "徳山", "新南陽", "熊毛", "鹿野", "岐山", "遠石", "久米", "櫛浜", "戸田"};
constexpr std::array<const char*, 10> kGiven{
    "太郎", "花子", "一郎", "二葉", "三奈", "四季", "五月", "六花", "七海", "八雲"};

application::ReceiptWording wording()
{
    return {"bench", domain::Date{2008, 4, 1}, "寄附金受領証明書", "一金 {amount}円也",
        {"ただし、{programme_name}として", "上記の金額を{received_on}に受領したことを証明します。"},
        {"この証明書は、所得税の確定申告で寄附金控除を受けるときに使います。大切に保管してください。"}};
}

domain::Receipt blank_receipt()
{
    domain::Receipt receipt;
    receipt.contact.prefecture = "山口県";
    receipt.contact.city = "周南市";
    receipt.issuer.city_name = "周南市";
    receipt.issuer.title = "周南市長";
    receipt.issuer.seal_file = "demo/seal.png";
    receipt.issuer.section = "シティプロモーション課";
    receipt.issuer.section_address = "山口県周南市岐山通一丁目1番地";
    receipt.issuer.section_phone = "0834-00-0000";
    receipt.issuer.programme_name = "ふるさと周南応援寄附金";
    receipt.issuer.is_sample = true;
    return receipt;
}

void fill(domain::Receipt& receipt, int index)
{
    const auto at = static_cast<std::size_t>(index);
    receipt.number = {domain::TaxYear{2026}, index + 1};
    receipt.donation_number = {domain::FiscalYear{2026}, index + 1};
    receipt.contact.name = std::string{kFamilies[at % 10]} + " " + kGiven[at / 10 % 10];
    receipt.contact.postal_code = "745" + std::to_string(10'000 + index % 10'000).substr(1);
    receipt.contact.street =
        "徳山港町" + std::to_string(index % 97 + 1) + "番" + std::to_string(index % 31 + 1) + "号";
    receipt.amount = domain::Yen{std::int64_t{index % 90 + 1} * 1000};
    receipt.received_on = domain::Date{2026, index % 12 + 1, index % 28 + 1};
    receipt.issued_on = domain::Date{2027, 1, 14};
}

}  // namespace

int main(int count, char** arguments)
{
    if (count != 4) return 2;
    const auto start = std::chrono::steady_clock::now();
    const auto printer = documents::make_receipt_printer(tests::japanese_eras(), arguments[3]);
    const auto document = printer->open(arguments[2]);
    const auto text = wording();
    domain::Receipt receipt = blank_receipt();
    for (int index = 0; index < std::atoi(arguments[1]); ++index) {
        fill(receipt, index);
        document->add(receipt, text);
    }
    document->finish();
    std::cout << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << '\n';
}
