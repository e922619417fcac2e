#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/match_payments.hpp"
#include "furusato/domain/wareki.hpp"

namespace furusato::application {

/// A statement as read: one payment per line with money that came in.
struct ReadPayments {
    const PaymentProfile* profile = nullptr;
    std::vector<Payment> payments;
    std::vector<portal_import::RowIssue> issues;
};

/// Throws Refusal{Invalid, "file.…" | "payment.layout_unknown"}.
ReadPayments read_payments(portal_import::ByteSource& source, const std::vector<PaymentProfile>& profiles,
    const std::optional<std::string>& wanted, const domain::EraTable& eras, const Digests& digests);

}  // namespace furusato::application
