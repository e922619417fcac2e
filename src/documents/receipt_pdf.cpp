#include "furusato/documents/receipt_pdf.hpp"

#include <mutex>

#include "documents/fonts.hpp"
#include "documents/receipt_document.hpp"
#include "documents/receipt_page.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::documents {
namespace {

class PdfReceiptPrinter final : public application::ReceiptPrinter {
public:
    PdfReceiptPrinter(const domain::EraTable& eras, const std::filesystem::path& share)
        : eras_{eras}, share_{share}
    {}

    std::vector<std::string> unprintable(std::string_view text) const override
    {
        return fonts()->unprintable(text);
    }

    bool fits(const domain::Receipt& receipt, const application::ReceiptWording& wording) const override
    {
        Typesetter typesetter{fonts()};
        typesetter.begin(receipt.donation_number.text());
        try {
            receipt_page(typesetter, receipt, wording, eras_);
            return true;
        } catch (const domain::Refusal& refusal) {
            if (refusal.code() != "receipt.does_not_fit") throw;
            return false;
        }
    }

    std::unique_ptr<application::ReceiptDocument> open(const std::filesystem::path& file) const override
    {
        return std::make_unique<PdfReceiptDocument>(file, fonts(), eras_, share_);
    }

private:
    /// Fonts are looked for on first use: most commands never print and should not wait for fontconfig.
    std::shared_ptr<const FontChain> fonts() const
    {
        const std::lock_guard lock{mutex_};
        if (!fonts_) fonts_ = std::make_shared<const FontChain>();
        return fonts_;
    }

    domain::EraTable eras_;
    std::filesystem::path share_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const FontChain> fonts_;
};

}  // namespace

std::unique_ptr<application::ReceiptPrinter> make_receipt_printer(
    const domain::EraTable& eras, const std::filesystem::path& share)
{
    return std::make_unique<PdfReceiptPrinter>(eras, share);
}

}  // namespace furusato::documents
