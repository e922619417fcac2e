#include "portal_import/damaged_cells.hpp"

#include <algorithm>

#include "portal_import/order_number.hpp"

namespace furusato::portal_import {

std::optional<Field> first_damaged(const MappedRow& row)
{
    // An order number makes a record nobody's, so it is looked at before.
    constexpr Field fields[] = {Field::LineId, Field::PostalCode, Field::PostalCode2, Field::Phone,
        Field::Phone2, Field::Phone3, Field::GiftCode, Field::RecipientPostalCode,
        Field::RecipientPostalCode2, Field::RecipientPhone, Field::RecipientPhone2, Field::RecipientPhone3,
        Field::FormerNumber};
    const auto* const found = std::find_if(std::begin(fields), std::end(fields),
        [&row](Field field) { return is_damaged_by_spreadsheet(row[field]); });
    if (found == std::end(fields)) return std::nullopt;
    return *found;
}

}  // namespace furusato::portal_import
