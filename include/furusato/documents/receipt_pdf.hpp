#pragma once

#include <filesystem>
#include <memory>

#include "furusato/application/receipt_printer.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::documents {

/// A printer that draws A4 receipts with embedded subsets of IPAmj Mincho; seal pictures are looked up in `share`.
std::unique_ptr<application::ReceiptPrinter> make_receipt_printer(
    const domain::EraTable& eras, const std::filesystem::path& share);

}  // namespace furusato::documents
