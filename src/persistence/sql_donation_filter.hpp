#pragma once

#include <initializer_list>
#include <string>

#include "furusato/application/donations.hpp"
#include "persistence/connection.hpp"

namespace furusato::persistence {

/// The conditions of a filter as SQL with bound values.
struct Where {
    std::string sql = "o.state <> 'open'";
    Connection::Values values;

    void add(const std::string& condition, std::initializer_list<Value> bound)
    {
        sql += " AND " + condition;
        values.insert(values.end(), bound.begin(), bound.end());
    }
};

/// "%text%" for LIKE … ESCAPE '!'.
std::string like_pattern(const std::string& text);

/// What the filter leaves; "d" donations, "c" contact, "r" valid receipt, "o" the operation that brought the donation.
Where where_of(const application::DonationFilter& filter, Connection& connection);

/// " FROM donations d JOIN … WHERE " with the aliases of where_of, and "p" documents' contact, "oc" last change, "f" former record.
const char* donations_from();

}  // namespace furusato::persistence
