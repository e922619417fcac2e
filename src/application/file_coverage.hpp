#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/application/import_changes.hpp"
#include "furusato/application/store.hpp"
#include "furusato/portal_import/donation_draft.hpp"

namespace furusato::application {

/// Which orders a file names and which days of application it covers; eight bytes an order.
class FileCoverage {
public:
    void add(const portal_import::OrderOutcome& outcome);
    /// Donations of the portal and of these days that the file does not name, but those that the operation itself brought.
    std::vector<VanishedDonation> find_vanished(
        Records& records, const std::string& portal, domain::OperationId operation);

private:
    std::vector<std::size_t> orders_;  // hashes of their numbers
    std::optional<domain::Date> first_;
    std::optional<domain::Date> last_;
};

}  // namespace furusato::application
