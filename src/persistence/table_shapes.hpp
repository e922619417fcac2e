#pragma once

#include <string>
#include <vector>

#include "persistence/connection.hpp"
#include "persistence/migrate.hpp"

namespace furusato::persistence {

struct Column {
    std::string name;
    bool is_number = false;
};

/// A column whose values are keys of another table.
struct Reference {
    std::string column;
    std::string parent;
    std::string parent_column;
};

/// A table as the migrations make it.
struct TableShape {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::string> key;
    std::vector<Reference> references;
    std::vector<std::string> leading_columns;  // first columns of the key and of each index

    std::vector<std::string_view> column_names() const;
    bool is_number(const std::string& column) const;
    bool leads_an_index(const std::string& column) const;
};

/// All tables in the order in which they are made: a table refers to earlier ones only. The migrations hold one statement per file
/// and one column per line (tests/architecture/check_migrations.cmake).
std::vector<TableShape> read_table_shapes(const std::vector<Migration>& migrations);

/// The statement without the foreign keys of columns that lead no index, for databases that would make an index for each of them
/// (ARCHITECTURE.md, decision 17).
std::string without_unindexed_references(std::string_view sql, const std::vector<TableShape>& shapes);

/// "child column key" of each reference that points to nothing, with the first key that is missing.
std::vector<std::string> find_broken_references(
    Connection& connection, const std::vector<TableShape>& shapes);

}  // namespace furusato::persistence
