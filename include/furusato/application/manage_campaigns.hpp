#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/audit_trail.hpp"
#include "furusato/application/caller.hpp"
#include "furusato/domain/campaign.hpp"

namespace furusato::application {

/// City-promotion campaigns: list, add, and link gifts to them.
class ManageCampaigns {
public:
    ManageCampaigns(Store& store, const Digests& digests, const Clock& clock)
        : store_{store}, digests_{digests}, trail_{store, digests, clock}
    {}

    std::vector<domain::Campaign> list();
    /// Throws Refusal{NotFound, "campaign.unknown"}.
    domain::Campaign find(const std::string& code);
    /// Stores a new campaign; without a code the next C-number is given. Throws Refusal{Conflict, "campaign.exists"} or
    /// Refusal{Invalid, "campaign.period"} when it ends before it starts. Gives it as stored.
    domain::Campaign add(domain::Campaign campaign, const Caller& caller);
    /// Links a gift for the campaign's period or a part of it. Throws Refusal{NotFound, "campaign.unknown" | "gift.unknown"} or
    /// Refusal{Invalid, "campaign.period"}.
    void link(const std::string& campaign_code, const std::string& gift_code,
        std::optional<domain::Date> starts_on, std::optional<domain::Date> ends_on, const Caller& caller);

private:
    std::string free_code();
    Store& store_;
    const Digests& digests_;
    AuditTrail trail_;
};

}  // namespace furusato::application
