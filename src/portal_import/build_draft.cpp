#include "portal_import/build_draft.hpp"

#include <algorithm>
#include <utility>

#include "furusato/portal_import/search_terms.hpp"

namespace furusato::portal_import {
namespace {

void add_share(std::vector<domain::PurposeShare>& shares, domain::PurposeShare share)
{
    const auto same = std::find_if(shares.begin(), shares.end(), [&share](const domain::PurposeShare& other) {
        return other.written == share.written && other.written_code == share.written_code;
    });
    if (same == shares.end()) {
        shares.push_back(std::move(share));
    } else {
        same->amount += share.amount;
    }
}

}  // namespace

DonorKeys donor_keys(const domain::Donation& donation, const NameFolds& folds)
{
    const domain::Contact& contact = donation.contact;
    DonorKeys keys;
    if (!donation.name_damaged) keys.name = folds.name_key(contact.name);
    keys.kana = folds.kana_key(contact.kana);
    keys.phone = contact.phone;
    keys.mail = mail_key(contact.mail);
    keys.postal_code = contact.postal_code;
    keys.birth_date = contact.birth_date;
    keys.address = folds.address_key(contact.postal_code, contact.street, contact.building);
    return keys;
}

DonationDraft build_draft(CleanOrder& order, const NameFolds& folds)
{
    DonationDraft draft{std::move(order.donation), {}, {}};
    domain::Donation& donation = draft.donation;
    std::uint64_t content_hash = 0;
    for (CleanLine& line : order.lines) {
        donation.amount += line.gift.amount;
        donation.one_stop_requested = donation.one_stop_requested || line.is_one_stop_requested;
        add_share(donation.purposes, std::move(line.purpose));
        line.gift.line_number = static_cast<int>(donation.gifts.size()) + 1;
        donation.gifts.push_back(std::move(line.gift));
        content_hash += line.content_hash;  // a sum: the order of the lines says nothing
    }
    if (order.amount) donation.amount = *order.amount;
    if (!order.purposes.empty()) donation.purposes = std::move(order.purposes);
    donation.content_hash = static_cast<std::int64_t>(content_hash);
    donation.points = std::min(donation.points, donation.amount);
    donation.name_damaged = is_name_damaged(donation.contact.name);
    draft.keys = donor_keys(donation, folds);
    draft.terms = search_terms(donation.contact, folds);
    return draft;
}

}  // namespace furusato::portal_import
