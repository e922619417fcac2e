#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "application/donation_writer.hpp"
#include "application/plan_orders.hpp"
#include "furusato/application/digests.hpp"
#include "furusato/application/import_jobs.hpp"
#include "furusato/application/store.hpp"

namespace furusato::application {

/// Writes planned orders, one short transaction per batch: donations, donors, revenue entries, daily sums and history together.
class OrderWriter {
public:
    OrderWriter(Store& store, const Digests& digests, const ImportJob& job)
        : store_{store}, digests_{digests}, job_{job}, donations_{digests, job.operation, job.business_date}
    {}

    /// Writes the batch; updates whose donation somebody else changed since the plan become held. `seen_at` goes into the job, so
    /// that other machines know that it is alive. Throws StorageError "import.taken_over" when another process has the job.
    void apply(std::vector<PlannedOrder>& orders, const std::string& seen_at);
    /// Writes the search terms that still wait; before the job is done.
    void finish();
    /// Terms of orders that an interrupted run stored: it may have ended before theirs were written.
    void take_terms_again(std::vector<PlannedOrder>& orders);
    /// A sign of life where there is nothing to write.
    void touch(const std::string& seen_at);

private:
    /// All rows of one batch.
    struct Batch : DonationRows {
        std::vector<ParkedRow> parked;
    };

    void draw_ids(const std::vector<PlannedOrder>& orders);
    void add(PlannedOrder& order, Batch& batch);
    void update(Records& records, PlannedOrder order, Batch& batch);
    void hold_changed(Records& records, std::vector<PlannedOrder*>& updates) const;
    void park(const PlannedOrder& order, Batch& batch);
    void write(Records& records, const Batch& batch);
    void put_terms_aside(Batch& batch);
    void write_terms();
    void require_ownership(Records& records, const std::string& seen_at) const;

    Store& store_;
    const Digests& digests_;
    const ImportJob& job_;
    DonationWriter donations_;
    std::int64_t issues_written_ = 0;
    std::vector<DonorTerm> waiting_terms_;
    std::map<std::int64_t, std::int64_t> fingerprints_;  // how often a record stood in this file

    /// The next free id of each kind, drawn for one batch before its transaction starts.
    struct NextIds : DonationIds {
        std::int64_t donation = 0;
        std::int64_t parked = 0;
        std::map<int, std::int64_t> number;  // donation numbers by fiscal year
    } next_;

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

}  // namespace furusato::application
