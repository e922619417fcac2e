#pragma once

#include "furusato/application/change_donation.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Replaces, adds and removes gift lines as a clerk typed it. Throws Refusal as ChangeDonation::edit.
void apply_gift_edits(
    Records& records, domain::Donation& donation, const GiftEdits& gifts, const domain::Date& today);

/// Throws Refusal{Conflict, "gift.exceeds_donation"} where the gifts are offered from a larger donation on only.
void check_required_donation(Records& records, const domain::Donation& donation);

/// "SN001 ×1、SN002 ×2", for people.
std::string gifts_in_words(const domain::Donation& donation);

}  // namespace furusato::application
