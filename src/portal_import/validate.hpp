#pragma once

#include "furusato/portal_import/pipeline.hpp"
#include "portal_import/clean_order.hpp"
#include "portal_import/map_columns.hpp"

namespace furusato::portal_import {

/// Decides what becomes of an order: a draft, held for a person, or in error as a whole.
OrderOutcome validate(CleanOrder order, const ColumnMap& columns, const ImportSettings& settings);

/// Whether nothing but later shipments of subscriptions is there, without an amount: their donation stands with the first shipment.
bool holds_later_shipments_only(const CleanOrder& order);
/// The outcome of records that say nothing new.
OrderOutcome skipped_rows(const CleanOrder& order);

/// The outcome of a record that belongs to no order.
OrderOutcome stray_row(long line, long row, std::string raw, Fault fault);

}  // namespace furusato::portal_import
