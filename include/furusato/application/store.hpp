#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "furusato/application/storage_error.hpp"

namespace furusato::application {

class Operations;
class Donations;
class Donors;
class Revenue;
class Catalogue;
class ImportJobs;
class Settings;
class Targets;
class Receipts;
class Payments;
class DonorRecords;
class Tickets;
class Masters;
class Retention;
class DonorMatching;

/// All repositories within one transaction.
struct Records {
    Operations& operations;
    Donations& donations;
    Donors& donors;
    Revenue& revenue;
    Catalogue& catalogue;
    ImportJobs& import_jobs;
    Settings& settings;
    Targets& targets;
    Receipts& receipts;
    Payments& payments;
    DonorRecords& donor_records;
    Tickets& tickets;
    Masters& masters;
    Retention& retention;
    DonorMatching& donor_matching;
};

/// Confirmed: on disk when the call returns. Deferred: atomic, but on disk only with the next confirmed one (batches of an import).
/// Bulk: as Deferred, for batches of many rows (a database may load them in another way).
enum class Durability { Confirmed, Deferred, Bulk };

/// How many numbers of a kind are wanted.
struct IdDemand {
    std::string kind;
    std::int64_t count = 0;
};

/// Port: the ledger. Use cases own transactions; repositories never commit.
class Store {
public:
    virtual ~Store() = default;
    /// Runs the work in one write transaction; an exception rolls it back. The work may run again from its start after a conflict.
    virtual void write(Durability durability, const std::function<void(Records&)>& work) = 0;
    /// Runs the work on one unchanging picture of the ledger; it waits for nobody and nobody waits for it.
    virtual void read(const std::function<void(Records&)>& work) = 0;
    /// Whether the work of a read may run a second time (a server that was lost); it must then not move from what it was given.
    virtual bool may_read_again() const { return true; }
    /// Draws numbers of several kinds ("donation", "gift_line" …) in one short transaction of its own; gives the first of each
    /// (0 where none is wanted). Gaps are harmless.
    virtual std::vector<std::int64_t> draw_ids(const std::vector<IdDemand>& demands) = 0;
    std::int64_t draw_ids(std::string_view kind, std::int64_t count)
    {
        return draw_ids({{std::string{kind}, count}}).front();
    }

    /// How long one of many write transactions in a row may take before others feel it (ARCHITECTURE.md "Writers side by side").
    virtual std::chrono::milliseconds batch_time() const = 0;
    /// For the first load of a ledger without donations: leaves out the indexes by which lists are searched, where the database can make
    /// them in one go afterwards. Nothing is lost with a process that dies between: whoever opens the ledger next makes them.
    virtual void leave_indexes_out() {}
    /// Makes the indexes that are missing.
    virtual void make_indexes() {}
    /// What is wrong with the store itself (schema changed by hand, foreign keys broken); codes with details, empty if nothing.
    virtual std::vector<std::string> find_structural_faults() = 0;
};

}  // namespace furusato::application
