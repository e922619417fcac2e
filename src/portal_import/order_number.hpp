#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace furusato::portal_import {

/// The bytes of an order number without blanks around it, in either encoding.
std::string_view order_number_bytes(std::string_view cell);

/// Why these bytes are no order number, as an issue code; nullopt when they are one. A spreadsheet's
/// 3.89493E+11 or 4809357.0 has lost digits: many orders share it, so such a record belongs to none.
std::optional<std::string_view> order_number_fault(std::string_view bytes);

/// Whether a spreadsheet has left 3.89493E+11, 4809357.0, #### or #N/A in the place of a number.
bool is_damaged_by_spreadsheet(std::string_view text);

/// The order's key while the file is read; `portal` is the cell of a layout that lists several portals, else empty.
std::uint64_t order_hash(std::string_view bytes, std::string_view portal);
/// The same as text.
std::string order_key(std::string_view number, std::string_view portal);

}  // namespace furusato::portal_import
