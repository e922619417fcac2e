#pragma once

#include <optional>
#include <string>
#include <vector>

#include "persistence/sql_donation_filter.hpp"

namespace furusato::persistence {

/// One condition of a filter that an index of its own answers: the numbers of its donations, read from that index alone.
struct Lead {
    std::string select;  // "SELECT … AS id FROM …", each donation once
    Connection::Values values;
    std::string condition;  // on donations d, where their own index gives them in order of entry; else empty
    bool is_whole = false;  // the filter asks nothing else
};

/// The conditions of a filter that may lead to its donations.
std::vector<Lead> leads_of(const application::DonationFilter& filter, Connection& connection);

/// How many donations a lead has, counted no further than `most`.
std::int64_t count_up_to(Connection& connection, const Lead& lead, std::int64_t most);

/// The lead with the fewest donations, where it has at most `most`.
std::optional<Lead> rarest(Connection& connection, const std::vector<Lead>& leads, std::int64_t most);

/// The conditions and: the donation is one of the lead's.
Where led_by(Where where, const Lead& lead);

}  // namespace furusato::persistence
