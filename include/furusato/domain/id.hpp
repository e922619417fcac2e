#pragma once

#include <compare>
#include <cstdint>

namespace furusato::domain {

/// A row's identity, typed by what it identifies, so that a donor's id never passes for a donation's.
template <class Entity>
struct Id {
    std::int64_t value = 0;
    friend constexpr auto operator<=>(Id, Id) = default;
};

using OperationId = Id<struct Operation>;
using JobId = Id<struct ImportJob>;
using DonorId = Id<struct Donor>;
using ContactId = Id<struct Contact>;
using DonationId = Id<struct Donation>;
using GiftLineId = Id<struct GiftLine>;
using GiftId = Id<struct Gift>;
using SupplierId = Id<struct Supplier>;
using PurposeId = Id<struct Purpose>;
using CampaignId = Id<struct Campaign>;
using ReceiptId = Id<struct Receipt>;
using TicketId = Id<struct Ticket>;

}  // namespace furusato::domain
