#pragma once

#include <string>

#include "cli/context.hpp"
#include "furusato/application/donations.hpp"

namespace furusato::cli {

/// The options by which commands choose donations, as typed.
struct FilterOptions {
    std::string search, portal, state, payment_method, received_from, received_through, applied_from,
        applied_through, tax_year, amount_from, amount_through, purpose, gift, prefecture;
    bool damaged = false;
    bool unreceipted = false;
    bool one_stop = false;
    bool resident_gift = false;
    bool corporate_scheme = false;
};

void add_filter_options(CLI::App& command, FilterOptions& options);

/// Throws Refusal{Invalid, "option.invalid"}.
application::DonationFilter filter_of(const Context& context, const FilterOptions& options);

/// What was chosen by, for a file's head and the log of accesses: values, but no search word, which may be a name.
std::string filter_names(const Context& context, const FilterOptions& options);

}  // namespace furusato::cli
