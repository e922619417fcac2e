#pragma once

#include <string>
#include <vector>

#include "furusato/domain/donation.hpp"
#include "persistence/connection.hpp"

namespace furusato::persistence {

/// The columns that donation_of reads, of donations d, former_records f, contacts c and, for papers, contacts p.
const std::string& donation_columns();

/// A donation without its parts.
domain::Donation donation_of(const Row& row);

/// Fills in purposes and gift lines of donations that are in order of id.
void load_parts(Connection& connection, std::vector<domain::Donation>& donations);

}  // namespace furusato::persistence
