#pragma once

#include <string>
#include <vector>

#include "persistence/migrate.hpp"

namespace furusato::persistence {

struct Column {
    std::string name;
    bool is_number = false;
};

/// A table as the migrations make it.
struct TableShape {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::string> key;

    std::vector<std::string_view> column_names() const;
    bool is_number(const std::string& column) const;
};

/// All tables in the order in which they are made: a table refers to earlier ones only. The migrations hold one statement per file
/// and one column per line (tests/architecture/check_migrations.cmake).
std::vector<TableShape> read_table_shapes(const std::vector<Migration>& migrations);

}  // namespace furusato::persistence
