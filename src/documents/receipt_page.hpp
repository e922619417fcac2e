#pragma once

#include <vector>

#include "documents/typesetter.hpp"
#include "furusato/application/receipt_wording.hpp"
#include "furusato/domain/receipt.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::documents {

/// Sets everything that differs from receipt to receipt, before anything of it is drawn: a refusal leaves no half page.
std::vector<PlacedLine> receipt_page(Typesetter& typesetter, const domain::Receipt& receipt,
    const application::ReceiptWording& wording, const domain::EraTable& eras);

}  // namespace furusato::documents
