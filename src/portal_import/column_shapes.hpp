#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/domain/wareki.hpp"
#include "furusato/portal_import/portal_profile.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// What can stand in the columns of a file, as far as it is beyond doubt: a date in a column of dates, a known word in one of states.
class ColumnShapes {
public:
    ColumnShapes(const ColumnMap& columns, const PortalProfile& profile, const domain::EraTable& eras);

    std::size_t size() const { return columns_.size(); }
    /// Whether this text (UTF-8) can be a cell of the column.
    bool fits(std::size_t column, std::string_view text) const;
    /// Whether commas and line breaks are to be expected in the column: addresses, names, remarks, and whatever no field knows.
    bool is_free(std::size_t column) const { return columns_[column].is_free; }
    /// Whether cells begin a row: one of them stands in the column of order numbers and is one.
    bool begin_row(const std::vector<std::string>& cells) const;
    /// Whether its cells are figures, which may be written 10,000.
    bool is_figure(std::size_t column) const { return columns_[column].is_figure; }

private:
    struct Column {
        std::function<bool(std::string_view)> fits;
        bool is_free = true;
        bool is_figure = false;
    };
    static Column column_for(Field field, const PortalProfile& profile, const domain::EraTable& eras);

    std::vector<Column> columns_;
    std::size_t order_number_;
};

}  // namespace furusato::portal_import
