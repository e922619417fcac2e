#pragma once

#include <optional>
#include <string>
#include <vector>

#include "application/donor_traces.hpp"
#include "furusato/application/clock.hpp"
#include "furusato/application/donor_matching.hpp"
#include "furusato/application/process_watch.hpp"
#include "furusato/domain/ticket.hpp"

namespace furusato::application {

/// The steps of merging and separating donors, as parts of one operation.
class DonationMover {
public:
    DonationMover(Records& records, const Digests& digests, const portal_import::NameFolds& folds,
        domain::OperationId operation, std::vector<HistoryEntry>& touched)
        : records_{records}, digests_{digests}, folds_{folds}, operation_{operation}, touched_{touched}
    {}

    /// Throws Conflict "merge.import_open" while an import may still bring donations, "merge.retention_running" while people are erased.
    void require_quiet(const ProcessWatch& processes, const std::string& now);
    /// A donor who stands for himself. Throws NotFound "donor.unknown", Conflict "donor.merged" or "donor.erased".
    domain::DonorRecord require_donor(domain::DonorId id);
    std::vector<domain::Donation> donations_of(domain::DonorId donor);

    void move(const domain::Donation& donation, domain::DonorId to);
    void move(domain::Ticket ticket, domain::DonorId to);
    /// The donor's tickets; with entries.
    std::vector<domain::Ticket> tickets_of(domain::DonorId donor);
    /// Stores a changed record with its history.
    void save(const domain::DonorRecord& before, domain::DonorRecord after, const domain::Date& day);

    /// What these donations, with their past, are found by.
    DonorTraces traces_of(const std::vector<domain::Donation>& donations);
    /// What the donor is found by: donations, record, and the records of whom he was made one with.
    DonorTraces traces_of(domain::DonorId donor);
    /// Lets the donor be found by these too; gives the hashes of those by which he was found already.
    std::set<std::int64_t> add_words(domain::DonorId donor, const DonorTraces& traces);
    std::int64_t hash_of(const domain::SearchTerm& term) const;

    /// Settles what was decided of two donors; a pair that nobody proposed is stored with this id.
    void settle(domain::DonorId one, domain::DonorId other, domain::PairState state, std::int64_t new_id);
    void store(DonorPair pair, domain::PairState state);
    /// Pairs of the donor, and of whom he was made one with: settled where both sides are one donor, two persons where they no longer are.
    void settle_pairs_of(domain::DonorId donor);

private:
    Records& records_;
    const Digests& digests_;
    const portal_import::NameFolds& folds_;
    domain::OperationId operation_;
    std::vector<HistoryEntry>& touched_;
};

}  // namespace furusato::application
