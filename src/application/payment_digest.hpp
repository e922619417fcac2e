#pragma once

#include <string>

#include "furusato/application/digests.hpp"
#include "furusato/application/payments.hpp"

namespace furusato::application {

/// Keyed digest of everything the ledger holds of a payment: what history keeps and verify recomputes.
inline std::string digest_of(const Digests& digests, const Payment& payment)
{
    std::string text = std::to_string(payment.id);
    for (const std::string& part : {payment.profile, std::to_string(payment.fingerprint), payment.file_name,
             std::to_string(payment.file_line), payment.paid_on.iso(),
             std::to_string(payment.amount.amount()), payment.payer, payment.reference,
             std::string{key_of(payment.state)}, payment.note, std::to_string(payment.donation.value),
             std::to_string(payment.matched_by.value), std::to_string(payment.version)}) {
        text += '\x1f' + part;
    }
    return digests.keyed_hex(text);
}

}  // namespace furusato::application
