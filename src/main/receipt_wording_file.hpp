#pragma once

#include <filesystem>
#include <vector>

#include "furusato/application/receipt_wording.hpp"

namespace furusato::composition {

/// The dated wordings of etc/rules/receipt_wording.json in order of their first days.
/// Throws domain::Refusal{Invalid, "rules.invalid"} naming the file and the reason.
std::vector<application::ReceiptWording> read_receipt_wordings(const std::filesystem::path& file);

}  // namespace furusato::composition
