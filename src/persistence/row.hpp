#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::persistence {

/// A value on its way into the database.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

inline Value value_of(const std::optional<domain::Date>& date)
{
    return date ? Value{date->iso()} : Value{};
}

template <class Entity>
Value value_of(domain::Id<Entity> id)
{
    return Value{id.value};
}

/// NULL for an id that names nothing.
template <class Entity>
Value value_or_null(domain::Id<Entity> id)
{
    return id.value == 0 ? Value{} : Value{id.value};
}

/// One row of an answer. Cells travel as text and are converted once, here: drivers differ in the types they give to SUM or COUNT.
class Row {
public:
    using Header = std::vector<std::string>;

    Row(std::shared_ptr<const Header> header, std::vector<std::optional<std::string>> cells)
        : header_{std::move(header)}, cells_{std::move(cells)}
    {}

    /// All cells in the order of the answer.
    const std::vector<std::optional<std::string>>& cells() const { return cells_; }
    bool is_null(std::string_view column) const { return !cell(column).has_value(); }
    /// Text of the cell; empty for NULL.
    const std::string& text(std::string_view column) const;
    /// Throws StorageError for anything but a whole number; 0 for NULL.
    std::int64_t integer(std::string_view column) const;
    bool flag(std::string_view column) const { return integer(column) != 0; }
    domain::Yen yen(std::string_view column) const { return domain::Yen{integer(column)}; }
    /// Throws StorageError for anything but an ISO day.
    domain::Date date(std::string_view column) const;
    std::optional<domain::Date> optional_date(std::string_view column) const;
    template <class IdType>
    IdType id(std::string_view column) const
    {
        return IdType{integer(column)};
    }

private:
    const std::optional<std::string>& cell(std::string_view column) const;
    std::string place() const;

    std::shared_ptr<const Header> header_;
    std::vector<std::optional<std::string>> cells_;
};

}  // namespace furusato::persistence
