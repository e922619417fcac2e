#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/application/receipt_wording.hpp"
#include "furusato/domain/receipt.hpp"

namespace furusato::application {

/// One PDF that grows page by page; nothing stands at its path before finish() (written beside it, then renamed).
class ReceiptDocument {
public:
    virtual ~ReceiptDocument() = default;
    /// Draws one receipt on one A4 page. Throws domain::Refusal{Invalid, "receipt.does_not_fit"} naming the number.
    virtual void add(const domain::Receipt& receipt, const ReceiptWording& wording) = 0;
    /// Completes the file and gives its number of pages; without it the destructor leaves no file behind.
    virtual int finish() = 0;
};

/// Port: draws receipts (documents layer: cairo and pango).
class ReceiptPrinter {
public:
    virtual ~ReceiptPrinter() = default;
    /// The characters of a text that no font can show, or whose variation sequence the fonts lack, each as "辻 (U+8FBB U+E0101)"; empty = fine.
    virtual std::vector<std::string> unprintable(std::string_view text) const = 0;
    /// Whether everything of the receipt finds room on its sheet.
    virtual bool fits(const domain::Receipt& receipt, const ReceiptWording& wording) const = 0;
    /// Throws domain::Refusal{Invalid, "file.not_writable"} when the folder cannot be written.
    virtual std::unique_ptr<ReceiptDocument> open(const std::filesystem::path& file) const = 0;
};

}  // namespace furusato::application
