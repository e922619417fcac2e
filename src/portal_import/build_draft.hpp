#pragma once

#include "furusato/portal_import/donation_draft.hpp"
#include "furusato/portal_import/fold_text.hpp"
#include "portal_import/clean_order.hpp"

namespace furusato::portal_import {

/// The donation that the lines of an order make together, with its comparison keys; its state is set by
/// validate().
DonationDraft build_draft(CleanOrder& order, const NameFolds& folds);

}  // namespace furusato::portal_import
