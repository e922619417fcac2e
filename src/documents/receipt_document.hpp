#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "documents/pdf_file.hpp"
#include "documents/static_sheet.hpp"
#include "documents/typesetter.hpp"
#include "furusato/application/receipt_printer.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::documents {

/// The receipts of one run as one PDF, written while it grows.
class PdfReceiptDocument final : public application::ReceiptDocument {
public:
    PdfReceiptDocument(const std::filesystem::path& file, std::shared_ptr<const FontChain> fonts,
        const domain::EraTable& eras, const std::filesystem::path& share);

    void add(const domain::Receipt& receipt, const application::ReceiptWording& wording) override;
    /// A document without pages leaves no file.
    int finish() override;

private:
    const StaticSheet& sheet_for(const domain::Receipt& receipt, const application::ReceiptWording& wording);

    PdfFile file_;
    domain::EraTable eras_;
    std::filesystem::path share_;
    Typesetter typesetter_;
    std::map<std::string, StaticSheet> sheets_;
    std::string title_;
    std::optional<domain::Date> last_issued_on_;
};

}  // namespace furusato::documents
