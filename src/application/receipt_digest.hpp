#pragma once

#include <string>

#include "application/donation_digest.hpp"
#include "furusato/domain/receipt.hpp"

namespace furusato::application {

/// Keyed digest of a receipt's frozen facts and of whether it still holds: what history keeps and verify recomputes.
inline std::string digest_of(
    const Digests& digests, const domain::Receipt& receipt, const domain::EraTable& eras)
{
    std::string text = receipt.number.text(eras);
    const domain::ReceiptIssuer& issuer = receipt.issuer;
    for (const std::string& part : {std::to_string(receipt.id.value), receipt.donation_number.text(),
             std::to_string(receipt.contact_id.value), std::string{receipt.is_corporate ? "body" : "person"},
             issuer.seal_file, issuer.section, issuer.section_address, issuer.section_phone,
             std::string{issuer.is_sample ? "sample" : "real"}, record_text(receipt.contact),
             std::to_string(receipt.amount.amount()), receipt.received_on.iso(), receipt.issued_on.iso(),
             receipt.wording_version, issuer.city_name, issuer.title, issuer.name, issuer.seal_version,
             issuer.programme_name, std::string{receipt.is_void ? "void" : "valid"}, receipt.void_reason}) {
        text += '\x1f' + part;
    }
    return digests.keyed_hex(text);
}

}  // namespace furusato::application
