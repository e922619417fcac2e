#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "furusato/application/donations.hpp"
#include "persistence/connection.hpp"

namespace furusato::persistence {

/// Whether a condition may choose the index by which donations are read. Where it may not, SQLite keeps to the order of the walk; MySQL
/// decides by its own statistics.
enum class Indexes { May, MayNot };

/// The conditions of a filter as SQL with bound values; "d" donations, "c" contact, "r" valid receipt.
struct Where {
    std::string sql = "1 = 1";
    Connection::Values values;
    bool needs_contact = false;
    bool needs_receipt = false;

    void add(const std::string& condition, std::initializer_list<Value> bound)
    {
        sql += " AND " + condition;
        values.insert(values.end(), bound.begin(), bound.end());
    }
    /// " FROM donations d" with just the tables that the conditions name, " WHERE " and the conditions.
    std::string from() const;
};

/// "%text%" for LIKE … ESCAPE '!'.
std::string like_pattern(const std::string& text);

/// What the filter leaves, without its order, cursor and limit; also left out is what an open operation brought.
Where where_of(
    const application::DonationFilter& filter, Connection& connection, Indexes indexes = Indexes::May);

/// The same without what a search word found: its terms and numbers.
Where where_without_search(
    const application::DonationFilter& filter, Connection& connection, Indexes indexes = Indexes::May);

/// Every portal that has donations.
std::vector<std::string> portals_of(Connection& connection);

/// Donations that a former system knew under one of these numbers.
std::vector<std::int64_t> former_donations(Connection& connection, const std::vector<std::string>& numbers);

}  // namespace furusato::persistence
