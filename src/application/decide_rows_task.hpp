#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "application/donation_writer.hpp"
#include "application/plan_orders.hpp"
#include "furusato/application/decide_rows.hpp"

namespace furusato::application {

/// A later file of the portal changed the donation: what an older row says is old.
inline constexpr auto kNewerFile = "import_rows.newer_file";

/// Instead of a column: the record does not count.
inline constexpr long kDropped = -1;

/// What is to be done with which rows.
struct DecideRows::Task {
    ImportJob job;
    OperationStart start{{}, {}, {}, {}, {}, domain::Date{2000, 1, 1}};
    std::vector<StagedRow> staged;           // all of the job
    std::set<long> lines;                    // those whose orders are taken again
    std::vector<CorrectedCell> corrections;  // of earlier
    std::vector<CorrectedCell> new_cells;    // of this task
    std::set<std::string> decided;           // conflicts in which the file's values count
    bool keeps_ours = false;
};

/// Orders with their decisions; donors that they found live in the planner.
struct DecideRows::Plan {
    Plan(MasterNames its_names, CorporateSchemeCheck its_scheme, const Digests& digests,
        const domain::DonorMatchRule& matching, domain::OperationId operation, domain::Date today,
        bool has_donors)
        : names{std::move(its_names)},
          scheme{std::move(its_scheme)},
          planner{digests, names, scheme, matching, operation, today, has_donors}
    {}

    MasterNames names;
    CorporateSchemeCheck scheme;
    OrderPlanner planner;  // refers to both
    std::vector<PlannedOrder> orders{};
};

/// What one operation of a task writes.
struct DecideRows::Rows {
    domain::OperationId operation;
    DonationWriter writer;
    DonationIds next;
    std::int64_t next_donation = 0;
    std::int64_t donations_left = 0;
    std::map<int, std::int64_t> next_number;  // by fiscal year
    std::vector<HistoryEntry>& touched;
    DonationRows donations{};
    std::vector<std::int64_t> taken{};  // parked records
    std::vector<std::int64_t> kept{};
    std::vector<std::int64_t> old_issues{};
    std::vector<StagedRow> new_issues{};
};

/// The first lines of an order's records.
std::set<long> lines_of(const portal_import::OrderOutcome& outcome);

/// Decides about parked records and says so in history.
void decide_about(Records& records, const Digests& digests, const std::vector<std::int64_t>& parked,
    const std::string& state, domain::OperationId operation, std::vector<HistoryEntry>& touched);

}  // namespace furusato::application
