#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "furusato/application/import_portal_csv.hpp"

namespace furusato::cli {

// What the commands of imports say alike.

nlohmann::json counts_json(const application::OutcomeCounts& counts, bool with_skipped);
void print_counts(
    const Context& context, const application::OutcomeCounts& rows, const application::OutcomeCounts& orders);

/// What the sentence of an issue is filled with: its column in words where it is a field of the ledger.
domain::Refusal::Details issue_details(const Context& context, const portal_import::RowIssue& issue);
/// Which command does what the issue asks for; {job} and {row} filled.
std::string hint_of(
    const Context& context, const portal_import::RowIssue& issue, const std::optional<domain::JobId>& job);
nlohmann::json issue_json(
    const Context& context, const portal_import::RowIssue& issue, const std::optional<domain::JobId>& job);
/// Where and what on one line, what to do on the next: a sentence that is cut off helps nobody.
void print_issue(
    const Context& context, const portal_import::RowIssue& issue, const std::optional<domain::JobId>& job);

nlohmann::json updates_json(const std::vector<application::UpdatedDonation>& updates);
/// The first ones, field by field.
void print_updates(const Context& context, const std::vector<application::UpdatedDonation>& updates);
/// The first numbers of so many.
void print_vanished(const Context& context, const std::vector<std::string>& numbers, std::int64_t in_all);

}  // namespace furusato::cli
