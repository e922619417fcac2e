#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::application {

/// What became of money that came in: of one donation; of one of several or of another amount; of none that is known; of something else.
enum class PaymentState { Matched, Ambiguous, Unmatched, SetAside };

inline constexpr std::array<std::string_view, 4> kPaymentStateKeys{
    "matched", "ambiguous", "unmatched", "set_aside"};
constexpr std::string_view key_of(PaymentState state)
{
    return kPaymentStateKeys[static_cast<std::size_t>(state)];
}

/// One line of a statement.
struct Payment {
    std::int64_t id = 0;
    std::string profile;
    std::int64_t fingerprint = 0;  // of the line, and of how often it stood in its file before
    std::string file_name;
    long file_line = 0;
    domain::Date paid_on{2000, 1, 1};
    domain::Yen amount;
    std::string payer;
    std::string reference;
    PaymentState state = PaymentState::Unmatched;
    std::string note;                // code of why it is ambiguous, or a clerk's words
    domain::DonationId donation;     // 0 without one
    domain::OperationId matched_by;  // that paid the donation; 0 when the donation had been received anyway
    int version = 1;
};

/// Repository: payments.
class Payments {
public:
    virtual ~Payments() = default;
    /// Those of these lines that are stored already.
    virtual std::set<std::int64_t> find_known(
        const std::string& profile, const std::vector<std::int64_t>& fingerprints) = 0;
    virtual void add(const std::vector<Payment>& payments) = 0;
    /// State, note, donation and version; false when somebody else has decided since.
    virtual bool update(const Payment& payment) = 0;
    /// Payer, reference and note become what they are here, as the next version (retention); false as with update().
    virtual bool mask(const Payment& payment) = 0;
    virtual std::optional<Payment> find(std::int64_t id) = 0;
    /// Those that name this donation.
    virtual std::vector<Payment> of_donation(domain::DonationId donation) = 0;
    /// In order of entry.
    virtual std::vector<Payment> list(std::optional<PaymentState> state) = 0;
};

}  // namespace furusato::application
