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

std::vector<TableShape> read_table_shapes(const std::vector<Migration>& migrations)
{
    std::vector<TableShape> shapes;
    for (const Migration& migration : migrations) {
        std::istringstream lines{migration.sql};
        TableShape* open = nullptr;
        for (std::string line; std::getline(lines, line);) {
            const auto words = words_of(line);
            if (line.rfind("CREATE TABLE ", 0) == 0) {
                shapes.push_back({words[2], {}, {}});
                open = &shapes.back();
            } else if (line.rfind("ALTER TABLE ", 0) == 0 && words.size() > 6 && words[4] == "COLUMN") {
                for (TableShape& shape : shapes) {
                    if (shape.name == words[2])
                        shape.columns.push_back(column_of({words.begin() + 5, words.end()}));
                }
            } else if (open != nullptr && !line.empty() && line.front() == ')') {
                open = nullptr;
            } else if (open != nullptr) {
                read_line(*open, line);
            }
        }
    }
    return shapes;
}

}  // namespace furusato::persistence
