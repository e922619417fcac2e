#pragma once

#include <filesystem>
#include <string>

#include "documents/typesetter.hpp"
#include "furusato/application/receipt_wording.hpp"
#include "furusato/domain/receipt.hpp"

namespace furusato::documents {

/// All of a receipt that is the same for every donor of one issuer and one wording, drawn once and shown on every page.
class StaticSheet {
public:
    /// Throws domain::Refusal{Invalid, "seal.unreadable"} rather than leaving the seal out.
    StaticSheet(Typesetter& typesetter, const domain::ReceiptIssuer& issuer,
        const application::ReceiptWording& wording, const std::filesystem::path& share);

    /// What a sheet depends on; two receipts with the same key share one.
    static std::string key(const domain::ReceiptIssuer& issuer, const application::ReceiptWording& wording);

    void show(cairo_t* canvas) const;

private:
    Surface recording_;
};

}  // namespace furusato::documents
