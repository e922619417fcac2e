#pragma once

#include <string>

#include "furusato/application/load_city.hpp"
#include "furusato/domain/campaign.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::tests {

/// 周南 太郎 of 徳山港町.
domain::Contact a_contact();
/// A name with a variation selector, 𠮷 and U+FA10, texts with line breaks, every field filled.
domain::Contact an_unusual_contact();
/// Every text as long as its column, in characters of four bytes.
domain::Contact a_longest_contact();
/// The text so many times.
std::string repeated(const std::string& text, int times);

/// By card, received on 2023-12-10 through choice, one gift SN001, one purpose; ids are given when it is stored.
domain::Donation a_donation(std::int64_t yen = 10'000);
domain::GiftLine a_gift_line(const std::string& code, std::int64_t yen);

/// 2023-12-01 to 2023-12-31, without gifts.
domain::Campaign a_campaign(const std::string& code);

/// Settings of 周南市 from 2003-04-21 on, the funds and purposes that the sample files name.
application::CityMasters a_city();

}  // namespace furusato::tests
