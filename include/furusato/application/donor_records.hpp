#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "furusato/application/donations.hpp"
#include "furusato/domain/donor_record.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::application {

/// What all donations of a donor say together; those of open operations are left out.
struct DonorTotals {
    std::vector<domain::StatedContact> stated;  // in order of days
    std::vector<domain::StatedContact> erased;  // of donations whose time is over: nothing but the prefecture
    std::int64_t donations = 0;                 // received ones
    domain::Yen amount;

    /// What tells of the donor: erased donations only when there are no others.
    const std::vector<domain::StatedContact>& telling() const { return stated.empty() ? erased : stated; }
    /// Nothing of his donations names him any more.
    bool is_wholly_erased() const { return stated.empty() && !erased.empty(); }
};

/// Repository: donors as clerks see and keep them. Donors of open operations are left out.
class DonorRecords {
public:
    virtual ~DonorRecords() = default;
    /// In order of id; a donor whom nobody edited has version 1 and nothing of his own.
    virtual std::vector<domain::DonorRecord> find_all(const std::vector<domain::DonorId>& ids) = 0;
    virtual std::optional<domain::DonorRecord> find(domain::DonorId id) = 0;
    /// Stores the record, whose version is one more than the stored one's; false when somebody else was first.
    virtual bool save(const domain::DonorRecord& record) = 0;
    /// Every edited donor in order of id.
    virtual void for_each_edited(const std::function<void(const domain::DonorRecord&)>& visit) = 0;
    /// Whose address is not shown (支援措置).
    virtual std::set<domain::DonorId> protected_donors() = 0;
    /// The donors of the donations that the filter leaves, in order of donor, from the one after `after` on.
    virtual std::vector<domain::DonorId> donors_of(
        const DonationFilter& filter, domain::DonorId after, std::int64_t limit) = 0;
    virtual std::int64_t count_donors_of(const DonationFilter& filter) = 0;
    /// One for each id, in the order of the ids.
    virtual std::vector<DonorTotals> totals_of(const std::vector<domain::DonorId>& ids) = 0;
};

}  // namespace furusato::application
