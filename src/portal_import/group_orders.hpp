#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// All records of one order: copies taken out, contradictions marked.
struct PortalOrder {
    struct Line {
        MappedRow row;
        bool is_contradictory = false;  // says something else than an earlier record of the same place
        bool is_further_group = false;  // of the record of the line before
    };
    std::string order_number;
    std::vector<Line> lines;  // in file order
    long skipped_rows = 0;
};

/// What makes a record a copy: its line id; or, in layouts without one, the whole adjacent block of its
/// order.
enum class LineIdentity { LineId, AdjacentBlock };

/// Gathers the records of each order wherever they stand in the file.
class OrderGrouper {
public:
    explicit OrderGrouper(LineIdentity identity) : identity_{identity} {}

    /// Adds a record; gives the order when this was its last one.
    std::optional<PortalOrder> add(MappedRow row, bool is_last);
    /// The order whose last record turned out to be unusable, if any of it waits.
    std::optional<PortalOrder> complete(const std::string& key);  // order_key()
    /// Any order that still waits at the end of the file.
    std::optional<PortalOrder> take_any();

private:
    using Rows = std::vector<MappedRow>;
    PortalOrder grouped(Rows rows) const;

    LineIdentity identity_;
    std::unordered_map<std::string, Rows> waiting_;
};

}  // namespace furusato::portal_import
