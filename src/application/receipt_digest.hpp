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
    for (const std::string& part : {receipt.donation_number.text(), record_text(receipt.contact),
             std::to_string(receipt.amount.amount()), receipt.received_on.iso(), receipt.issued_on.iso(),
             receipt.wording_version, receipt.issuer.city_name, receipt.issuer.title, receipt.issuer.name,
             receipt.issuer.seal_version, receipt.issuer.programme_name,
             std::string{receipt.is_void ? "void" : "valid"}, receipt.void_reason}) {
        text += '\x1f' + part;
    }
    return digests.keyed_hex(text);
}

}  // namespace furusato::application
