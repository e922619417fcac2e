#pragma once

#include <vector>

#include "furusato/application/digests.hpp"
#include "furusato/application/operations.hpp"
#include "furusato/application/store.hpp"
#include "furusato/application/tickets.hpp"

namespace furusato::application {

/// Takes their words from tickets: what was said, about what, and what was done. Who, when, why and how it ended stay.
class TicketEraser {
public:
    TicketEraser(Records& records, const Digests& digests, domain::OperationId operation,
        std::vector<HistoryEntry>& touched)
        : records_{records}, digests_{digests}, operation_{operation}, touched_{touched}
    {}

    void erase_of(domain::DonationId donation);
    void erase_of(domain::DonorId donor);

private:
    void erase(const TicketFilter& filter);

    Records& records_;
    const Digests& digests_;
    domain::OperationId operation_;
    std::vector<HistoryEntry>& touched_;
};

}  // namespace furusato::application
