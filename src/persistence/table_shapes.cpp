#include "persistence/table_shapes.hpp"

#include <algorithm>
#include <sstream>

namespace furusato::persistence {
namespace {

std::vector<std::string> words_of(const std::string& line)
{
    std::string plain = line;
    for (char& sign : plain) {
        if (sign == ',' || sign == '(' || sign == ')') sign = ' ';
    }
    std::istringstream stream{plain};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

Column column_of(const std::vector<std::string>& words)
{
    return {words[0], words[1] == "BIGINT" || words[1] == "INTEGER"};
}

void read_line(TableShape& shape, const std::string& line)
{
    const auto words = words_of(line);
    if (words.size() < 2) return;
    const bool is_column = words[0][0] >= 'a' && words[0][0] <= 'z';
    if (is_column) {
        shape.columns.push_back(column_of(words));
        if (line.find("PRIMARY KEY") != std::string::npos) shape.key = {words[0]};
    } else if (words[0] == "PRIMARY") {
        shape.key.assign(words.begin() + 2, words.end());
    } else if (words[0] == "UNIQUE") {
        shape.leading_columns.push_back(words[1]);
    } else if (words[0] == "FOREIGN" && words.size() > 5) {
        shape.references.push_back({words[2], words[4], words[5]});
    }
}

TableShape* find_shape(std::vector<TableShape>& shapes, const std::string& name)
{
    const auto found = std::find_if(
        shapes.begin(), shapes.end(), [&](const TableShape& shape) { return shape.name == name; });
    return found == shapes.end() ? nullptr : &*found;
}

/// A statement of one line: CREATE INDEX name ON table (column, …) or ALTER TABLE table ADD COLUMN name type.
void read_later_statement(std::vector<TableShape>& shapes, const std::string& line)
{
    const auto words = words_of(line);
    if (words.size() < 6) return;
    const auto on = std::find(words.begin(), words.end(), "ON");
    if (words[0] == "CREATE" && words.end() - on > 2) {
        if (TableShape* shape = find_shape(shapes, *(on + 1))) shape->leading_columns.push_back(*(on + 2));
    } else if (words[0] == "ALTER" && words[4] == "COLUMN" && words.size() > 6) {
        if (TableShape* shape = find_shape(shapes, words[2]))
            shape->columns.push_back(column_of({words.begin() + 5, words.end()}));
    }
}

}  // namespace

std::vector<std::string_view> TableShape::column_names() const
{
    std::vector<std::string_view> names;
    names.reserve(columns.size());
    for (const Column& column : columns) names.emplace_back(column.name);
    return names;
}

bool TableShape::is_number(const std::string& column) const
{
    return std::any_of(columns.begin(), columns.end(),
        [&](const Column& known) { return known.name == column && known.is_number; });
}

bool TableShape::leads_an_index(const std::string& column) const
{
    return (!key.empty() && key.front() == column) ||
           std::find(leading_columns.begin(), leading_columns.end(), column) != leading_columns.end();
}

std::vector<TableShape> read_table_shapes(const std::vector<Migration>& migrations)
{
    std::vector<TableShape> shapes;
    for (const Migration& migration : migrations) {
        std::istringstream lines{migration.sql};
        TableShape* open = nullptr;
        for (std::string line; std::getline(lines, line);) {
            const auto words = words_of(line);
            if (line.rfind("CREATE TABLE ", 0) == 0) {
                shapes.push_back({words[2], {}, {}, {}, {}});
                open = &shapes.back();
            } else if (open == nullptr) {
                read_later_statement(shapes, line);
            } else if (!line.empty() && line.front() == ')') {
                open = nullptr;
            } else {
                read_line(*open, line);
            }
        }
    }
    return shapes;
}

std::string without_unindexed_references(std::string_view sql, const std::vector<TableShape>& shapes)
{
    std::string kept;
    const TableShape* shape = nullptr;
    std::istringstream lines{std::string{sql}};
    for (std::string line; std::getline(lines, line);) {
        const auto words = words_of(line);
        if (line.rfind("CREATE TABLE ", 0) == 0) {
            const auto found = std::find_if(
                shapes.begin(), shapes.end(), [&](const TableShape& each) { return each.name == words[2]; });
            shape = found == shapes.end() ? nullptr : &*found;
        }
        const bool is_reference = words.size() > 2 && words[0] == "FOREIGN";
        if (is_reference && shape != nullptr && !shape->leads_an_index(words[2])) continue;
        // References come last: the comma before one that is left out goes too.
        if (line.rfind(')', 0) == 0 && kept.size() > 2 && kept.compare(kept.size() - 2, 2, ",\n") == 0)
            kept.erase(kept.size() - 2, 1);
        kept += line + "\n";
    }
    return kept;
}

std::vector<std::string> find_broken_references(Connection& connection, const std::vector<TableShape>& shapes)
{
    std::vector<std::string> broken;
    for (const TableShape& shape : shapes) {
        for (const Reference& reference : shape.references) {
            // Names come from the migrations, not from outside.
            const std::string sql = "SELECT COUNT(*) AS n, MIN(c." + reference.column +
                                    ") AS first_key FROM " + shape.name + " c LEFT JOIN " + reference.parent +
                                    " p ON p." + reference.parent_column + " = c." + reference.column +
                                    " WHERE c." + reference.column + " IS NOT NULL AND p." +
                                    reference.parent_column + " IS NULL";
            const auto found = connection.query(sql);
            if (found.front().integer("n") > 0)
                broken.push_back(shape.name + " " + reference.column + " " + found.front().text("first_key"));
        }
    }
    return broken;
}

}  // namespace furusato::persistence
