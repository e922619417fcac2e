#pragma once

#include <string>
#include <vector>

#include "furusato/application/receipt_printer.hpp"

namespace furusato::tests {

/// Writes receipts as lines of text, so that a test sees what a sheet would say; has no character "辻" and no room for "大きすぎる館".
class RecordingPrinter final : public application::ReceiptPrinter {
public:
    std::vector<std::string> unprintable(std::string_view text) const override;
    bool fits(const domain::Receipt& receipt, const application::ReceiptWording& wording) const override;
    std::unique_ptr<application::ReceiptDocument> open(const std::filesystem::path& file) const override;

    int sheets_until_failure = -1;                 // the sheet after these cannot be drawn; -1 = all can
    mutable std::vector<domain::Receipt> printed;  // of complete files
};

}  // namespace furusato::tests
