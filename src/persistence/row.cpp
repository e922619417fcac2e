#include "persistence/row.hpp"

#include <algorithm>
#include <charconv>

#include "furusato/application/storage_error.hpp"
#include "persistence/sql_repositories.hpp"

namespace furusato::persistence {

using application::StorageError;

/// ", id 17" for a row that begins with a number of ours: it tells which record cannot be read, and nothing of what it holds.
std::string Row::place() const
{
    const auto is_digit = [](char sign) { return sign >= '0' && sign <= '9'; };
    if (cells_.empty() || !cells_.front()) return {};
    const std::string& name = header_->front();
    const std::string& number = *cells_.front();
    const bool is_ours = name == "id" || name.ends_with("_id");
    if (!is_ours || !std::all_of(number.begin(), number.end(), is_digit)) return {};
    return ", " + name + " " + number;
}

const std::optional<std::string>& Row::cell(std::string_view column) const
{
    for (std::size_t i = 0; i < header_->size(); ++i) {
        if ((*header_)[i] == column) return cells_[i];
    }
    throw StorageError{"database.unreadable", "no column " + std::string{column}};
}

const std::string& Row::text(std::string_view column) const
{
    static const std::string kEmpty;
    const auto& found = cell(column);
    return found ? *found : kEmpty;
}

std::int64_t Row::integer(std::string_view column) const
{
    const std::string& digits = text(column);
    if (digits.empty()) return 0;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        throw StorageError{
            "database.unreadable", "not a whole number in column " + std::string{column} + place()};
    }
    return number;
}

domain::Date Row::date(std::string_view column) const
{
    const auto day = domain::Date::parse_iso(text(column));
    if (!day)
        throw StorageError{"database.unreadable", "not a day in column " + std::string{column} + place()};
    return *day;
}

std::optional<domain::Date> Row::optional_date(std::string_view column) const
{
    if (is_null(column)) return std::nullopt;
    return date(column);
}

domain::Date day_of(const Row& row, std::string_view column, const std::string& record)
{
    const auto day = domain::Date::parse_iso(row.text(column));
    if (!day)
        throw StorageError{
            "database.unreadable", "not a day in column " + std::string{column} + ", " + record};
    return *day;
}

std::optional<domain::Date> optional_day_of(
    const Row& row, std::string_view column, const std::string& record)
{
    if (row.is_null(column)) return std::nullopt;
    return day_of(row, column, record);
}

}  // namespace furusato::persistence
