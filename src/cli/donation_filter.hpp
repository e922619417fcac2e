#pragma once

#include <string>

#include "cli/context.hpp"
#include "furusato/application/donations.hpp"

namespace furusato::cli {

/// The options by which commands choose donations, as typed.
struct FilterOptions {
    std::string search, portal, state, payment_method, received_from, received_through, applied_from,
        applied_through, tax_year, amount_from, amount_through, purpose, gift, gift_wish, on_behalf_of,
        prefecture, duty, saved;
    bool damaged = false;
    bool unreceipted = false;
    bool one_stop = false;
    bool unsettled = false;
    bool on_behalf = false;
    bool resident_gift = false;
    bool corporate_scheme = false;
};

void add_filter_options(const Syntax& command, FilterOptions& options);

/// With what a saved search says where nothing else is typed. Throws Refusal{NotFound, "search.unknown"}.
FilterOptions with_saved(const Context& context, FilterOptions options);

/// As a saved search keeps it: an option a line. Throws as with_saved(), and Refusal{Invalid, "search.word_not_kept"}: a search word may be
/// a name.
std::string filter_text(const Context& context, const FilterOptions& options);

/// Throws as with_saved(), and Refusal{Invalid, "option.invalid"}.
application::DonationFilter filter_of(const Context& context, const FilterOptions& options);

/// What was chosen by, for a file's head and the log of accesses: values, but no search word, which may be a name.
std::string filter_names(const Context& context, const FilterOptions& options);

}  // namespace furusato::cli
