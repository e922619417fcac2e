#include "furusato/domain/donation.hpp"

#include "domain/key_table.hpp"

namespace furusato::domain {
namespace {

using MoveRow = std::array<StateMove, kDonationStateKeys.size()>;

constexpr auto kSame = StateMove::Same;
constexpr auto kNext = StateMove::Forward;
constexpr auto kRefund = StateMove::Refund;
constexpr auto kBack = StateMove::Backwards;

// An ended donation stays as it ended, whatever word the portal has for the end; money received and then given back is
// a refund under each of these words. Only the city itself, never a portal, moves a donation backwards.
constexpr std::array<MoveRow, kDonationStateKeys.size()> kMoves{{
    //  told: applied, awaiting_payment, received, cancelled, refunded, refused, withdrawn (which no file tells)
    MoveRow{kSame, kNext, kNext, kNext, kNext, kNext, kBack},        // from applied
    MoveRow{kBack, kSame, kNext, kNext, kNext, kNext, kBack},        // from awaiting_payment
    MoveRow{kBack, kBack, kSame, kRefund, kRefund, kRefund, kBack},  // from received
    MoveRow{kBack, kBack, kBack, kSame, kSame, kSame, kBack},        // from cancelled
    MoveRow{kBack, kBack, kBack, kSame, kSame, kSame, kBack},        // from refunded
    MoveRow{kBack, kBack, kBack, kSame, kSame, kSame, kBack},        // from refused
    MoveRow{kBack, kBack, kBack, kBack, kBack, kBack, kSame},        // from withdrawn
}};

}  // namespace

std::optional<ShippingState> shipping_state_of(std::string_view key)
{
    return enumerator_of<ShippingState>(kShippingStateKeys, key);
}

std::optional<GiftWish> gift_wish_of(std::string_view key)
{
    return enumerator_of<GiftWish>(kGiftWishKeys, key);
}

std::optional<DonationState> donation_state_of(std::string_view key)
{
    return enumerator_of<DonationState>(kDonationStateKeys, key);
}

StateMove move_between(DonationState from, DonationState told)
{
    return kMoves[static_cast<std::size_t>(from)][static_cast<std::size_t>(told)];
}

bool has_former_receipt(const Donation& donation)
{
    return donation.former && !donation.former->receipt_number.empty();
}

void stop_gifts(Donation& donation)
{
    for (GiftLine& line : donation.gifts) {
        if (line.shipping_state == key_of(ShippingState::Ordered) ||
            line.shipping_state == key_of(ShippingState::Requested))
            line.shipping_state = key_of(ShippingState::Cancelled);
    }
}

void resume_gifts(Donation& donation)
{
    for (GiftLine& line : donation.gifts) {
        if (line.shipping_state == key_of(ShippingState::Cancelled))
            line.shipping_state = key_of(ShippingState::Ordered);
    }
}

}  // namespace furusato::domain
