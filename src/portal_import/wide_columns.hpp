#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "furusato/portal_import/portal_profile.hpp"

namespace furusato::portal_import {

class HeaderIndex;

/// The columns of one numbered group of gift columns.
struct GiftColumns {
    int number = 0;
    std::vector<std::pair<Field, std::size_t>> columns;
};

/// The two columns of one purpose, and its name as the header writes it.
struct PurposeColumns {
    std::string label;
    std::size_t chosen = 0;
    std::size_t amount = 0;
};

/// What a header holds besides single fields; nothing in the layout of most portals.
struct WideColumns {
    std::vector<GiftColumns> gifts;
    std::vector<PurposeColumns> purposes;

    bool empty() const { return gifts.empty() && purposes.empty(); }
    /// All of them, in the order in which MappedRow keeps their cells: gifts first, then chosen and amount of each purpose.
    std::vector<std::size_t> columns() const;
};

/// The numbered groups and pairs of a profile that a header has.
WideColumns find_wide_columns(
    const std::vector<std::string>& headers, const HeaderIndex& index, const PortalProfile& profile);

}  // namespace furusato::portal_import
