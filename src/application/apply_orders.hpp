#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "application/donation_writer.hpp"
#include "application/id_reserve.hpp"
#include "application/plan_orders.hpp"
#include "application/waiting_terms.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// When the keys of donors are written: for small files with their batch; for large ones in sorted runs, as search terms always are,
/// because each batch for itself would touch every page of their table.
enum class KeyWriting { WithEachBatch, InRuns };

/// Writes planned orders, one short transaction per batch: donations, donors, revenue entries, daily sums and history together.
class OrderWriter {
public:
    OrderWriter(Store& store, const Digests& digests, const ImportJob& job, KeyWriting key_writing)
        : store_{store},
          digests_{digests},
          job_{job},
          key_writing_{key_writing},
          reserve_{store},
          donations_{digests, job.operation, job.business_date}
    {}

    /// What of a batch can be worked out before its transaction.
    class Prepared;
    /// Gives ids to new donations and works out their rows; may go on beside the writing of the batch before.
    Prepared prepare(std::vector<PlannedOrder>& orders);
    /// Draws numbers for the batch after the next one, at a moment when nothing is written.
    void draw_ahead();
    /// Writes the batch; updates whose donation somebody else changed since the plan become held. `seen_at` goes into the job, so
    /// that other machines know that it is alive. Throws StorageError "import.taken_over" when another process has the job.
    void apply(Prepared& prepared, std::vector<PlannedOrder>& orders, const std::string& seen_at);
    /// Writes the keys and search terms that still wait; before the job is done.
    void finish();
    /// Keys and terms of orders that an interrupted run stored: it may have ended before theirs were written. The keys are written at
    /// once, so that what follows finds these donors.
    void take_up_again(const std::vector<PlannedOrder>& orders);
    /// A sign of life where there is nothing to write.
    void touch(const std::string& seen_at);

private:
    /// All rows of one batch.
    struct Batch : DonationRows {
        std::vector<ParkedRow> parked;
    };

    /// The next free id of each kind, drawn for one batch before its transaction starts.
    struct NextIds : DonationIds {
        std::int64_t donation = 0;
        std::int64_t parked = 0;
        std::map<int, std::int64_t> number;  // donation numbers by fiscal year
    };

    NextIds draw_ids(const std::vector<PlannedOrder>& orders);
    void add(PlannedOrder& order, Prepared& prepared) const;
    void update(Records& records, PlannedOrder order, Batch& batch);
    void hold_changed(Records& records, std::vector<PlannedOrder*>& updates) const;
    void park(const PlannedOrder& order, Batch& batch);
    void write(Records& records, const Batch& batch);
    void put_aside(Batch& batch);
    void write_keys();
    void write_terms();
    void require_ownership(Records& records, const std::string& seen_at) const;

    Store& store_;
    const Digests& digests_;
    const ImportJob& job_;
    const KeyWriting key_writing_;
    IdReserve reserve_;
    DonationWriter donations_;
    std::int64_t issues_written_ = 0;
    WaitingTerms waiting_terms_;
    std::vector<std::pair<std::int64_t, domain::DonorId>> waiting_keys_;
    std::map<std::int64_t, std::int64_t> fingerprints_;  // how often a record stood in this file

    NextIds next_;

    /// What a transaction that runs again starts from.
    struct AsPlanned {
        NextIds next;
        std::int64_t issues_written = 0;
        std::map<std::int64_t, std::int64_t> fingerprints;
        std::vector<std::size_t> issue_counts;  // of the updates
    };
    static std::vector<std::size_t> issue_counts(const std::vector<PlannedOrder*>& updates);
    void restore(const AsPlanned& planned, const std::vector<PlannedOrder*>& updates);
};

class OrderWriter::Prepared {
    friend class OrderWriter;
    Batch rows_;
    NextIds next_;  // those that are left for changes and parked rows
};

}  // namespace furusato::application
