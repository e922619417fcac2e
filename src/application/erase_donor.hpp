#pragma once

#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/manage_retention.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/domain/donation.hpp"

namespace furusato::application {

/// Takes from a donor what only his erased donation told of him, and everything with the last one of them.
class DonorEraser {
public:
    DonorEraser(
        Records& records, const Digests& digests, const RetentionRules& rules, domain::OperationId operation)
        : records_{records}, digests_{digests}, rules_{rules}, operation_{operation}
    {}

    /// `past` is the donation as it was before it was erased, with what it had been before; `nobody` what it is now.
    void erase(domain::DonorId donor, const std::vector<domain::Donation>& past,
        const domain::Donation& nobody, std::vector<HistoryEntry>& touched);

private:
    void erase_wholly(domain::DonorId donor, const std::vector<domain::Donation>& past,
        const domain::Donation& nobody, std::vector<HistoryEntry>& touched);
    void erase_record(domain::DonorId donor, std::vector<HistoryEntry>& touched);
    void erase_in_part(domain::DonorId donor, const std::vector<domain::Donation>& past,
        const std::vector<domain::Donation>& others);
    void show_as(domain::DonorId donor, const domain::Donation& newest);
    void mask_what_only_they_told(domain::DonorId donor, const std::vector<domain::Donation>& past,
        const std::vector<domain::Donation>& kept);

    Records& records_;
    const Digests& digests_;
    const RetentionRules& rules_;
    domain::OperationId operation_;
};

}  // namespace furusato::application
