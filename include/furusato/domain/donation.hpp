#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/contact.hpp"
#include "furusato/domain/date.hpp"
#include "furusato/domain/donation_number.hpp"
#include "furusato/domain/donor.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/payment_method.hpp"
#include "furusato/domain/portal_order_key.hpp"
#include "furusato/domain/purpose.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::domain {

/// Where the payment of a donation stands; receipt, one-stop and shipping have states of their own.
/// Withdrawn (取込取消): its import was taken back; it keeps its number and its history, and nothing counts it.
enum class DonationState { Applied, AwaitingPayment, Received, Cancelled, Refunded, Refused, Withdrawn };

inline constexpr std::array<std::string_view, 7> kDonationStateKeys{
    "applied", "awaiting_payment", "received", "cancelled", "refunded", "refused", "withdrawn"};
constexpr std::string_view key_of(DonationState state)
{
    return kDonationStateKeys[static_cast<std::size_t>(state)];
}
/// The state of a key; nullopt for an unknown key.
std::optional<DonationState> donation_state_of(std::string_view key);

/// How a portal's word moves a donation from one state to another.
enum class StateMove { Same, Forward, Refund, Backwards };
/// The one transition table for states told by a portal: awaiting → received → refunded (a cancelled received donation), never back.
StateMove move_between(DonationState from, DonationState told);

/// Where one gift stands on its way.
enum class ShippingState { Ordered, Requested, Shipped, Delivered, Returned, Cancelled };

inline constexpr std::array<std::string_view, 6> kShippingStateKeys{
    "ordered", "requested", "shipped", "delivered", "returned", "cancelled"};
constexpr std::string_view key_of(ShippingState state)
{
    return kShippingStateKeys[static_cast<std::size_t>(state)];
}
/// The state of a key; nullopt for an unknown key.
std::optional<ShippingState> shipping_state_of(std::string_view key);

/// What the donor said of gifts: nothing, that none is wanted (返礼品辞退), or that it is chosen later (未選択).
enum class GiftWish { Unsaid, Declined, Undecided };

inline constexpr std::array<std::string_view, 3> kGiftWishKeys{"", "declined", "undecided"};
constexpr std::string_view key_of(GiftWish wish)
{
    return kGiftWishKeys[static_cast<std::size_t>(wish)];
}
/// The wish of a key; nullopt for an unknown key.
std::optional<GiftWish> gift_wish_of(std::string_view key);

/// What a former system did for a donation (旧システム発行済): nothing of it is done twice.
struct FormerRecord {
    std::string number;          // the donation's number there; may be empty
    std::string receipt_number;  // empty: no receipt was issued there
    std::optional<Date> receipt_on;
    std::optional<Date> one_stop_accepted_on;
    friend bool operator==(const FormerRecord&, const FormerRecord&) = default;
};

struct Donation;
/// Whether a former system issued a receipt that still stands.
bool has_former_receipt(const Donation& donation);

/// One gift of a donation, with a shipping state of its own (定期便: one line per delivery).
struct GiftLine {
    GiftLineId id;
    int line_number = 0;
    std::string portal_line;  // the portal's own line id, empty where the layout has none
    std::string gift_code;    // as written, upper case; empty where the file has no code
    std::string gift_name;    // as written
    int quantity = 1;
    Yen amount;
    std::string shipping_state = "ordered";
    std::optional<Contact> recipient;  // where it differs from the donor
    ContactId recipient_id;            // 0 without a recipient of its own
    std::int64_t gift_version = 0;     // the catalogue's, on applied_on; 0 while the code is unknown
    long file_line = 0;

    std::string gift_key() const { return gift_code.empty() ? "none" : gift_code; }
};

/// One application with one amount, and the snapshot of who gave it.
struct Donation {
    DonationId id;
    DonationNumber number{FiscalYear{2000}, 0};
    PortalOrderKey order;
    DonorId donor;
    DonorKind donor_kind = DonorKind::Individual;
    Contact contact;  // the applicant as given with this donation
    ContactId contact_id;
    std::optional<Contact> documents_contact;  // where papers go, if elsewhere
    ContactId documents_contact_id;
    DonationState state = DonationState::Applied;
    Yen amount;
    Yen points;  // part paid by points; inside amount
    Date applied_on{2000, 1, 1};
    std::optional<Date> paid_on;
    std::optional<Date> received_on;
    std::string received_rule;     // code of the rule that gave received_on
    std::optional<Date> ended_on;  // day of cancellation or refund
    PaymentMethod payment_method = PaymentMethod::Other;
    std::string payment_written;  // the portal's word
    bool one_stop_requested = false;
    bool name_publication = false;
    bool name_damaged = false;
    GiftWish gift_wish = GiftWish::Unsaid;
    std::string on_behalf_of;  // 代理寄附: the municipality it is accepted for; empty: the city's own
    std::string remark;
    std::optional<FormerRecord> former;  // moved in from another system
    std::vector<PurposeShare> purposes;
    std::vector<GiftLine> gifts;
    JobId job;                      // the import that brought it; 0 for entry by hand
    long file_row = 0;              // record number after the header
    long file_line = 0;             // first physical line
    std::int64_t content_hash = 0;  // of the portal's record, to see at once that nothing changed
    std::optional<Date> masked_on;  // 保存期間満了: since then it names nobody
    int version = 1;
    OperationId created_by;
    OperationId changed_by;
};

/// A donation that ends takes its gift orders with it (rules.md 5.6): what is not on its way yet is cancelled.
void stop_gifts(Donation& donation);
/// The donation counts after all: what was cancelled is ordered again.
void resume_gifts(Donation& donation);

}  // namespace furusato::domain
