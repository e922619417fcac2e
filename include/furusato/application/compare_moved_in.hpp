#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/donations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/portal_import/byte_source.hpp"

namespace furusato::application {

/// Received donations of one portal and tax year: here, and as the former system counted them.
struct MovedInTotal {
    FormerTotal here;  // zeros where only the former system has any
    std::optional<std::int64_t> expected_donations;
    std::optional<domain::Yen> expected_amount;
    bool is_different() const
    {
        return (expected_donations && *expected_donations != here.donations) ||
               (expected_amount && *expected_amount != here.amount);
    }
};

/// Proves that a move from another system lost nothing: totals per portal and tax year against that system's own.
class CompareMovedIn {
public:
    /// `portals`: names that the former system writes → portal ids.
    CompareMovedIn(Store& store, std::map<std::string, std::string> portals)
        : store_{store}, portals_{std::move(portals)}
    {}

    /// Without `expected` the totals alone; with it (CSV: ポータル, 年, 件数, 金額) every line of either side.
    /// Throws Refusal{Invalid, "file.…" | "totals.invalid"}.
    std::vector<MovedInTotal> execute(portal_import::ByteSource* expected);

private:
    Store& store_;
    std::map<std::string, std::string> portals_;
};

}  // namespace furusato::application
