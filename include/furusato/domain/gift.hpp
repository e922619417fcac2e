#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::domain {

/// Category of a catalogue item that stands for no gift at all (SN999 「返礼品なし（寄附のみ）」), if it costs nothing either.
inline constexpr std::string_view kNoGiftCategory = "返礼品なし";

/// A catalogue item as it stands in one version (valid_from to valid_to, both inclusive).
struct Gift {
    GiftId id;
    std::string code;  // upper case, unique
    std::string name;
    std::string delivery_name;  // as printed on shipping papers; empty = name
    std::string supplier_code;
    std::string supplier_name;
    Yen required_donation;
    Yen procurement_cost;  // per piece, tax included (rules.md 4.6)
    std::string category;
    std::string brand_mark;  // local brand certification, free text
    Date valid_from{2000, 1, 1};
    std::optional<Date> valid_to;

    bool is_no_gift() const { return category == kNoGiftCategory && procurement_cost == Yen{}; }
};

}  // namespace furusato::domain
