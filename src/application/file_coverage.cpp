#include "application/file_coverage.hpp"

#include <algorithm>
#include <functional>

#include "furusato/application/donations.hpp"

namespace furusato::application {

void FileCoverage::add(const portal_import::OrderOutcome& outcome)
{
    // An order in error or held is in the file as well.
    orders_.push_back(std::hash<std::string>{}(outcome.order_number));
    if (!outcome.draft || outcome.kind != portal_import::OrderOutcome::Kind::Draft) return;
    const domain::Date day = outcome.draft->donation.applied_on;
    first_ = first_ ? std::min(*first_, day) : day;
    last_ = last_ ? std::max(*last_, day) : day;
}

std::vector<VanishedDonation> FileCoverage::find_vanished(
    Records& records, const std::string& portal, domain::OperationId operation)
{
    std::vector<VanishedDonation> vanished;
    if (!first_) return vanished;
    std::sort(orders_.begin(), orders_.end());
    records.donations.for_each_standing(
        portal, *first_, *last_, operation, [&](const std::string& number, const std::string& order_number) {
            const std::size_t hash = std::hash<std::string>{}(order_number);
            if (!std::binary_search(orders_.begin(), orders_.end(), hash))
                vanished.push_back({number, order_number});
        });
    return vanished;
}

}  // namespace furusato::application
