#include "persistence/connection.hpp"

namespace furusato::persistence {

std::string placeholders(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
    return text;
}

std::string insert_sql(std::string_view table, const std::vector<std::string_view>& columns, std::size_t rows)
{
    std::string sql = "INSERT INTO " + std::string{table} + " (";
    for (std::size_t i = 0; i < columns.size(); ++i) sql += (i == 0 ? "" : ", ") + std::string{columns[i]};
    sql += ") VALUES ";
    const std::string row = "(" + placeholders(columns.size()) + ")";
    for (std::size_t i = 0; i < rows; ++i) sql += (i == 0 ? "" : ", ") + row;
    return sql;
}

void Connection::make_index(std::string_view name, std::string_view statement)
{
    in_transaction(application::Durability::Deferred, [&] {
        const auto names = index_names();
        if (!names || names->count(std::string{name}) == 0) change_schema(statement);
    });
}

std::vector<Row> Connection::query(std::string_view sql, const Values& values)
{
    std::vector<Row> rows;
    for_each_row(sql, values, [&](const Row& row) { rows.push_back(row); });
    return rows;
}

}  // namespace furusato::persistence
