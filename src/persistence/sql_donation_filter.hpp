#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "furusato/application/donations.hpp"
#include "persistence/connection.hpp"

namespace furusato::persistence {

/// Which conditions may choose the index by which donations are read: all, those on donations themselves, or none. Where none may, SQLite
/// keeps to the order of the walk; MySQL decides by its own statistics.
enum class Indexes { May, OfFacts, MayNot };

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

/// Whether a search word found donors or numbers.
bool is_searched(const application::DonationFilter& filter);

/// Whether an index answers the filter with a few rows.
bool names_few(const application::DonationFilter& filter);

/// The conditions and: the column is one of the list.
Where in_list(Where where, const char* column, const Connection::Values& list);

/// MIN or MAX of a column of donations; nullopt without any.
std::optional<std::int64_t> edge(Connection& connection, const char* function, const char* column);

/// Runs `visit` with the filter's conditions for each fiscal year, and for donations without one, until it says no.
void for_each_year(Connection& connection, const application::DonationFilter& filter,
    const std::function<bool(const Where&)>& visit);

/// Every portal that has donations.
std::vector<std::string> portals_of(Connection& connection);

/// Donations that a former system knew under one of these numbers.
std::vector<std::int64_t> former_donations(Connection& connection, const std::vector<std::string>& numbers);

}  // namespace furusato::persistence
